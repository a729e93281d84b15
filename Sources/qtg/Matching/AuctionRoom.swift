import SimColumns
import SimMarket
import SimTypes

/// What takes part in an auction: an order, or the shares of orders that count and cannot be filled (``CarriedReach``).
struct AuctionEntry {
  var slot: Int32  // -1: no order
  var agent: Int32
  var price: Int32  // ticks; `OrderBoxes.marketBuy` or `marketSell`
  var quantity: Int32
  var side: Side
  var isAllOrNothing = false

  var isMarket: Bool { price == OrderBoxes.marketBuy || price == OrderBoxes.marketSell }
}

/// One auction at a time, set up by hand: orders in, ``CallAuction`` over them, what each order got.
///
/// Grows by doubling when an auction has more orders than any before.
struct AuctionRoom: ~Copyable {
  private var boxes: OrderBoxes
  private var tape: Tape
  private var auction: CallAuction
  private var capacity: Int

  init(capacity: Int = 64) {
    boxes = OrderBoxes(capacities: [capacity], symbolCount: 1)
    tape = Tape(capacities: [capacity])
    auction = CallAuction(capacity: capacity)
    self.capacity = capacity
  }

  /// - Parameters:
  ///   - entries: in order of arrival; the earlier one wins at the margin.
  ///   - reference: ticks.
  mutating func run(_ entries: [AuctionEntry], reference: Int32) -> CallAuction.Outcome {
    if entries.count > capacity { self = AuctionRoom(capacity: max(2 * capacity, entries.count)) }
    let view = boxes.view
    var writer = OrderWriter(view, chunk: 0)
    var bids: Int32 = 0
    for entry in entries {
      writer.append(
        agent: Int(entry.agent), key: BoxKey(symbol: 0, side: entry.side), price: entry.price,
        quantity: entry.quantity)
      if entry.side == .buy { bids += 1 }
    }
    writer.close()
    let counts = view.emptyRuns(ofChunk: 0).counts
    counts[0] = bids
    counts[1] = Int32(entries.count) - bids
    view.sortOrders(ofChunk: 0)
    return auction.run(view, symbol: 0, reference: reference, margin: .arrival, tick: 0, tape: tape.view)
  }

  /// Shares the entry at `place` got.
  func filled(_ place: Int) -> Int32 { boxes.view.filled[place] }

  /// Trades of the last auction, in execution order.
  var trades: TapeView { tape.view }
}
