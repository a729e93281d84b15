import SimColumns
import SimMarket

/// What every symbol did in each tick of a batch. Row = tick · symbols + symbol.
final class SymbolTickColumns {
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

  /// In the order in which blocks hold them.
  var prices: [ColumnBuffer<Int32>] { [open, high, low, close, bid, ask] }

  /// - Complexity: 36 bytes a symbol, copied in runs.
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
  }

  func removeAll() {
    ticks = 0
    volume.removeAll()
    for column in [trades] + prices { column.removeAll() }
  }
}
