/// Words to evenly spaced reals. All results are exact multiples of a power of two: nothing is rounded.
///
///     unit(w)            w · 2⁻³²                      in [0, 1)
///     unitOpenLow(w)     (w + 1) · 2⁻³²                in (0, 1], for logarithms
///     unit53(h, l)       ⌊(h·2³² + l) / 2¹¹⌋ · 2⁻⁵³    in [0, 1)
///     unit53OpenLow      the same + 2⁻⁵³               in (0, 1]
///     unit52Open         (⌊… / 2¹²⌋ + ½) · 2⁻⁵²        in (0, 1), symmetric about ½, for inverse distributions
public enum UniformReal {
  @inlinable public static func unit(_ word: UInt32) -> Double { Double(word) * 0x1p-32 }

  /// Lane `i` is `unit(words[i])`, bit for bit.
  @inlinable @inline(__always)
  public static func unit(_ words: SIMD8<UInt32>) -> SIMD8<Double> { SIMD8<Double>(words) * 0x1p-32 }

  @inlinable public static func unitOpenLow(_ word: UInt32) -> Double { (Double(word) + 1) * 0x1p-32 }

  /// Lane `i` is `unitOpenLow(words[i])`, bit for bit.
  @inlinable @inline(__always)
  public static func unitOpenLow(_ words: SIMD8<UInt32>) -> SIMD8<Double> { (SIMD8<Double>(words) + 1) * 0x1p-32 }

  @inlinable public static func unit53(_ hi: UInt32, _ lo: UInt32) -> Double {
    Double((UInt64(hi) &<< 32 | UInt64(lo)) &>> 11) * 0x1p-53
  }

  @inlinable public static func unit53OpenLow(_ hi: UInt32, _ lo: UInt32) -> Double {
    Double((UInt64(hi) &<< 32 | UInt64(lo)) &>> 11 &+ 1) * 0x1p-53
  }

  /// One bit fewer, because with 53 the half step next to 1 would round to 1.
  @inlinable public static func unit52Open(_ hi: UInt32, _ lo: UInt32) -> Double {
    (Double((UInt64(hi) &<< 32 | UInt64(lo)) &>> 12) + 0.5) * 0x1p-52
  }
}
