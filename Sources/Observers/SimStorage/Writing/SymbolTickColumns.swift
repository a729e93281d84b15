import SimColumns
import SimMarket

/// What every symbol did in each tick of a batch. Row = tick · symbols + symbol.
final class SymbolTickColumns {
  /// Of the table `symbol_ticks`, without `run_id`.
  static let names = [
    "tick", "symbol", "trades", "volume", "open", "high", "low", "close", "bid", "ask", "bid_depth", "ask_depth",
    "demand", "supply",
  ]

  private(set) var ticks = 0
  private(set) var symbols = 0
  private(set) var firstTick: UInt32 = 0
  let trades = ColumnBuffer<Int32>()
  let volume = ColumnBuffer<Int64>()  // shares
  let open = ColumnBuffer<Int32>()  // price ticks
  let high = ColumnBuffer<Int32>()
  let low = ColumnBuffer<Int32>()
  let close = ColumnBuffer<Int32>()
  let bid = ColumnBuffer<Int32>()  // 0: nobody
  let ask = ColumnBuffer<Int32>()
  let bidDepth = ColumnBuffer<Int64>()  // shares at the best prices …
  let askDepth = ColumnBuffer<Int64>()
  let demand = ColumnBuffer<Int64>()  // … and wanted and offered at the price of the tick's auction
  let supply = ColumnBuffer<Int64>()

  /// In the order in which rows and blocks hold them.
  var prices: [ColumnBuffer<Int32>] { [open, high, low, close, bid, ask] }
  var shares: [ColumnBuffer<Int64>] { [bidDepth, askDepth, demand, supply] }

  /// - Complexity: 68 bytes a symbol, copied in runs.
  func append(tick: UInt32, _ view: SymbolView, _ tape: TapeView) {
    if ticks == 0 { (firstTick, symbols) = (tick, view.count) }
    ticks += 1
    trades.append(tape.count)
    volume.append(view.volume)
    open.append(view.openOfTick)
    high.append(view.highOfTick)
    low.append(view.lowOfTick)
    close.append(view.last)
    bid.append(view.bid)
    ask.append(view.ask)
    bidDepth.append(view.bidDepth)
    askDepth.append(view.askDepth)
    demand.append(view.demand)
    supply.append(view.supply)
  }

  func removeAll() {
    ticks = 0
    for column in [trades] + prices { column.removeAll() }
    for column in [volume] + shares { column.removeAll() }
  }
}
