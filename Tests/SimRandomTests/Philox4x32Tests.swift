import SimRandom
import Testing

struct Philox4x32Tests {
  struct KnownAnswer: Sendable {
    let counter: SIMD4<UInt32>
    let key: Philox4x32.Key
    let words: SIMD4<UInt32>
  }

  /// The three `philox4x32 10` lines of Random123's `kat_vectors`.
  static let knownAnswers = [
    KnownAnswer(
      counter: SIMD4(repeating: 0), key: .init(low: 0, high: 0),
      words: SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
    KnownAnswer(
      counter: SIMD4(repeating: .max), key: .init(low: .max, high: .max),
      words: SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)),
    KnownAnswer(
      counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
      key: .init(low: 0xa409_3822, high: 0x299f_31d0),
      words: SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)),
  ]

  @Test(arguments: knownAnswers)
  func aBlockIsThePublishedOne(_ answer: KnownAnswer) {
    #expect(Philox4x32.block(answer.counter, key: answer.key) == answer.words)
  }

  @Test(arguments: knownAnswers)
  func eightBlocksAreThePublishedOne(_ answer: KnownAnswer) {
    let (c, key) = (answer.counter, answer.key)
    let found = Philox4x32.blocks8(
      SIMD8(repeating: c[0]), SIMD8(repeating: c[1]), SIMD8(repeating: c[2]), SIMD8(repeating: c[3]), key: key)
    #expect(found.w0 == SIMD8(repeating: answer.words[0]))
    #expect(found.w1 == SIMD8(repeating: answer.words[1]))
    #expect(found.w2 == SIMD8(repeating: answer.words[2]))
    #expect(found.w3 == SIMD8(repeating: answer.words[3]))
  }

  @Test(arguments: UInt64(1)...8)
  func everyLaneEqualsTheScalarBlock(seed: UInt64) {
    var random = SplitMix64(state: seed)
    for _ in 0..<200 {
      let key = Philox4x32.Key(low: random.next(), high: random.next())
      let (c0, c1, c2, c3) = (random.next8(), random.next8(), random.next8(), random.next8())
      let found = Philox4x32.blocks8(c0, c1, c2, c3, key: key)
      for lane in 0..<8 {
        let expected = Philox4x32.block(SIMD4(c0[lane], c1[lane], c2[lane], c3[lane]), key: key)
        #expect(SIMD4(found.w0[lane], found.w1[lane], found.w2[lane], found.w3[lane]) == expected)
      }
    }
  }

  /// Flipping any one bit of counter or key should flip each output bit with probability one half.
  @Test func oneBitInMovesHalfOfTheBitsOut() {
    var random = SplitMix64(state: 5)
    let trials = 400
    for bit in 0..<192 {
      var flips = 0
      for _ in 0..<trials {
        let counter = SIMD4<UInt32>(random.next(), random.next(), random.next(), random.next())
        let key = Philox4x32.Key(low: random.next(), high: random.next())
        var (otherCounter, otherKey) = (counter, key)
        let mask = UInt32(1) << UInt32(bit % 32)
        switch bit / 32 {
        case 4: otherKey.low ^= mask
        case 5: otherKey.high ^= mask
        case let word: otherCounter[word] ^= mask
        }
        let difference = Philox4x32.block(counter, key: key) ^ Philox4x32.block(otherCounter, key: otherKey)
        for word in 0..<4 { flips += difference[word].nonzeroBitCount }
      }
      // 51 200 fair coins: 5.5 standard errors of ½·√51 200, for 192 bits at once.
      let expected = Double(trials) * 64
      #expect(abs(Double(flips) - expected) < 5.5 * 0.5 * (Double(trials) * 128).squareRoot(), "input bit \(bit)")
    }
  }
}
