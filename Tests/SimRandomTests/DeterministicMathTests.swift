import Foundation
import SimRandom
import Testing

/// The C library is right to within 1 ulp; ours may be one further off, and is promised to be within 2.
struct DeterministicMathTests {
  /// |found − expected| in units of the last place of `expected`.
  static func ulps(_ found: Double, _ expected: Double) -> Double { abs(found - expected) / expected.ulp }

  @Test func logIsWithinTwoUlpsOverEveryExponent() {
    var random = SplitMix64(state: 1)
    var worst = 0.0
    for _ in 0..<100_000 {
      let x = Double(bitPattern: random.next() % 0x7FF0_0000_0000_0000)  // any positive finite number
      worst = max(worst, Self.ulps(DeterministicMath.log(x), Foundation.log(x)))
    }
    #expect(worst <= 2)
  }

  @Test func logIsWithinTwoUlpsAroundOne() {
    var worst = 0.0
    for i in 0..<100_000 {
      let x = 0.5 + Double(i) * 0x1.8p-16  // 0.5 ... 2.79, past both edges of the reduction
      worst = max(worst, Self.ulps(DeterministicMath.log(x), Foundation.log(x)))
    }
    for exponent in 1...52 {  // 1 ± 2⁻ᵉ: where cancellation would show
      let step = Double(sign: .plus, exponent: -exponent, significand: 1)
      for x in [1 + step, 1 - step] { worst = max(worst, Self.ulps(DeterministicMath.log(x), Foundation.log(x))) }
    }
    #expect(worst <= 2)
  }

  @Test func logEdges() {
    #expect(DeterministicMath.log(1) == 0 && DeterministicMath.log(1).sign == .plus)
    #expect(DeterministicMath.log(0) == -.infinity)
    #expect(DeterministicMath.log(-0.0) == -.infinity)
    #expect(DeterministicMath.log(.infinity) == .infinity)
    #expect(DeterministicMath.log(-1).isNaN)
    #expect(DeterministicMath.log(-.infinity).isNaN)
    #expect(DeterministicMath.log(.nan).isNaN)
    for x in [Double.leastNonzeroMagnitude, 0x1.8p-1060, .leastNormalMagnitude, .greatestFiniteMagnitude] {
      #expect(Self.ulps(DeterministicMath.log(x), Foundation.log(x)) <= 2)
    }
  }

  @Test func logWithoutGuardsIsTheSameLog() {
    var random = SplitMix64(state: 2)
    for _ in 0..<10_000 {
      let x = UniformReal.unit53OpenLow(random.next(), random.next())
      #expect(DeterministicMath.logOfNormal(x).bitPattern == DeterministicMath.log(x).bitPattern)
    }
  }

  @Test func expIsWithinTwoUlps() {
    var worst = 0.0
    for i in 0..<200_000 {
      let x = -708.3 + Double(i) * 0.00709
      worst = max(worst, Self.ulps(DeterministicMath.exp(x), Foundation.exp(x)))
    }
    for i in -50_000..<50_000 {
      let x = Double(i) * 0x1p-15  // ±1.5: the edges of the reduction
      worst = max(worst, Self.ulps(DeterministicMath.exp(x), Foundation.exp(x)))
    }
    #expect(worst <= 2)
  }

  @Test func expEdges() {
    #expect(DeterministicMath.exp(0) == 1)
    #expect(DeterministicMath.exp(-0.0) == 1)
    #expect(DeterministicMath.exp(1e-300) == 1)
    #expect(DeterministicMath.exp(.infinity) == .infinity)
    #expect(DeterministicMath.exp(-.infinity) == 0)
    #expect(DeterministicMath.exp(.nan).isNaN)
    #expect(DeterministicMath.exp(709.782712893384).isFinite)
    #expect(DeterministicMath.exp(709.7827128933841) == .infinity)
    #expect(DeterministicMath.exp(-745.1332191019411) == .leastNonzeroMagnitude)
    #expect(DeterministicMath.exp(-745.1332191019412) == 0)
    for x in stride(from: -745.1, through: -708.4, by: 0.1) {  // subnormal: fewer digits, never more than one step off
      #expect(abs(DeterministicMath.exp(x) - Foundation.exp(x)) <= .leastNonzeroMagnitude)
    }
  }

  /// Within an eighth of a turn, either way. The angle 2π·t rounds; the reference is corrected for that to first order.
  @Test func sinAndCosAreWithinTwoUlps() {
    var (worstSin, worstCos) = (0.0, 0.0)
    for i in -65_536...65_536 {
      let turns = Double(i) * 0x1p-19
      let (sin, cos) = DeterministicMath.sinCosTurns(turns)
      let angle = 2 * Double.pi * turns
      let lost = turns * 0x1.1a62633145c07p-52  // what the double nearest 2π leaves out
      let residual = (-angle).addingProduct(2 * Double.pi, turns) + lost
      worstSin = max(
        worstSin, i == 0 ? abs(sin) : Self.ulps(sin, Foundation.sin(angle) + residual * Foundation.cos(angle)))
      worstCos = max(worstCos, Self.ulps(cos, Foundation.cos(angle) - residual * Foundation.sin(angle)))
    }
    #expect(worstSin <= 2 && worstCos <= 2)
  }

  @Test func quarterTurnsAreExact() {
    for (turns, sin, cos) in [(0.0, 0.0, 1.0), (0.25, 1, 0), (0.5, 0, -1), (0.75, -1, 0), (1, 0, 1), (-0.25, -1, 0)] {
      for whole in [0, 1, -7, 1e9, 0x1p49, -0x1p50] {
        let found = DeterministicMath.sinCosTurns(whole + turns)
        #expect(found.sin == sin && found.cos == cos, "\(whole) + \(turns)")
      }
    }
  }

  @Test func everyOctantAgrees() {
    for i in -4_000...4_000 {
      let turns = Double(i) * 0.00097
      let found = DeterministicMath.sinCosTurns(turns)
      #expect(abs(found.sin - Foundation.sin(2 * .pi * turns)) < 8e-15)
      #expect(abs(found.cos - Foundation.cos(2 * .pi * turns)) < 8e-15)
    }
  }

  @Test func turnsEdges() {
    #expect(DeterministicMath.sinCosTurns(.infinity).sin.isNaN && DeterministicMath.sinCosTurns(.infinity).cos.isNaN)
    #expect(DeterministicMath.sinCosTurns(.nan).sin.isNaN && DeterministicMath.sinCosTurns(.nan).cos.isNaN)
    #expect(DeterministicMath.sinCosTurns(0x1p60) == (0, 1))
    #expect(DeterministicMath.sinCosTurns(-.greatestFiniteMagnitude) == (0, 1))
  }

  /// The bits themselves: a change here is a change of every run.
  @Test func bitsStayWhatTheyAre() {
    var hash: UInt64 = 0
    var random = SplitMix64(state: 3)
    func add(_ value: Double) { hash = SplitMix64.mix(hash ^ value.bitPattern) }
    for _ in 0..<10_000 {
      let u = UniformReal.unit53OpenLow(random.next(), random.next())
      let sinCos = DeterministicMath.sinCosTurns(u)
      add(DeterministicMath.log(u))
      add(DeterministicMath.exp(40 * u - 20))
      add(sinCos.sin)
      add(sinCos.cos)
      add(NormalDistribution.inverse(u))
    }
    #expect(hash == 12_968_732_843_238_553_066)
  }

  @Test func expUnguardedIsExpBitForBit() {
    var random = SplitMix64(state: 12)
    var arguments = [0, -0.0, 1, -1, 700, -700, 0x1p-60, -0x1p-60, 0x1.62e42fefa39efp-2]
    arguments += (0..<5_000).map { _ in Double(Int64(bitPattern: random.next())) * 0x1p-63 * 700 }
    arguments += (0..<5_000).map { _ in Double(Int64(bitPattern: random.next())) * 0x1p-63 }
    for x in arguments {
      #expect(DeterministicMath.expUnguarded(x).bitPattern == DeterministicMath.exp(x).bitPattern, "\(x)")
    }
  }
}
