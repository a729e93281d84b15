import SimMarket
import SimTypes

/// One symbol's market, as the agents of a segment see it that have one order at a time: in auctions one of this tick,
/// where orders rest the one in slot 0. Holds views only, no reference: making one for each agent that acts costs no
/// counting.
struct OrderDesk {
  let tick: UInt32
  let symbols: SymbolView
  let accounts: AccountView
  let symbol: Int
  private let limits: LimitRange
  private let slots: AgentSlots?
  private let rests: Bool  // asked before the slots, which are a large value to look into

  init(_ symbol: Int, _ world: DecisionView) {
    (tick, symbols, accounts, slots) = (world.tick, world.symbols, world.accounts, world.slots)
    self.symbol = symbol
    limits = LimitRange(symbol, world.symbols)
    rests = world.slots?.rest(symbol, of: world.symbols) ?? false
  }

  /// Ticks: what an agent takes for the price.
  var reference: Double { limits.reference }

  /// A limit in whole ticks, as near to `exact` as the market allows.
  func limit(_ exact: Double) -> Int32 { limits.limit(exact) }

  /// Cash that an agent's order may use: what is free, and what the order holds that it takes the place of.
  func cash(of agent: Int) -> Int64 {
    let free = accounts.freeCash[agent]
    guard rests, let slots else { return max(0, free) }
    return max(0, free &+ slots.held(agent: agent, slot: 0, tickValue: symbols.tickSize.raw).cash)
  }

  /// Shares that cash pays for at a limit.
  func affordable(_ cash: Int64, at limit: Int32) -> Int64 { cash / symbols.tickSize.price(limit).raw }

  /// Sends the agent's order; it takes the place of one that rests.
  func send(_ agent: Int, _ side: Side, price: Int32, quantity: Int32, _ box: inout OrderWriter) {
    let key = BoxKey(symbol: Int32(symbol), side: side)
    if rests {
      box.place(slot: 0, agent: agent, key: key, price: price, quantity: quantity)
    } else {
      box.append(agent: agent, key: key, price: price, quantity: quantity)
    }
  }

  /// Takes back what rests, if anything does.
  func withdraw(_ agent: Int, _ box: inout OrderWriter) {
    guard rests, let slots = slots, slots.quantity(agent: agent, slot: 0) > 0 else { return }
    box.cancel(slot: 0, agent: agent, symbol: symbol)
  }
}
