/// The same bits read as another type of the same size, where the standard library offers no safe way.
public enum VectorBits {
  /// Byte `i` of the word is element `i` (x86-64 and arm64 are little endian).
  @inlinable @inline(__always) public static func word(_ bytes: SIMD8<UInt8>) -> UInt64 {
    unsafe unsafeBitCast(bytes, to: UInt64.self)
  }

  /// Every 64-bit pattern is a double.
  @inlinable @inline(__always) public static func doubles(_ bits: SIMD4<Int64>) -> SIMD4<Double> {
    unsafe unsafeBitCast(bits, to: SIMD4<Double>.self)
  }

  @inlinable @inline(__always) public static func integers(_ values: SIMD4<Double>) -> SIMD4<Int64> {
    unsafe unsafeBitCast(values, to: SIMD4<Int64>.self)
  }
}
