import SimAgents
import SimColumns

/// Packs the trades of a batch: a block for each symbol that traded.
///
///     batch    tick 0: A A B | tick 1: A B B C | …        as the simulation made them
///     blocks   A: tick 0, tick 1, …     B: …     C: …     each over all ticks of the batch
final class TradePacker {
  private static let runsAhead = 4

  private let symbols: Int
  private let layout: AccountLayout
  private let encoder = BlockEncoder()
  private var runsOfSymbol: [[Int32]]  // places in the batch's runs
  private let counts = ColumnBuffer<Int32>()
  private let prices = ColumnBuffer<Int32>()
  private let quantities = ColumnBuffer<Int32>()
  private let buyers = ColumnBuffer<Int32>()
  private let sellers = ColumnBuffer<Int32>()

  init(symbols: Int, layout: AccountLayout) {
    (self.symbols, self.layout) = (symbols, layout)
    runsOfSymbol = [[Int32]](repeating: [], count: symbols)
  }

  /// Calls `body` with each block, by symbol row.
  /// - Parameter ticks: that the batch covers.
  func forEachBlock(
    _ trades: TradeColumns, ticks: Range<Int>,
    _ body: (_ symbol: Int, _ trades: Int, _ block: ColumnView<UInt32>) throws(StorageError) -> Void
  ) throws(StorageError) {
    for symbol in 0..<symbols { runsOfSymbol[symbol].removeAll(keepingCapacity: true) }
    for (place, run) in trades.runs.enumerated() { runsOfSymbol[Int(run.symbol)].append(Int32(place)) }
    for symbol in 0..<symbols where !runsOfSymbol[symbol].isEmpty {
      gather(trades, runsOfSymbol[symbol], ticks)
      try body(symbol, quantities.count, encode(ticks, runsOfSymbol[symbol], trades))
    }
  }

  /// Brings the symbol's trades next to each other.
  private func gather(_ trades: TradeColumns, _ runs: [Int32], _ ticks: Range<Int>) {
    let tickRoom = counts.roomForVectors(ticks.count)
    tickRoom.fill(0..<ticks.count, with: 0)
    for buffer in [quantities, buyers, sellers] { buffer.removeAll() }
    let (quantity, buyer, seller) = (trades.quantity.view, trades.buyer.view, trades.seller.view)
    for (number, place) in runs.enumerated() {
      // Another core has written them, a tick apart from each other: asked for ahead, the misses run beside each other.
      let ahead = trades.runs[Int(runs[min(number + Self.runsAhead, runs.count - 1)])].rows
      for row in stride(from: ahead.lowerBound, to: min(ahead.upperBound, ahead.lowerBound + 64), by: 16) {
        quantity.prefetch(row)
        buyer.prefetch(row)
        seller.prefetch(row)
      }
      let run = trades.runs[Int(place)]
      tickRoom[Int(run.tick) - ticks.lowerBound] += run.count
      quantities.append(quantity[run.rows])
      buyers.append(buyer[run.rows])
      sellers.append(seller[run.rows])
    }
    if layout.accountCount > layout.agentCount {
      for buffer in [buyers, sellers] { nameAgents(buffer.view) }
    }
  }

  /// Account rows become the numbers of the agents they belong to.
  private func nameAgents(_ rows: ColumnView<Int32>) {
    for row in 0..<rows.count { rows[row] = Int32(layout.agent(ofAccount: Int(rows[row]))) }
  }

  private func encode(_ ticks: Range<Int>, _ runs: [Int32], _ trades: TradeColumns) -> ColumnView<UInt32> {
    let count = quantities.count
    let isAuction = runs.allSatisfy { trades.runs[Int($0)].prices == nil }
    encoder.begin(
      isAuction ? .auctionTrades : .trades, firstTick: UInt32(ticks.lowerBound), ticks: ticks.count, rows: count)
    encoder.append(counts.view(roundedTo: 8), count: ticks.count, mayChain: false)
    if isAuction {
      gatherTickPrices(trades, runs, ticks)
      encoder.append(prices.view(roundedTo: 8), count: ticks.count, mayChain: true)
    } else {
      gatherTradePrices(trades, runs)
      encoder.append(prices.view(roundedTo: 8), count: count, mayChain: true)
    }
    for buffer in [quantities, buyers, sellers] {
      encoder.append(buffer.view(roundedTo: 8), count: count, mayChain: false)
    }
    return encoder.finish()
  }

  /// One price for each tick; a tick without a trade repeats the one before, which costs least.
  private func gatherTickPrices(_ trades: TradeColumns, _ runs: [Int32], _ ticks: Range<Int>) {
    let room = prices.roomForVectors(ticks.count)
    var price = trades.runs[Int(runs[0])].price
    var next = 0
    for place in runs {
      let run = trades.runs[Int(place)]
      let tick = Int(run.tick) - ticks.lowerBound
      room.fill(next..<tick, with: price)
      price = run.price
      room[tick] = price
      next = tick + 1
    }
    room.fill(next..<ticks.count, with: price)
  }

  private func gatherTradePrices(_ trades: TradeColumns, _ runs: [Int32]) {
    prices.removeAll()
    for place in runs {
      let run = trades.runs[Int(place)]
      if let rows = run.prices {
        prices.append(trades.price.view[rows])
      } else {
        for _ in 0..<run.count { prices.append(run.price) }
      }
    }
  }
}
