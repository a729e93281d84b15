import SimAgents
import SimColumns
import SimMarket
import SimRandom
import SimTypes

/// Agents with accounts and two slots each, in one chunk and one symbol, taken through validation, market and
/// settlement: what a tick does to their purses.
final class RestingBench {
  static let slotsEach = 2
  let accounts: AccountTable
  let symbols: SymbolTable
  let boxes: OrderBoxes
  let resting: RestingOrders
  let tape: Tape
  private var book: OrderBook
  private var call: CallAuction
  private var continuous: ContinuousTrading
  private let rejectedColumn = Column<Int32>(count: RejectReason.allCases.count, filledWith: 9)
  private var tick: UInt32 = 0

  struct Message {
    var agent: Int
    var side: Side
    var price: Int32
    var quantity: Int32
    var kind: OrderKind

    init(_ agent: Int, _ side: Side, _ price: Int32, _ quantity: Int32, _ kind: OrderKind) {
      (self.agent, self.side, self.price, self.quantity, self.kind) = (agent, side, price, quantity, kind)
    }
    static func cancel(_ agent: Int, slot: Int) -> Self { Self(agent, .buy, 1, 1, .cancel(slot: slot)) }
  }

  /// - Parameter cash: in dollars, at a price of a dollar a tick times the tick size of a cent.
  init(_ mechanism: Mechanism = .continuous, agents: Int = 4, cash: Int64 = 100, shares: Int32 = 10) {
    accounts = AccountTable(count: agents)
    symbols = SymbolTable(initialTicks: [1_000], tickSize: .cent, mechanisms: [mechanism])
    let capacity = 64
    boxes = OrderBoxes(
      [.init(capacity: capacity, symbols: 0..<1, agents: 0..<agents, slotsPerAgent: Self.slotsEach)], symbolCount: 1,
      tracksPrices: mechanism == .continuous)
    let slots = agents * Self.slotsEach
    resting = RestingOrders(count: slots)
    tape = Tape(capacities: [capacity + slots])
    book = OrderBook(orders: resting.view, capacity: slots)
    call = CallAuction(capacity: capacity + slots)
    continuous = ContinuousTrading(capacity: capacity + slots)
    for row in 0..<agents {
      (accounts.view.cash[row], accounts.view.freeCash[row]) = (cash * 10_000, cash * 10_000)
      (accounts.view.quantity[row], accounts.view.freeShares[row]) = (shares, shares)
      accounts.view.cost[row] = Int64(shares) * 10_0000
    }
  }

  /// Which messages are accepted, without trading.
  func validate(_ messages: [Message]) -> [Bool] {
    var writer = OrderWriter(boxes.view, chunk: 0)
    for message in messages {
      writer.append(
        agent: message.agent, key: BoxKey(symbol: 0, side: message.side), price: message.price,
        quantity: message.quantity, kind: message.kind)
    }
    writer.close()
    OrderValidation.runWithSlots(
      chunk: 0, boxes.view, accounts.view, symbols.view, resting.view, rejected: rejectedColumn.view)
    boxes.view.sortOrders(ofChunk: 0)
    return messages.indices.map { boxes.view.quantity[$0] != 0 }
  }

  func rejected(_ reason: RejectReason) -> Int { Int(rejectedColumn.view[reason.rawValue]) }

  /// A whole tick. Returns which messages were accepted.
  @discardableResult func tick(_ messages: [Message]) -> [Bool] {
    let accepted = validate(messages)
    let arrival = StreamKey(seed: 1, purpose: .auctionPriority)
    let market = MarketTick(
      tick: tick, symbol: 0, reference: symbols.view.last[0], margin: .arrival, arrival: arrival, boxes: boxes.view,
      tape: tape.view)
    let outcome = symbols.view.mechanism(0) == .call ? call.trade(market, &book) : continuous.trade(market, &book)
    tape.view.price[0] = outcome.last
    symbols.view.last[0] = outcome.last
    var cost = ExecutionCost()
    filledOrders = FillApplication.runWithSlots(
      chunk: 0, boxes.view, accounts.view, symbols.view, tape.view, resting.view, cost: &cost)
    tick += 1
    return accepted
  }

  /// Of the last tick.
  private(set) var filledOrders = 0

  /// Money in dollars and shares: owned, and of it free.
  struct Purse: Equatable {
    var cash, freeCash: Double
    var shares, freeShares: Int32
    init(_ cash: Double, free freeCash: Double, _ shares: Int32, free freeShares: Int32) {
      (self.cash, self.freeCash, self.shares, self.freeShares) = (cash, freeCash, shares, freeShares)
    }
  }

  func purse(_ agent: Int) -> Purse {
    let view = accounts.view
    return Purse(
      Double(view.cash[agent]) / 10_000, free: Double(view.freeCash[agent]) / 10_000, view.quantity[agent],
      free: view.freeShares[agent])
  }

  func left(_ agent: Int, slot: Int) -> Int32 { resting.view.quantity[agent * Self.slotsEach + slot] }
}
