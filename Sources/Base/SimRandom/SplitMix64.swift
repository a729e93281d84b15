/// SplitMix64: a counter stepped by the golden ratio, each value passed through a 64-bit finaliser.
///
///     state += 0x9E3779B97F4A7C15;  output = mix(state)
///
/// Here it turns seeds into keys, where related inputs must give unrelated outputs; it also serves wherever a short
/// sequential stream is enough. Draws of the simulation itself come from ``Philox4x32``.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, with the
/// finaliser constants of S. Vigna's `splitmix64.c`.
@frozen public struct SplitMix64: RandomNumberGenerator, Sendable, Equatable {
  public var state: UInt64

  @inlinable public init(state: UInt64) { self.state = state }

  @inlinable public mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mix(state)
  }

  /// The finaliser: a one-to-one map of 64-bit words in which every input bit moves about half of the output bits.
  /// Zero maps to zero.
  @inlinable public static func mix(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ (word &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word &>> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word &>> 31)
  }

  /// 2⁶⁴ divided by the golden ratio, made odd.
  @inlinable public static var step: UInt64 { 0x9E37_79B9_7F4A_7C15 }
}
