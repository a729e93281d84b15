import SimMarket
import SimTypes

/// A maker's quote where quotes rest.
extension OrderWriter {
  /// Replaces a resting quote, or takes it back when there is nothing to quote. A quote that stands as it should is
  /// left alone and keeps its place.
  mutating func quote(
    _ key: BoxKey, _ price: Int32, _ size: Int32, _ agent: Int, slot: Int, _ resting: AgentSlots
  ) {
    let left = resting.quantity(agent: agent, slot: slot)
    if size <= 0 {
      if left > 0 { cancel(slot: slot, agent: agent, symbol: key.symbol) }
    } else if left != size || resting.price(agent: agent, slot: slot) != price {
      place(slot: slot, agent: agent, key: key, price: price, quantity: size)
    }
  }
}
