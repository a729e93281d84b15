import SimColumns

/// Integers below 2^51 as doubles, without a rounding and without the slow 64-bit conversion that x86-64-v3 lacks.
///
///     bits(1.5 · 2^52 + n) = bits(1.5 · 2^52) + n          for |n| ≤ 2^51
///
/// One integer addition and one subtraction, both vectors. Money at 1/10,000 dollar stays below 2^51 up to 225 billion
/// dollars; configurations that could pass it are refused.
public enum ExactDouble {
  /// Integers of this magnitude and above are refused at the border.
  public static let magnitudeMax: Int64 = 1 << 51
  @usableFromInline static let magic = 6_755_399_441_055_744.0  // 1.5 · 2^52

  @inlinable @inline(__always) public static func from(_ value: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: value) &+ magic.bitPattern) - magic
  }

  @inlinable @inline(__always) public static func from(_ value: SIMD4<Int64>) -> SIMD4<Double> {
    let bits = value &+ SIMD4(repeating: Int64(bitPattern: magic.bitPattern))
    return VectorBits.doubles(bits) - SIMD4(repeating: magic)
  }
}
