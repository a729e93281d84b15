import SimRandom

/// Random numbers for tests: the same sequence for the same seed, on every machine.
public struct TestGenerator: RandomNumberGenerator {
  private var words: SplitMix64

  public init(seed: UInt64) { words = SplitMix64(state: seed) }

  public mutating func next() -> UInt64 { words.next() }
}
