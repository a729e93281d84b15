import SimMarket
import SimTypes

/// One symbol's market, as agents see it that trade it with one order at a time: in auctions one of this tick, where
/// orders rest the one in slot 0. Small; what is large, the world, is handed to whoever asks for it.
struct OrderDesk {
  let symbol: Int
  private let limits: LimitRange
  private let tickSize: TickSize
  private let rests: Bool

  init(_ symbol: Int, _ world: DecisionView) {
    self.symbol = symbol
    limits = LimitRange(symbol, world.symbols)
    tickSize = world.symbols.tickSize
    rests = world.rests(symbol)
  }

  /// Ticks: what an agent takes for the price.
  var reference: Double { limits.reference }

  /// A limit in whole ticks, as near to `exact` as the market allows.
  func limit(_ exact: Double) -> Int32 { limits.limit(exact) }

  /// Cash that an agent's order may use: what is free, and what the order holds that it takes the place of.
  @inline(__always) func cash(of agent: Int, _ world: DecisionView) -> Int64 {
    max(0, world.accounts.freeCash[agent] &+ (rests ? Self.held(agent, world) : 0))
  }

  @inline(never) private static func held(_ agent: Int, _ world: DecisionView) -> Int64 {
    world.slots?.held(agent: agent, slot: 0, tickValue: world.symbols.tickSize.raw).cash ?? 0
  }

  /// Shares that cash pays for at a limit.
  func affordable(_ cash: Int64, at limit: Int32) -> Int64 { cash / tickSize.price(limit).raw }

  /// Sends the agent's order; it takes the place of one that rests.
  @inline(__always)
  func send(_ agent: Int, _ side: Side, price: Int32, quantity: Int32, _ box: inout OrderWriter) {
    let key = BoxKey(symbol: Int32(symbol), side: side)
    if rests {
      box.place(slot: 0, agent: agent, key: key, price: price, quantity: quantity)
    } else {
      box.append(agent: agent, key: key, price: price, quantity: quantity)
    }
  }

  /// Takes back what rests, if anything does.
  @inline(__always) func withdraw(_ agent: Int, _ world: DecisionView, _ box: inout OrderWriter) {
    if rests { Self.takeBack(agent, symbol, world, &box) }
  }

  @inline(never)
  private static func takeBack(_ agent: Int, _ symbol: Int, _ world: DecisionView, _ box: inout OrderWriter) {
    guard let slots = world.slots, slots.quantity(agent: agent, slot: 0) > 0 else { return }
    box.cancel(slot: 0, agent: agent, symbol: symbol)
  }
}
