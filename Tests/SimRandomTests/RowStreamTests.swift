import SimRandom
import Testing

struct RowStreamTests {
  let key = StreamKey(seed: 77, purpose: .noiseTrader)

  @Test(arguments: [UInt32(0), 1, 4_095, .max], [UInt32(0), 1, .max])
  func wordsComeBlockByBlock(row: UInt32, tick: UInt32) {
    var stream = RowStream(key, row: row, tick: tick)
    for n in 0..<41 {
      let block = key.words(row: row, tick: tick, block: UInt32(n / 4))
      #expect(stream.next32() == block[n % 4], "word \(n)")
    }
  }

  @Test func aLongWordIsTwoWordsHighFirst() {
    var stream = RowStream(key, row: 5, tick: 6)
    let words = key.words(row: 5, tick: 6)
    let following = key.words(row: 5, tick: 6, block: 1)
    #expect(stream.next() == UInt64(words[0]) << 32 | UInt64(words[1]))
    #expect(stream.next32() == words[2])
    #expect(stream.next() == UInt64(words[3]) << 32 | UInt64(following[0]))  // across the edge of a block
  }

  /// How many rows there are, and in which order they are visited, changes nobody's draws.
  @Test func addingRowsChangesNoOtherRow() {
    func draws(rows: [UInt32]) -> [UInt32: [UInt32]] {
      var found: [UInt32: [UInt32]] = [:]
      for row in rows {
        var stream = RowStream(key, row: row, tick: 9)
        found[row] = (0..<10).map { _ in stream.next32() }
      }
      return found
    }
    let few = draws(rows: Array(0..<16))
    let many = draws(rows: Array((0..<64).reversed()))
    for row in 0..<UInt32(16) { #expect(few[row] == many[row]) }
    #expect(Set(many.values).count == 64)
  }

  @Test func purposesSeedsRowsAndTicksGiveOtherStreams() {
    func first(_ seed: UInt64, _ purpose: StreamPurpose, row: UInt32, tick: UInt32) -> UInt64 {
      var stream = RowStream(StreamKey(seed: seed, purpose: purpose), row: row, tick: tick)
      return stream.next()
    }
    let firsts: Set = [
      first(1, .spawn, row: 0, tick: 0), first(1, .noiseTrader, row: 0, tick: 0), first(2, .spawn, row: 0, tick: 0),
      first(1, .spawn, row: 1, tick: 0), first(1, .spawn, row: 0, tick: 1),
    ]
    #expect(firsts.count == 5)
  }

  @Test func itServesTheStandardLibrary() {
    var stream = RowStream(key, row: 1, tick: 1)
    #expect((0..<100).contains(Int.random(in: 0..<100, using: &stream)))
    #expect(Array(0..<50).shuffled(using: &stream).sorted() == Array(0..<50))
  }
}
