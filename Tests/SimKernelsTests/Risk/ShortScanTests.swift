import SimColumns
import SimKernels
import SimRandom
import Testing

struct ShortScanTests {
  private struct Rows: ~Copyable {
    let quantity, symbol: Column<Int32>
    let cash: Column<Int64>
    let last: Column<Int32>

    func scan(_ rows: Range<Int>, isVector: Bool) -> Int {
      isVector
        ? ShortScan.vector(
          rows, quantity: quantity.view, cash: cash.view, symbol: symbol.view, last: last.view, factor: 125)
        : ShortScan.scalar(
          rows, quantity: quantity.view, cash: cash.view, symbol: symbol.view, last: last.view, factor: 125)
    }

    /// All rows that the scan stops at.
    func list(_ rows: Range<Int>, isVector: Bool) -> [Int] {
      var (list, row) = ([Int](), scan(rows, isVector: isVector))
      while row < rows.upperBound {
        list.append(row)
        row = scan(row + 1..<rows.upperBound, isVector: isVector)
      }
      return list
    }
  }

  // Cash around what the margin asks for, rows of one symbol in runs that begin and end anywhere in a vector.
  @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 64, 65, 1_000], [0, 1, 5, 8])
  func vectorEqualsScalar(rows: Int, start: Int) {
    var draws = RowStream(StreamKey(seed: 3, purpose: .spawn), row: UInt32(rows), tick: UInt32(start))
    for (odds, run) in [(2, 40), (9, 12), (200, 3)] as [(UInt32, UInt32)] {
      let count = start + rows
      let table = Rows(
        quantity: Column(count: count, filledWith: 0), symbol: Column(count: count, filledWith: 0),
        cash: Column(count: count, filledWith: 0), last: Column([100, 250, 1]))
      var symbol: Int32 = 0
      for row in 0..<count {
        if draws.bounded(run) == 0 { symbol = Int32(draws.bounded(3)) }
        let owned = Int64(draws.bounded(200)) - 100
        table.symbol.view[row] = symbol
        table.quantity.view[row] = Int32(owned)
        let needed = -owned * Int64(table.last.view[Int(symbol)]) * 125
        let isShortOfCash = draws.bounded(odds) == 0
        table.cash.view[row] = needed + (isShortOfCash ? -Int64(draws.bounded(3)) : 1 + Int64(draws.bounded(3)))
      }
      let range = start..<count
      let expected = range.filter { row in
        let owned = Int64(table.quantity.view[row])
        return owned < 0 && table.cash.view[row] <= -owned * Int64(table.last.view[Int(table.symbol.view[row])]) * 125
      }
      #expect(table.list(range, isVector: false) == expected)
      #expect(table.list(range, isVector: true) == expected)
      if rows >= 1_000 { #expect(!expected.isEmpty) }
    }
  }

  @Test func aDebtIsNoShortPosition() {
    let table = Rows(
      quantity: Column(Array(repeating: 0, count: 9)), symbol: Column(count: 9, filledWith: 0),
      cash: Column(Array(repeating: -5, count: 9)), last: Column([100]))
    table.quantity.view[3] = -1
    table.cash.view[3] = 12_501
    #expect(table.scan(0..<9, isVector: true) == 9)
    table.cash.view[3] = 12_500
    #expect(table.scan(0..<9, isVector: true) == 3 && table.scan(0..<9, isVector: false) == 3)
  }
}
