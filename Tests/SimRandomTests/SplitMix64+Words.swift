import SimRandom

extension SplitMix64 {
  /// Eight words for a vector, drawn lane by lane.
  mutating func next8() -> SIMD8<UInt32> {
    SIMD8(next(), next(), next(), next(), next(), next(), next(), next())
  }
}
