import SimRandom
import Testing

struct StreamKeyTests {
  /// Worked out by a separate implementation of the key derivation and of Philox; pins what a seed means.
  @Test(arguments: [
    (
      UInt64(0), UInt32(1), UInt64(0x9e01_6029_3a33_aaf7), SIMD4<UInt32>(0x3f0b277b, 0x39da8833, 0x0f72542d, 0xa54f4c84)
    ),
    (42, 2, 0xa2e6_90b0_3cb0_661c, SIMD4(0x46a5ead5, 0xd380641a, 0xfa48c402, 0x81ae7ae2)),
    (.max, 0x1000_0000, 0xd178_87a4_5895_284e, SIMD4(0xfb33a43c, 0x678e76f3, 0x551126d2, 0x97a649eb)),
  ])
  func keysAndWordsStayWhatTheyAre(seed: UInt64, purpose: UInt32, philox: UInt64, words: SIMD4<UInt32>) {
    let key = StreamKey(seed: seed, purpose: StreamPurpose(rawValue: purpose))
    #expect(UInt64(key.philox.high) << 32 | UInt64(key.philox.low) == philox)
    #expect(key.words(row: 7, tick: 1_000) == words)
  }

  @Test func theCounterIsRowZeroTickBlock() {
    let key = StreamKey(seed: 3, purpose: .spawn)
    #expect(key.words(row: 11, tick: 22, block: 33) == Philox4x32.block(SIMD4(11, 0, 22, 33), key: key.philox))
  }

  @Test func noTwoSeedsOrPurposesShareAKey() {
    var keys = Set<UInt64>()
    for seed in 0..<UInt64(200) {
      for purpose in 0..<UInt32(200) {
        let key = StreamKey(seed: seed, purpose: StreamPurpose(rawValue: purpose)).philox
        keys.insert(UInt64(key.high) << 32 | UInt64(key.low))
      }
    }
    #expect(keys.count == 40_000)
  }

  @Test(arguments: [UInt64(0), 1, .max], [StreamPurpose.spawn, .auctionPriority, .firstForPlugIns])
  func wordsOfEightRowsEqualWordsOfEach(seed: UInt64, purpose: StreamPurpose) {
    let key = StreamKey(seed: seed, purpose: purpose)
    var random = SplitMix64(state: seed ^ 9)
    let ticks: [UInt32] = [0, 1, 1_000_000, .max]
    for tick in ticks {
      for block: UInt32 in [0, 1, .max] {
        let runs = (0..<5).map { SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7) &+ UInt32($0 * 8) }
        for rows in runs + [random.next8(), SIMD8(repeating: .max)] {
          let found = key.words8(rows: rows, tick: tick, block: block)
          for lane in 0..<8 {
            let expected = key.words(row: rows[lane], tick: tick, block: block)
            #expect(SIMD4(found.w0[lane], found.w1[lane], found.w2[lane], found.w3[lane]) == expected)
          }
        }
      }
    }
  }

  /// Neighbouring rows, ticks, blocks, purposes and seeds: uncorrelated, as far as 20 000 pairs can tell.
  @Test func neighboursAreUncorrelated() {
    let key = StreamKey(seed: 1, purpose: .spawn)
    let otherPurpose = StreamKey(seed: 1, purpose: .noiseTrader)
    let otherSeed = StreamKey(seed: 2, purpose: .spawn)
    let count = 20_000
    var sums = [Double](repeating: 0, count: 5)
    for i in 0..<UInt32(count) {
      func centred(_ words: SIMD4<UInt32>) -> Double { UniformReal.unit(words[0]) - 0.5 }
      let here = centred(key.words(row: i, tick: i / 7))
      sums[0] += here * centred(key.words(row: i + 1, tick: i / 7))
      sums[1] += here * centred(key.words(row: i, tick: i / 7 + 1))
      sums[2] += here * centred(key.words(row: i, tick: i / 7, block: 1))
      sums[3] += here * centred(otherPurpose.words(row: i, tick: i / 7))
      sums[4] += here * centred(otherSeed.words(row: i, tick: i / 7))
    }
    // Each product has variance 1/144.
    for sum in sums { #expect(abs(sum) < 5 * (Double(count) / 144).squareRoot()) }
  }
}
