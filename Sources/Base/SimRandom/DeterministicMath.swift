/// log, exp, sin and cos whose bits are the same on every processor.
///
/// A C library's differ from one machine to the next, because it picks a fused multiply-add where there is one. These
/// use only operations that IEEE 754 fixes to the last bit (+ − × ÷, comparison, bit patterns), in a written order
/// which the compiler keeps: Swift neither reorders floating point nor fuses it. Each shrinks its argument to a short
/// interval, where a polynomial fitted at Chebyshev nodes is wrong by less than 2⁻⁵⁶ of the result; rounding does the
/// rest. Promised is 2 ulp; found against 40-digit values: log 0.77, exp 0.82, sin and cos 1.5. NaN in gives NaN out.
///
/// Source of the reductions: P. T. P. Tang, "Table-driven implementation of the logarithm function…", ACM TOMS 16(4),
/// 1990, for splitting ln 2; J.-M. Muller, *Elementary Functions*, 3rd ed. (2016), for the rest.
public enum DeterministicMath {
  /// ln 2 in two parts. The high one ends in twelve zero bits, so its product with an exponent is exact.
  @inlinable static var ln2High: Double { 0x1.62e42fefa3000p-1 }
  @inlinable static var ln2Low: Double { 0x1.3de6af278ece6p-42 }
}

// MARK: - log

extension DeterministicMath {
  /// Natural logarithm, within 2 ulp.
  ///
  ///     x = 2ᵏ·m,  √½ ≤ m < √2,  f = m − 1,  s = f / (2 + f)
  ///     ln x = k·ln 2 + ln(1 + f),   ln(1 + f) = 2·artanh s = 2s + s·R(s²)
  ///
  /// log(0) = −∞ for either zero, log(x < 0) = NaN, log(+∞) = +∞, log(1) = +0; subnormal x as accurate as any.
  @inlinable public static func log(_ x: Double) -> Double {
    if x >= .leastNormalMagnitude && x < .infinity { return logOfNormal(x) }
    if x > 0 { return x == .infinity ? .infinity : logOfNormal(x * 0x1p54, exponentOffset: 54) }
    return x == 0 ? -.infinity : .nan
  }

  /// `log` without its guards and without a branch, for loops that the compiler is to turn into vectors.
  /// - Parameter x: normal, positive and finite; what comes out for another x means nothing.
  @inlinable @inline(__always)
  public static func logOfNormal(_ x: Double, exponentOffset: Double = 0) -> Double {
    let sqrtHalf: UInt64 = 0x3FE6_A09E_667F_3BCD
    let one: UInt64 = 0x3FF0_0000_0000_0000
    // Raised by 1/√½ on the scale of bit patterns, the exponent field changes where m wraps round, and holds k + 1023.
    let raised = x.bitPattern &+ (one &- sqrtHalf)
    let m = Double(bitPattern: (raised & 0x000F_FFFF_FFFF_FFFF) &+ sqrtHalf)
    // An integer below 2⁵² in the low bits of 2⁵²: a conversion that also exists for vectors.
    let k = Double(bitPattern: 0x4330_0000_0000_0000 | (raised &>> 52)) - (0x1p52 + 1023 + exponentOffset)

    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    // R in two halves that do not wait for each other.
    var even = 0x1.c71c62e3f11e6p-3 + w * 0x1.39fe51a7c18f9p-3
    even = w * (0x1.99999999952d7p-2 + w * even)
    var odd = 0x1.7462b51cb66b1p-3 + w * 0x1.2b5900de53b32p-3
    odd = 0x1.2492492df281ap-2 + w * odd
    odd = z * (0x1.5555555555558p-1 + w * odd)
    // 2s = f − s·f and s·f = f²/2 − s·f²/2: written so, the largest term is f itself, which is exact.
    let halfSquare = 0.5 * f * f
    return k * ln2High - ((halfSquare - (s * (halfSquare + (even + odd)) + k * ln2Low)) - f)
  }
}

// MARK: - exp

extension DeterministicMath {
  /// eˣ, within 2 ulp where the result is normal.
  ///
  ///     x = k·ln 2 + r,  |r| ≤ ln 2 / 2,  c = r − r²·P(r²)
  ///     eˣ = 2ᵏ·eʳ,   eʳ = 1 + r + r·c / (2 − c)
  ///
  /// +∞ above 709.78; below −708.4 the result is subnormal and loses digits one by one, below −745.13 it is 0.
  @inlinable public static func exp(_ x: Double) -> Double {
    guard x <= 0x1.62e42fefa39efp+9 else { return x.isNaN ? .nan : .infinity }
    guard x >= -0x1.74910d52d3051p+9 else { return 0 }
    let (mantissa, k) = expParts(x)
    // In two steps, because 2ᵏ alone may lie outside the range; only the second can round.
    let exponent = Int64(k - 0x1.8p52)
    let half = exponent &>> 1
    return mantissa * powerOfTwo(half) * powerOfTwo(exponent &- half)
  }

  /// `exp` without its guards and without a branch, for loops that the compiler is to turn into vectors. The same bits.
  /// - Parameter x: −700 ... 700; what comes out for another x means nothing.
  @inlinable @inline(__always)
  public static func expUnguarded(_ x: Double) -> Double {
    let (mantissa, k) = expParts(x)
    // The low bits of 1.5·2⁵² + k are those of k.
    return mantissa * Double(bitPattern: (k.bitPattern &+ 1023) &<< 52)
  }

  /// eʳ, and k as 1.5·2⁵² + k.
  @inlinable @inline(__always)
  static func expParts(_ x: Double) -> (mantissa: Double, k: Double) {
    // Adding 1.5·2⁵² leaves no room for a fraction: the sum is rounded to the nearest integer, ties to even.
    let raised = x * 0x1.71547652b82fep+0 + 0x1.8p52
    let k = raised - 0x1.8p52
    let high = x - k * ln2High
    let low = k * ln2Low
    let r = high - low
    let z = r * r
    var p = -0x1.bbd532227cf4dp-20 + z * 0x1.63f27409701ecp-25
    p = 0x1.1566ab5c1473dp-14 + z * p
    p = -0x1.6c16c16c0abf9p-9 + z * p
    p = 0x1.5555555555553p-3 + z * p
    let c = r - z * p
    return (1 - ((low - (r * c) / (2 - c)) - high), raised)
  }

  /// 2ᵏ for −1022 ≤ k ≤ 1023.
  @inlinable static func powerOfTwo(_ k: Int64) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: k &+ 1023) &<< 52)
  }
}

// MARK: - sin and cos

extension DeterministicMath {
  /// sin 2πt and cos 2πt for t in turns; each within 2 ulp.
  ///
  ///     t = q/4 + r,  q integer,  |r| ≤ 1/8
  ///     sin 2πr = 2π·r + r³·S(r²),   cos 2πr = 1 − 2π²·r² + r⁴·C(r²)
  ///
  /// Turns, because then the reduction is exact for every t: a quarter turn gives exactly 0 and ±1. NaN for infinite t.
  @inlinable public static func sinCosTurns(_ turns: Double) -> (sin: Double, cos: Double) {
    var turns = turns
    if !(turns.magnitude < 0x1p49) {  // too large for the rounding below, or NaN
      guard turns.isFinite else { return (.nan, .nan) }
      guard turns.magnitude < 0x1p53 else { return (0, 1) }  // every such t is a whole number of turns
      turns -= Double(Int64(turns))
    }
    let quarters = (turns * 4 + 0x1.8p52) - 0x1.8p52
    let r = turns - quarters * 0.25
    let z = r * r
    var sinTail = 0x1.e8f036bcd3237p+1 + z * -0x1.6cc577dadd922p-1
    sinTail = -0x1.e3074d2614b2dp+3 + z * sinTail
    sinTail = 0x1.50783486facaap+5 + z * sinTail
    sinTail = -0x1.32d2cce62b872p+6 + z * sinTail
    sinTail = 0x1.466bc6775aae1p+6 + z * sinTail
    sinTail = -0x1.4abbce625be53p+5 + z * sinTail
    // 2π in two parts, the second one less than half an ulp of the first.
    let sin = 0x1.921fb54442d18p+2 * r + (0x1.1a62633145c07p-52 * r + r * z * sinTail)
    var cosTail = 0x1.f9cfc07738157p+2 + z * -0x1.b38340f56931fp+0
    cosTail = -0x1.a6d1f0ab7905cp+4 + z * cosTail
    cosTail = 0x1.e1f50688302c5p+5 + z * cosTail
    cosTail = -0x1.55d3c7e3cbd74p+6 + z * cosTail
    cosTail = 0x1.03c1f081b5ac4p+6 + z * cosTail
    let fall = 0x1.3bd3cc9be45dep+4 * z
    let near = 1 - fall
    let cos = near + (((1 - near) - fall) + z * z * cosTail)  // the bracket is what rounding `near` lost
    switch Int64(quarters) & 3 {
    case 0: return (sin, cos)
    case 1: return (cos, -sin)
    case 2: return (-sin, -cos)
    default: return (-cos, sin)
    }
  }
}
