import SimColumns
import SimRandom
import SimTypes
import Testing

@testable import SimAgents

struct NoisePurseTests {
  final class Rows {
    let cash: Column<Int64>
    let limit, sells, quantity: Column<Int32>

    init(_ count: Int, seed: UInt32) {
      cash = Column(count: count, filledWith: 0)
      limit = Column(count: count, filledWith: 1)
      sells = Column(count: count, filledWith: 0)
      quantity = Column(count: count, filledWith: 0)
      var stream = RowStream(StreamKey(seed: 9, purpose: .spawn), row: seed, tick: UInt32(count))
      for row in 0..<count {
        limit.view[row] = [1, 10_000, 42_949_672, 42_949_673, 1_073_741_824][Int(stream.bounded(5))]
        sells.view[row] = Int32(stream.bounded(2))
        quantity.view[row] = [-5, 0, 1, 40, 1_000_000][Int(stream.bounded(5))]
        // Exactly what it costs, a little less, nothing, a debt, plenty.
        let cost = Int64(limit.view[row]) * 100 * Int64(quantity.view[row])
        cash.view[row] = [cost, cost - 1, 0, -1_000, 1 << 62][Int(stream.bounded(5))]
      }
    }

    var columns: NoisePurse.Columns {
      NoisePurse.Columns(cash: cash.view, limit: limit.view, sells: sells.view, quantity: quantity.view)
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 63, 64], [1, 100, 10_000, Int64(UInt32.max), 1 << 32])
  func vectorEqualsScalar(count: Int, tick: Int64) {
    for seed in UInt32(1)...40 {
      let (a, b) = (Rows(count, seed: seed), Rows(count, seed: seed))
      // Prices as large as ticks are, but no value beyond 64 bits.
      for rows in [a, b] where tick > 100 {
        for row in 0..<count { rows.limit.view[row] = min(rows.limit.view[row], 2_000) }
      }
      NoisePurse.scalar(0..<count, a.columns, TickSize(raw: tick))
      NoisePurse.vector(0..<count, b.columns, TickSize(raw: tick))
      #expect(a.quantity.view.array() == b.quantity.view.array())
    }
  }

  @Test func theDefinitionByHand() {
    let rows = Rows(3, seed: 1)
    for (row, (sells, cash)) in [(Int32(0), Int64(1_000_000)), (0, 999_999), (1, 0)].enumerated() {
      (rows.limit.view[row], rows.quantity.view[row]) = (1_000, 10)
      (rows.sells.view[row], rows.cash.view[row]) = (sells, cash)
    }
    NoisePurse.scalar(0..<3, rows.columns, .cent)
    #expect(rows.quantity.view.array() == [10, 9, 10])
  }
}
