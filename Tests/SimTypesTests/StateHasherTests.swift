import SimTypes
import Testing

struct StateHasherTests {
  private func hash(_ words: [UInt64]) -> UInt64 {
    var hasher = StateHasher()
    for word in words { hasher.combine(word) }
    return hasher.value
  }

  @Test func theOrderCounts() {
    #expect(hash([1, 2, 3]) == hash([1, 2, 3]))
    #expect(hash([1, 2, 3]) != hash([1, 3, 2]))
    #expect(hash([0, 1]) != hash([1, 0]))
  }

  @Test func theLengthCounts() {
    #expect(Set((0..<50).map { hash([UInt64](repeating: 0, count: $0)) }).count == 50)
  }

  @Test func everyBitOfEveryWordCounts() {
    let words: [UInt64] = [3, 0, .max]
    var seen: Set<UInt64> = [hash(words)]
    for place in words.indices {
      for bit in 0..<64 {
        var changed = words
        changed[place] ^= 1 << UInt64(bit)
        seen.insert(hash(changed))
      }
    }
    #expect(seen.count == 1 + 3 * 64)
  }

  @Test func signedWordsGoInAsTheirBits() {
    var (signed, unsigned) = (StateHasher(), StateHasher())
    signed.combine(Int64(-2))
    unsigned.combine(UInt64.max - 1)
    #expect(signed.value == unsigned.value)
  }
}
