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

  /// Whether any lane is below zero. A mask of the standard library is asked through a function that is not inlined.
  @inlinable @inline(__always) public static func hasNegative(_ lanes: SIMD4<Int64>) -> Bool {
    lanes[0] | lanes[1] | lanes[2] | lanes[3] < 0
  }

  @inlinable @inline(__always) public static func hasNegative(_ lanes: SIMD8<Int32>) -> Bool {
    let pairs = unsafe unsafeBitCast(lanes, to: SIMD4<UInt64>.self)
    return (pairs[0] | pairs[1] | pairs[2] | pairs[3]) & 0x8000_0000_8000_0000 != 0
  }

  /// Whether any lane is set.
  @inlinable @inline(__always) public static func isAnySet(_ lanes: SIMDMask<SIMD8<Int32>>) -> Bool {
    let pairs = unsafe unsafeBitCast(lanes, to: SIMD4<UInt64>.self)
    return pairs[0] | pairs[1] | pairs[2] | pairs[3] != 0
  }

  /// The eight bytes from `start` on as a word, the first one lowest.
  @inlinable @inline(__always) public static func word(_ bytes: Span<UInt8>, at start: Int) -> UInt64 {
    precondition(start >= 0 && start &+ 8 <= bytes.count, "a word lies inside its bytes")
    return unsafe UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
  }

  /// Up to eight bytes as a word, the first one lowest, zeros above the last.
  @inlinable @inline(__always) public static func word(upToEight bytes: Span<UInt8>) -> UInt64 {
    let count = bytes.count
    precondition(count <= 8, "a word has eight bytes")
    if count >= 4 {  // two halves, which may overlap
      let (first, last) = unsafe (
        bytes.bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self),
        bytes.bytes.unsafeLoadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
      )
      return UInt64(UInt32(littleEndian: first))
        | UInt64(UInt32(littleEndian: last)) &<< UInt64(truncatingIfNeeded: 8 &* (count &- 4))
    }
    guard count > 0 else { return 0 }
    let (middle, last) = (count &>> 1, count &- 1)
    return UInt64(bytes[0]) | UInt64(bytes[middle]) &<< UInt64(truncatingIfNeeded: 8 &* middle)
      | UInt64(bytes[last]) &<< UInt64(truncatingIfNeeded: 8 &* last)
  }
}
