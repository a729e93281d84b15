/// An order-sensitive 64-bit fingerprint of a sequence of words, a few instructions a word.
///
///     h ← mix(h · 31 + word)         mix: the finaliser of SplitMix64 with one multiplication less
///
/// Not cryptographic: it tells two runs apart, it does not resist forgery.
@frozen public struct StateHasher: Sendable {
  public var value: UInt64
  @inlinable public init(_ start: UInt64 = 0x9e37_79b9_7f4a_7c15) { value = start }

  @inlinable public mutating func combine(_ word: UInt64) {
    value = Self.mix(value &* 31 &+ word)
  }

  @inlinable public mutating func combine(_ word: Int64) { combine(UInt64(bitPattern: word)) }

  @inlinable public static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 32)) &* 0xd6e8_feb8_6659_fd93
    z = (z ^ (z >> 29)) &* 0xbf58_476d_1ce4_e5b9
    return z ^ (z >> 32)
  }
}
