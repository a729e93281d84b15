import SimAgents
import SimColumns

/// A population and its index, driven by hand.
final class WakeBench {
  let plan: PopulationPlan
  let index: WakeIndex
  let last: Column<Int32>
  var news: WakeNews
  var tick: UInt32 = 0
  private(set) var blocksRead = 0  // by the last scan

  /// - Parameter prices: of each symbol at the start; its sector is its number halved.
  init(count: Int, prices: [Int32] = [100], chunkRows: Int = ChunkGrid.defaultChunkRows, firstRow: Int = 0) {
    plan = PopulationPlan(
      name: "reactive",
      schema: StrategySchema(name: "waits", tier: 2, summary: "waits", parameters: [], ordersPerTickMax: 1), index: 0,
      firstRow: firstRow, count: count, symbols: Array(prices.indices), cash: .constant(0), shares: .constant(0),
      parameters: [])
    last = Column(prices)
    news = WakeNews(sectors: prices.indices.map { Int32($0 / 2) })
    index = WakeIndex(plan, last: last.view, chunkRows: chunkRows)
  }

  /// The symbol of each row.
  var symbols: [Int] { plan.segments.flatMap { segment in segment.rows.map { _ in segment.symbol } } }

  func state(_ row: Int, _ wish: Wish) {
    var writer = WakeWriter(index.view, chunk: index.view.chunk(ofRow: row))
    writer.set(row, wish.conditions)
  }

  /// Moves the prices, scans all chunks, goes on to the next tick.
  @discardableResult
  func wake(_ prices: [Int32]) -> [NaiveWakeIndex.Waker] {
    for (symbol, price) in prices.enumerated() { last.view[symbol] = price }
    blocksRead = 0
    var woken: [NaiveWakeIndex.Waker] = []
    for chunk in 0..<index.view.chunkCount {
      let tally = index.view.scan(chunk, tick: tick, last: last.view, news: news.view)
      blocksRead += tally.blocksRead
      let agents = index.view.woken(chunk)
      precondition(agents.count == tally.woken, "the tally counts the list")
      for place in 0..<agents.count {
        woken.append(.init(row: Int(agents.rows[place]), reasons: agents.reasons[place]))
      }
    }
    tick += 1
    news.beginTick()
    return woken
  }

  /// With one price: why agent 0 woke; nil when it did not.
  func why(_ price: Int32) -> WakeReasons? { wake([price]).first { $0.row == 0 }?.reasons }
}
