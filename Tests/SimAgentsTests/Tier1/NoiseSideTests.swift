import SimColumns
import SimRandom
import Testing

@testable import SimAgents

struct NoiseSideTests {
  final class Rows {
    let owned, least, most, maxShares, sells, quantity: Column<Int32>
    let sideWord, sizeWord: Column<UInt32>
    init(_ count: Int) {
      owned = Column(count: count, filledWith: 0)
      least = Column(count: count, filledWith: 1)
      most = Column(count: count, filledWith: 1)
      maxShares = Column(count: count, filledWith: 0)
      sells = Column(count: count, filledWith: 0)
      quantity = Column(count: count, filledWith: 0)
      sideWord = Column(count: count, filledWith: 0)
      sizeWord = Column(count: count, filledWith: 0)
    }
    var columns: NoiseSide.Columns {
      NoiseSide.Columns(
        owned: owned.view, least: least.view, most: most.view, maxShares: maxShares.view, sideWord: sideWord.view,
        sizeWord: sizeWord.view, sells: sells.view, quantity: quantity.view)
    }
  }

  /// Rows at the edges of what is allowed, and every so often a word that has to be refused.
  private func fill(_ rows: Rows, _ count: Int, refusing: Bool, seed: UInt64) {
    var stream = RowStream(StreamKey(seed: seed, purpose: .spawn), row: UInt32(count), tick: 0)
    for row in 0..<count {
      let least = 1 + Int32(stream.bounded(40))
      rows.least.view[row] = least
      rows.most.view[row] = least + Int32(stream.bounded(100))
      rows.owned.view[row] = [0, least - 1, least, 599, 600, 1_000, -5][Int(stream.bounded(7))]
      rows.maxShares.view[row] = [0, least, 600, 600 + least][Int(stream.bounded(4))]
      rows.sideWord.view[row] = stream.next32()
      rows.sizeWord.view[row] = refusing && row % 5 == 2 ? 0 : stream.next32()
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 63, 64], [false, true])
  func vectorEqualsScalar(count: Int, refusing: Bool) {
    for seed in UInt64(1)...20 {
      let (a, b) = (Rows(count), Rows(count))
      for rows in [a, b] { fill(rows, count, refusing: refusing, seed: seed) }
      func redraw(_ row: Int, _ bound: UInt32) -> UInt32 { UInt32(row) % bound }
      NoiseSide.scalar(0..<count, a.columns, redraw: redraw)
      NoiseSide.vector(0..<count, b.columns, redraw: redraw)
      #expect(a.sells.view.array() == b.sells.view.array())
      #expect(a.quantity.view.array() == b.quantity.view.array())
    }
  }

  /// (owned, coin) → (sells, quantity), for orders of 10 to 20 shares of at most 600, drawn as 15.
  @Test(arguments: [
    (300, true, 1, 15), (300, false, 0, 15), (9, true, 0, 15), (10, true, 1, 10), (591, false, 1, 15),
    (590, false, 0, 10), (-3, true, 0, 15),
  ])
  func theDefinitionByHand(owned: Int32, coin: Bool, sells: Int32, quantity: Int32) {
    let one = Rows(1)
    (one.owned.view[0], one.least.view[0], one.most.view[0], one.maxShares.view[0]) = (owned, 10, 20, 600)
    one.sideWord.view[0] = coin ? 0x8000_0000 : 0x7fff_ffff
    one.sizeWord.view[0] = 0x7fff_ffff  // 5.5 of 11
    NoiseSide.scalar(0..<1, one.columns) { _, _ in 0 }
    #expect(one.sells.view[0] == sells && one.quantity.view[0] == quantity)
  }

  /// 0 · 11 leaves 0, less than 2^32 mod 11 = 4: such a word would favour small quantities.
  @Test func aWordThatIsRefusedIsDrawnAgain() {
    let one = Rows(8)
    fill(one, 8, refusing: false, seed: 1)
    (one.owned.view[3], one.least.view[3], one.most.view[3], one.maxShares.view[3]) = (300, 10, 20, 600)
    one.sizeWord.view[3] = 0
    var asked: [[Int]] = []
    NoiseSide.vector(0..<8, one.columns) { row, bound in
      asked.append([row, Int(bound)])
      return 7
    }
    #expect(asked == [[3, 11]] && one.quantity.view[3] == 17)
  }
}
