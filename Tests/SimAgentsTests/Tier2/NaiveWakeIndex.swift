import SimAgents

/// The rules of waking, written to be read: a list of agents and what each waits for, all of it looked at in every
/// tick.
struct NaiveWakeIndex {
  struct Waker: Equatable {
    var row: Int
    var reasons: WakeReasons
  }

  private struct Agent {
    let symbol: Int
    var wish = Wish()
    var isBelowNew = false
    var isAboveNew = false
  }

  private var agents: [Agent]
  private var prices: [Int32]  // of each symbol in the tick before
  private var nextTick: UInt32 = 0

  init(symbols: [Int], prices: [Int32]) {
    agents = symbols.map { Agent(symbol: $0) }
    self.prices = prices
  }

  /// What is left of what an agent stated.
  func wish(_ row: Int) -> Wish { agents[row].wish }

  mutating func state(_ row: Int, _ wish: Wish) {
    var agent = agents[row]
    // The same level again is the old one, and a level is looked at once only without a crossing.
    if wish.below?.price != agent.wish.below?.price { agent.isBelowNew = wish.below?.orAlready ?? false }
    if wish.above?.price != agent.wish.above?.price { agent.isAboveNew = wish.above?.orAlready ?? false }
    agent.wish = wish
    agents[row] = agent
  }

  mutating func wake(tick: UInt32, prices now: [Int32], news: [NewsScopes]) -> [Waker] {
    var woken: [Waker] = []
    for row in agents.indices {
      var agent = agents[row]
      let (before, price) = (prices[agent.symbol], now[agent.symbol])
      var reasons = WakeReasons(agent.wish.news.intersection(news[agent.symbol]))
      if let below = agent.wish.below {
        if before > below.price && price <= below.price || agent.isBelowNew && price <= below.price {
          reasons.insert(.below)
          if !below.stands { agent.wish.below = nil }
        }
      }
      if let above = agent.wish.above {
        if before < above.price && price >= above.price || agent.isAboveNew && price >= above.price {
          reasons.insert(.above)
          if !above.stands { agent.wish.above = nil }
        }
      }
      (agent.isBelowNew, agent.isAboveNew) = (false, false)
      if (nextTick...tick).contains(where: { Self.isDue($0, agent.wish.time) }) { reasons.insert(.due) }
      if !reasons.isEmpty { woken.append(Waker(row: row, reasons: reasons)) }
      agents[row] = agent
    }
    prices = now
    nextTick = tick + 1
    return woken
  }

  private static func isDue(_ tick: UInt32, _ time: Wish.Time?) -> Bool {
    switch time {
    case .at(let moment): tick == moment
    case .every(let interval, let start): tick >= start && (tick - start) % interval == 0
    case nil: false
    }
  }
}
