import SimMarket

/// How long a population's orders live.
public enum OrderLife: String, CaseIterable, Sendable {
  /// In a book until they are filled or replaced, in call auctions for one tick.
  case auto
  /// For one tick everywhere.
  case tick
  /// Until they are filled or replaced, everywhere.
  case gtc

  public func rests(in mechanism: Mechanism) -> Bool {
    switch self {
    case .auto: mechanism == .continuous
    case .tick: false
    case .gtc: true
    }
  }
}

/// The resting orders of a chunk's agents, as the last tick left them. An agent names its orders by slots 0, 1, …
public struct AgentSlots: Sendable {
  let orders: RestingOrderView
  let boxes: OrderBoxView
  let chunk: Int
  let life: OrderLife

  public init(_ orders: RestingOrderView, _ boxes: OrderBoxView, chunk: Int, life: OrderLife) {
    (self.orders, self.boxes, self.chunk, self.life) = (orders, boxes, chunk, life)
  }

  /// Slots of each agent: 0 where nobody of the chunk may have an order resting.
  public var slotsPerAgent: Int { Int(boxes.slotsPerAgent[chunk]) }

  /// Whether orders for a symbol are placed in slots (``OrderWriter/place(slot:agent:key:price:quantity:)``) rather
  /// than sent for this tick.
  public func rest(_ symbol: Int, of symbols: SymbolView) -> Bool { life.rests(in: symbols.mechanism(symbol)) }

  /// Shares left of the order in a slot; 0 when none rests there.
  public func quantity(agent: Int, slot: Int) -> Int32 { orders.quantity[row(agent, slot)] }

  /// What happened to the slot's order in the last tick: whether it came to rest, was filled, cancelled, or kept from a
  /// trade with its owner. An order of one tick needs no slot: its fill is the change of the account.
  public func news(agent: Int, slot: Int) -> SlotEvents { boxes.slotNews[row(agent, slot)] }

  /// Its limit in ticks; meaningless when none rests there.
  public func price(agent: Int, slot: Int) -> Int32 { orders.price[row(agent, slot)] }

  /// What the account holds for it, and gets back when it is replaced: cash at 1/10,000 dollar, shares.
  public func held(agent: Int, slot: Int, tickValue: Int64) -> (cash: Int64, shares: Int64) {
    orders.held(row(agent, slot), tickValue: tickValue)
  }

  private func row(_ agent: Int, _ slot: Int) -> Int { boxes.slot(ofChunk: chunk, agent: agent, local: slot) }
}
