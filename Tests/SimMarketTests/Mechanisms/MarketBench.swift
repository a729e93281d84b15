import SimColumns
import SimMarket
import SimRandom
import SimTestSupport
import SimTypes

/// One symbol and its agents in two chunks, traded tick by tick through the real boxes; beside it the same market
/// written to be read.
final class MarketBench {
  let mechanism: Mechanism
  let slotsEach: Int
  let boxes: OrderBoxes
  let resting: RestingOrders
  let tape: Tape
  let arrival = StreamKey(seed: 5, purpose: .auctionPriority)
  var book: OrderBook
  var naive: NaiveMarket
  private var call: CallAuction
  private var continuous: ContinuousTrading
  private let firstOfSecondChunk: Int
  private(set) var last: Int32
  private(set) var tick: UInt32 = 0

  struct Message {
    var agent: Int
    var side: Side
    var price: Int32
    var quantity: Int32
    var kind: OrderKind
  }

  struct Trade: Equatable {
    var buyer, seller, price, quantity, reference: Int32
  }

  init(_ mechanism: Mechanism, agents: Int = 6, slotsEach: Int = 3, messagesEach: Int = 4, last: Int32 = 100) {
    self.mechanism = mechanism
    self.slotsEach = slotsEach
    self.last = last
    firstOfSecondChunk = agents / 2
    let (slots, messages) = (agents * slotsEach, agents * messagesEach)
    boxes = OrderBoxes(
      [0..<agents / 2, agents / 2..<agents].map {
        .init(capacity: $0.count * messagesEach, symbols: 0..<1, agents: $0, slotsPerAgent: slotsEach)
      }, symbolCount: 1, tracksPrices: true)
    resting = RestingOrders(count: slots)
    tape = Tape(capacities: [slots + messages])
    book = OrderBook(orders: resting.view, capacity: slots)
    call = CallAuction(capacity: slots + messages)
    continuous = ContinuousTrading(capacity: slots + messages)
    naive = NaiveMarket(slotsEach: slotsEach, last: last)
  }

  /// What a tick left behind.
  struct Tick {
    var outcome: MarketOutcome
    var trades: [Trade]
    var filled: [Int32]  // of each message, in the order given
    var slotFilled: [Int32]
    var events: [SlotEvents]
  }

  /// Sends the messages, agents in order, trades, and forgets what the agents have been told.
  @discardableResult func trade(_ messages: [Message], margin: MarginRule? = nil) -> Tick {
    let view = boxes.view
    var position = [Int](repeating: 0, count: messages.count)
    for chunk in 0..<2 {
      var writer = OrderWriter(view, chunk: chunk)
      var next = Int(view.first[chunk])
      for (index, message) in messages.enumerated() where (message.agent >= firstOfSecondChunk) == (chunk == 1) {
        writer.append(
          agent: message.agent, key: BoxKey(symbol: 0, side: message.side), price: message.price,
          quantity: message.quantity, kind: message.kind)
        position[index] = next
        next += 1
      }
      writer.close()
      let counts = view.emptyRuns(ofChunk: chunk).counts
      for place in view.positions(ofChunk: chunk) { counts[Int(view.key[place])] += 1 }
      view.sortOrders(ofChunk: chunk)
    }
    let market = MarketTick(
      tick: tick, symbol: 0, reference: last, margin: margin ?? .randomTime(arrival), arrival: arrival, boxes: view,
      tape: tape.view)
    let outcome = mechanism == .call ? call.trade(market, &book) : continuous.trade(market, &book)
    let found = Tick(
      outcome: outcome,
      trades: tape.view.rows(ofSymbol: 0).map {
        Trade(
          buyer: tape.view.buyer[$0], seller: tape.view.seller[$0], price: tape.view.tradePrice[$0],
          quantity: tape.view.quantity[$0], reference: tape.view.reference[$0])
      },
      filled: position.map { view.filled[$0] }, slotFilled: slots.map { view.filled[view.slotBase + $0] },
      events: slots.map { view.slotEvents[$0].intersection(.anything) })
    for slot in slots {
      view.filled[view.slotBase + slot] = 0
      view.slotEvents[slot].formIntersection(.sells)
    }
    last = outcome.last
    tick += 1
    return found
  }

  func draw(_ agent: Int, tick: UInt32) -> UInt32 { arrival.words(row: UInt32(agent), tick: tick)[0] }

  var slots: Range<Int> { 0..<resting.view.count }

  var isEmpty: Bool { book.isEmpty }
  var spread: Int32? { book.spread }

  /// A side of the book as the naive one keeps it.
  func queue(_ side: Side) -> [NaiveOrderBook.Resting] {
    book.slotsByPriority(side).map {
      .init(slot: $0, price: book.orders.price[$0], quantity: book.orders.quantity[$0], owner: book.orders.owner[$0])
    }
  }

  /// Random messages as a strategy may send them: agents in order, each slot at most once, slots ascending.
  func randomMessages(_ stream: inout RowStream, prices: ClosedRange<Int32>, fillOrKill: Bool) -> [Message] {
    var messages: [Message] = []
    for agent in 0..<slots.count / slotsEach where stream.bounded(4) != 0 {
      func order(_ kind: OrderKind) {
        let span = UInt32(prices.upperBound - prices.lowerBound) + 1
        messages.append(
          Message(
            agent: agent, side: stream.bounded(2) == 0 ? .buy : .sell,
            price: prices.lowerBound + Int32(stream.bounded(span)), quantity: Int32(stream.bounded(9)) + 1, kind: kind))
      }
      if stream.bounded(4) == 0 { order(fillOrKill && stream.bounded(2) == 0 ? .fillOrKill : .thisTick) }
      for slot in 0..<slotsEach {
        switch stream.bounded(6) {
        case 0, 1: order(.resting(slot: slot))
        case 2:  // smaller where it stands, if something rests there
          let left = resting.view.quantity[agent * slotsEach + slot]
          guard left > 0 else { continue }
          let isBid = book.slotsByPriority(.buy).contains(agent * slotsEach + slot)
          messages.append(
            Message(
              agent: agent, side: isBid ? .buy : .sell, price: resting.view.price[agent * slotsEach + slot],
              quantity: Int32(stream.bounded(UInt32(left))) + 1, kind: .resting(slot: slot)))
        case 3: messages.append(Message(agent: agent, side: .buy, price: 1, quantity: 1, kind: .cancel(slot: slot)))
        default: break
        }
      }
    }
    return messages
  }
}
