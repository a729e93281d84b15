import SimColumns
import SimMarket
import SimRandom
import SimTypes

/// Step b of order validation: sales that need borrowed shares get them, symbol by symbol, as long as there are some.
///
/// When all that a symbol's sales of the tick ask for is available, all get it. When it is not, they are served in an
/// order of the agents drawn for the tick; an order that asks for more than is left is refused whole, and smaller ones
/// after it may still be served. What was located and not sold is available again in the next tick.
///
/// Scratch memory of one worker.
public struct ShareLocation: ~Copyable {
  private let keys: Column<UInt64>  // (draw, row) of each waiting sale
  private let positions: Column<Int32>

  /// - Parameter capacity: the most sales of one symbol and tick by agents who may be short.
  public init(capacity: Int) {
    keys = Column(count: capacity, filledWith: 0)
    positions = Column(count: capacity, filledWith: 0)
  }

  /// Serves `symbol`. Writes its rows of the ledger, and of its waiting sales the kind, and the quantity of those that
  /// are denied.
  /// - Parameter priority: the stream that draws who is served first. Row: account.
  public mutating func run(
    _ symbol: Int, _ lending: ShareLendingView, _ boxes: OrderBoxView, _ accounts: AccountView, priority: StreamKey,
    tick: UInt32
  ) {
    let buys = BoxKey(symbol: Int32(truncatingIfNeeded: symbol), side: .buy)
    let sells = BoxKey(symbol: Int32(truncatingIfNeeded: symbol), side: .sell)
    let positions = positions.view
    var (count, wanted) = (0, Int64(0))
    for desk in lending.desks(ofSymbol: symbol) {
      let chunk = lending.chunk(desk)
      let changed = boxes.run(ofChunk: chunk, buys)
      lending.lent[symbol] += lending.change[changed]
      lending.change[changed] = 0
      let run = boxes.run(ofChunk: chunk, sells)
      lending.denied[run] = 0
      guard lending.sales[chunk] > 0 else { continue }
      boxes.forEachPosition(inRun: run) { position in
        let kind = boxes.kind[position]
        guard kind.waitsForLocate else { return }
        boxes.kind[position] = kind.waitingForLocate(false)
        positions[count] = Int32(truncatingIfNeeded: position)
        wanted += Int64(boxes.filled[position])
        count += 1
      }
    }
    let available = lending.pool[symbol] - lending.lent[symbol]
    guard wanted > available else { return }
    ration(count, available, boxes, priority, tick)
    for desk in lending.desks(ofSymbol: symbol) where lending.sales[lending.chunk(desk)] > 0 {
      let run = boxes.run(ofChunk: lending.chunk(desk), sells)
      boxes.forEachPosition(inRun: run) { position in
        guard boxes.quantity[position] == 0 else { return }
        let agent = Int(boxes.agent[position])
        accounts.orders[agent] &-= 1
        accounts.rejected[agent] &+= 1
      }
      lending.denied[run] = Int32(truncatingIfNeeded: boxes.removeRefused(fromRun: run))
    }
  }

  /// Sets the quantity of those to 0 that get nothing. What an order asks for stands in its `filled`.
  private func ration(
    _ count: Int, _ available: Int64, _ boxes: OrderBoxView, _ priority: StreamKey, _ tick: UInt32
  ) {
    let (keys, positions) = (keys.view, positions.view)
    for row in 0..<count {
      let agent = UInt32(bitPattern: boxes.agent[Int(positions[row])])
      keys[row] = UInt64(priority.words(row: agent, tick: tick)[0]) << 32 | UInt64(row)
    }
    HeapSort.ascending(keys[0..<count])
    var left = available
    for place in 0..<count {
      let position = Int(positions[Int(keys[place] & 0xffff_ffff)])
      let needed = Int64(boxes.filled[position])
      if needed <= left { left -= needed } else { boxes.quantity[position] = 0 }
    }
  }
}
