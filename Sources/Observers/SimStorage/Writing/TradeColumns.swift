import SimColumns
import SimMarket
import SimTypes

extension TapeView {
  /// Asks for the first trades of a symbol, before ``TradeColumns`` copies them.
  func prefetchTrades(ofSymbol symbol: Int) {
    let rows = rows(ofSymbol: symbol)
    // A cache line holds sixteen; what lies beyond the fourth the processor finds out by itself.
    for row in stride(from: rows.lowerBound, to: min(rows.upperBound, rows.lowerBound + 64), by: 16) {
      buyer.prefetch(row)
      seller.prefetch(row)
      quantity.prefetch(row)
    }
  }
}

/// Trades in execution order, as the tape has them: what the simulation's thread copies, a few runs of bytes a symbol.
///
/// A *run* is one symbol's trades of one tick. In a call auction they share a price, which is kept once; in a book each
/// has its own, in `price`.
final class TradeColumns {
  struct Run: Equatable {
    let tick: UInt32
    let symbol: Int32
    let start: Int32  // row of its first trade
    let count: Int32
    let price: Int32  // price ticks; of the last trade where each has its own
    let priceStart: Int32  // row of `price` of its first trade; -1 where all share one

    var rows: Range<Int> { Int(start)..<Int(start) + Int(count) }
    /// Rows of `price`, where each trade has its own.
    var prices: Range<Int>? { priceStart < 0 ? nil : Int(priceStart)..<Int(priceStart) + Int(count) }
  }

  private(set) var runs: [Run] = []
  // Row = trade.
  let buyer = ColumnBuffer<Int32>()  // account rows
  let seller = ColumnBuffer<Int32>()
  let quantity = ColumnBuffer<Int32>()  // shares
  let price = ColumnBuffer<Int32>()  // price ticks; only of runs whose trades have prices of their own

  var count: Int { quantity.count }

  /// Adds all trades of a tick.
  /// - Parameter haveOnePrice: by symbol, whether its trades of a tick share a price, as in a call auction.
  /// - Complexity: 12 bytes a trade copied, 16 where each has a price; three or four copies a symbol.
  func append(_ tape: TapeView, tick: UInt32, haveOnePrice: [Bool]) {
    let symbols = tape.count.count
    let total = tape.tradeCount
    let (buyers, sellers, quantities) = (buyer.reserve(total), seller.reserve(total), quantity.reserve(total))
    var next = count
    for symbol in 0..<symbols {
      tape.prefetchTrades(ofSymbol: min(symbol + Self.symbolsAhead, symbols - 1))
      let rows = tape.rows(ofSymbol: symbol)
      guard !rows.isEmpty else { continue }
      let end = next + rows.count
      buyers[next..<end].copy(from: tape.buyer[rows])
      sellers[next..<end].copy(from: tape.seller[rows])
      quantities[next..<end].copy(from: tape.quantity[rows])
      appendRun(next..<end, of: tape, symbol: symbol, tick: tick, haveOnePrice: haveOnePrice[symbol])
      if !haveOnePrice[symbol] { price.append(tape.tradePrice[rows]) }
      next = end
    }
    for column in [buyer, seller, quantity] { column.resize(to: next) }
  }

  /// Other cores have written the tape, so reading it misses the cache: asked for so many symbols ahead, the misses run
  /// beside each other.
  private static let symbolsAhead = 6

  /// Adds some of the tick's trades of one symbol.
  func append(chosen rows: StrideTo<Int>, of tape: TapeView, symbol: Int, tick: UInt32) {
    let count = rows.underestimatedCount
    guard count > 0 else { return }
    appendRun(self.count..<self.count + count, of: tape, symbol: symbol, tick: tick, haveOnePrice: false)
    for row in rows {
      buyer.append(tape.buyer[row])
      seller.append(tape.seller[row])
      quantity.append(tape.quantity[row])
      price.append(tape.tradePrice[row])
    }
  }

  private func appendRun(_ rows: Range<Int>, of tape: TapeView, symbol: Int, tick: UInt32, haveOnePrice: Bool) {
    runs.append(
      Run(
        tick: tick, symbol: Int32(symbol), start: Int32(rows.lowerBound), count: Int32(rows.count),
        price: tape.price[symbol], priceStart: haveOnePrice ? -1 : Int32(price.count)))
  }

  func removeAll() {
    runs.removeAll(keepingCapacity: true)
    for column in [buyer, seller, quantity, price] { column.removeAll() }
  }
}
