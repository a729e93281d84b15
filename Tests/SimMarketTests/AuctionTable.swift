import SimColumns
import SimMarket
import SimRandom
import SimTestSupport
import SimTypes

/// One symbol's auction set up from plain orders, through the real boxes and the real counting sort.
final class AuctionTable {
  let boxes: OrderBoxes
  let tape: Tape
  var auction: CallAuction
  let priority = StreamKey(seed: 7, purpose: .auctionPriority)

  init(capacity: Int) {
    boxes = OrderBoxes(capacities: [capacity], symbolCount: 1)
    tape = Tape(capacities: [capacity])
    auction = CallAuction(capacity: capacity)
  }

  struct Trade: Equatable {
    var buyer, seller, quantity: Int32
  }

  /// Runs the orders through; fills come back in the order given.
  func run(
    _ orders: [NaiveCallAuction.Order], reference: Int32, tick: UInt32 = 0, margin: MarginRule? = nil
  ) -> (outcome: CallAuction.Outcome, fills: [Int64], trades: [Trade]) {
    let view = boxes.view
    var writer = OrderWriter(view, chunk: 0)
    for order in orders {
      writer.append(
        agent: Int(order.agent), key: BoxKey(symbol: 0, side: order.isBuy ? .buy : .sell), price: order.price,
        quantity: order.quantity)
    }
    writer.close()
    let counts = view.emptyRuns(ofChunk: 0).counts
    for order in orders { counts[order.isBuy ? 0 : 1] += 1 }
    view.sortOrders(ofChunk: 0)
    let outcome = auction.run(
      view, symbol: 0, reference: reference, margin: margin ?? .randomTime(priority), tick: tick,
      tape: tape.view)
    let fills = orders.indices.map { Int64(view.filled[$0]) }
    let trades = tape.view.rows(ofSymbol: 0).map {
      Trade(buyer: tape.view.buyer[$0], seller: tape.view.seller[$0], quantity: tape.view.quantity[$0])
    }
    return (outcome, fills, trades)
  }

  func draw(_ order: NaiveCallAuction.Order, tick: UInt32) -> UInt32 {
    priority.words(row: UInt32(bitPattern: order.agent), tick: tick)[0]
  }
}
