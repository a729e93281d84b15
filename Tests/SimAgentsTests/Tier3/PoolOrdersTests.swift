import SimColumns
import SimRandom
import Testing

@testable import SimAgents

struct PoolOrdersTests {
  final class Rows {
    let side, reach, distance, size: Column<UInt32>
    let sells, limit, wanted: Column<Int32>

    init(_ count: Int, seed: UInt64) {
      side = Column(count: count, filledWith: 0)
      reach = Column(count: count, filledWith: 0)
      distance = Column(count: count, filledWith: 0)
      size = Column(count: count, filledWith: 0)
      sells = Column(count: count, filledWith: -7)
      limit = Column(count: count, filledWith: -7)
      wanted = Column(count: count, filledWith: -7)
      var stream = RowStream(StreamKey(seed: seed, purpose: .spawn), row: 0, tick: 0)
      let edges: [UInt32] = [0, 1, 0x7fff_ffff, 0x8000_0000, .max, 511 << 23]
      for column in [side.view, reach.view, distance.view, size.view] {
        for row in 0..<count { column[row] = row % 7 == 3 ? edges[Int(stream.bounded(6))] : stream.next32() }
      }
    }

    var columns: PoolOrders.Columns {
      PoolOrders.Columns(
        side: side.view, reach: reach.view, distance: distance.view, size: size.view, sells: sells.view,
        limit: limit.view, wanted: wanted.view)
    }
    var result: [[Int32]] { [sells.view.array(), limit.view.array(), wanted.view.array()] }
  }

  private static let distances = PoolDraws.distances(lambda: 10, most: 0.5)
  private static let sizes = PoolDraws.sizes(mean: 40, deviation: 10)
  private static let straight = QuantileTable { $0 / 2 }
  /// Sizes at and between halves, up to beyond the largest order.
  private static let halves = QuantileTable { ($0 * 512).rounded() / 2 }

  @Test(arguments: [0, 1, 3, 4, 5, 7, 8, 9, 63, 64, 288], [1.0, 3, 9_999, 1_500_000_001, 2_147_483_646])
  func vectorEqualsScalar(count: Int, last: Double) {
    for (distances, sizes) in [(Self.distances, Self.sizes), (Self.straight, Self.halves)] {
      for (buying, aggressive) in [(0.5, 0.1), (0, 0), (1, 1), (0.62, 0.5)] {
        let terms = PoolOrders.Terms(
          last: last, buying: buying, aggressive: aggressive, maxSize: 120, distances: distances.view,
          sizes: sizes.view)
        let (a, b) = (Rows(count + 2, seed: UInt64(count)), Rows(count + 2, seed: UInt64(count)))
        PoolOrders.scalar(1..<1 + count, a.columns, terms)
        PoolOrders.vector(1..<1 + count, b.columns, terms)
        #expect(a.result == b.result)
      }
    }
  }

  private static let two = QuantileTable { _ in 0.02 }
  private static let sevenAndAHalf = QuantileTable { _ in 7.5 }

  /// (buys, reaches across) → limit, at a distance of 2 % from 100.
  @Test(arguments: [(true, false, 98), (true, true, 102), (false, false, 102), (false, true, 98)])
  func theDefinitionByHand(isBuy: Bool, isAggressive: Bool, limit: Int32) {
    let rows = Rows(1, seed: 1)
    (rows.side.view[0], rows.reach.view[0]) = (isBuy ? 0 : .max, isAggressive ? 0 : .max)
    let terms = PoolOrders.Terms(
      last: 100, buying: 0.5, aggressive: 0.5, maxSize: 120, distances: Self.two.view, sizes: Self.sevenAndAHalf.view)
    PoolOrders.scalar(0..<1, rows.columns, terms)
    #expect(rows.result == [[isBuy ? 0 : 1], [limit], [8]])
  }
}
