import SimColumns
import SimMarket
import SimTypes

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
  ///   - slots: of the orders that take part, in order of arrival; the earlier one wins at the margin.
  ///   - reference: ticks.
  mutating func run(_ slots: [Int32], of live: borrowing LiveOrders, reference: Int32) -> CallAuction.Outcome {
    if slots.count > capacity { self = AuctionRoom(capacity: max(2 * capacity, slots.count)) }
    let view = boxes.view
    var writer = OrderWriter(view, chunk: 0)
    var bids: Int32 = 0
    for slot in slots {
      let order = live[Int(slot)]
      writer.append(
        agent: Int(order.agent), key: BoxKey(symbol: 0, side: order.side), price: order.price, quantity: order.open)
      if order.side == .buy { bids += 1 }
    }
    writer.close()
    let counts = view.emptyRuns(ofChunk: 0).counts
    counts[0] = bids
    counts[1] = Int32(slots.count) - bids
    view.sortOrders(ofChunk: 0)
    return auction.run(view, symbol: 0, reference: reference, margin: .arrival, tick: 0, tape: tape.view)
  }

  /// Shares the order at `place` in the list got.
  func filled(_ place: Int) -> Int32 { boxes.view.filled[place] }

  /// Trades of the last auction, in execution order.
  var trades: TapeView { tape.view }
}
