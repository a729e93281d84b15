import SimKernels
import SimMarket
import SimTypes

/// What happens to a short position that is no longer secured: it is bought back for its owner.
///
///     called when   cash < maintenance margin · shares sold short · last price
///
/// A called agent's own orders of the tick are refused, what it has resting is taken back, and a market order for all it
/// is short goes out in its name. It is called again in the next tick for what that did not fill. The order needs no
/// free cash: a price that leaps by more than the margin leaves its owner in debt, the one way to negative cash.
///
/// The short position of an agent with several accounts is secured by its own account, to which the agent adds from its
/// free cash, if it has any, before it is called.
extension LendingDesk {
  /// Calls those of `rows` that have to be, as many as there is room for. Looks at another row first in every tick, so
  /// that everybody's turn comes, also when nobody sells to those who were called before. Writes the chunk's broker box.
  public func callMargins(_ rows: Range<Int>, tick: UInt32) {
    var writer = OrderWriter(boxes, chunk: brokerBox)
    let messagesEach = Int(boxes.slotsPerAgent[chunk]) + 1
    var room = boxes.capacity(ofChunk: brokerBox) / messagesEach
    let first = rows.lowerBound + Int(tick) * room % max(1, rows.count)
    call(first..<rows.upperBound, &room, &writer)
    call(rows.lowerBound..<first, &room, &writer)
    writer.close()
    guard boxes.count[brokerBox] > 0 || boxes.accepted[brokerBox] > 0 else { return }
    send()
  }

  private func call(_ rows: Range<Int>, _ room: inout Int, _ writer: inout OrderWriter) {
    var agent = nextSuspect(rows)
    while agent < rows.upperBound && room > 0 {
      if isUnsecured(agent) {
        room -= 1
        buyBack(agent, &writer)
      }
      agent = nextSuspect(agent + 1..<rows.upperBound)
    }
  }

  /// The next account that division has to tell about: nearly all have more than they need by any rounding.
  private func nextSuspect(_ rows: Range<Int>) -> Int {
    ShortScan.vector(
      rows, quantity: accounts.quantity, cash: accounts.cash, symbol: accounts.symbol, last: symbols.last,
      factor: plainMargin)
  }

  private func isUnsecured(_ agent: Int) -> Bool {
    let short = -Int64(accounts.quantity[agent])
    let (worth, overflow) = short.multipliedReportingOverflow(
      by: symbols.lastPrice(Int(accounts.symbol[agent])).raw)
    guard !overflow, worth < Collateral.valueMax else { return true }
    let needed = Collateral.fraction(lending.terms.maintenanceMargin, of: worth)
    if let joint, accounts.cash[agent] < needed {
      joint.support(agent, with: Collateral.fraction(lending.terms.initialMargin, of: worth) - accounts.cash[agent])
    }
    return accounts.cash[agent] < needed
  }

  private func buyBack(_ agent: Int, _ writer: inout OrderWriter) {
    let symbol = Int(accounts.symbol[agent])
    for local in 0..<Int(boxes.slotsPerAgent[chunk]) {
      let slot = boxes.slot(ofChunk: chunk, agent: agent, local: local)
      if resting.quantity[slot] > 0 { writer.cancel(slot: local, agent: agent, symbol: symbol) }
    }
    writer.append(
      agent: agent, key: BoxKey(symbol: Int32(truncatingIfNeeded: symbol), side: .buy),
      price: symbols.marketLimit(symbol, .buy), quantity: 0 &- accounts.quantity[agent])
    lending.calls[agent + borrowerOffset] += 1
    accounts.orders[agent] &+= 1
  }

  /// What validation does for other orders: counts them by symbol, and sorts them for the markets.
  private func send() {
    let (runs, firstKey) = boxes.emptyRuns(ofChunk: brokerBox)
    var cancels: Int32 = 0
    for position in boxes.positions(ofChunk: brokerBox) {
      runs[Int(boxes.key[position] &- firstKey)] &+= 1
      if boxes.kind[position].isCancel { cancels &+= 1 }
    }
    boxes.cancels[brokerBox] = cancels
    boxes.sortOrders(ofChunk: brokerBox)
  }

  /// Whether the agent is being called in this tick, so that its own orders are refused.
  func isCalled(_ agent: Int) -> Bool {
    boxes.positions(ofChunk: brokerBox).contains { Int(boxes.agent[$0]) == agent }
  }

  /// Whether anybody of the chunk is being called in this tick.
  public var hasCalls: Bool { boxes.count[brokerBox] > 0 }
}
