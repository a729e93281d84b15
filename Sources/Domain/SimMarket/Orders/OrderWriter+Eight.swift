import SimColumns

extension OrderWriter {
  /// Adds eight limit orders of this tick, the first one first: what ``append(agent:key:price:quantity:)`` does eight
  /// times, in five stores.
  /// - Parameter keys: ``BoxKey/raw``.
  @inlinable @inline(__always)
  public mutating func append(
    agents: SIMD8<Int32>, keys: SIMD8<Int32>, prices: SIMD8<Int32>, quantities: SIMD8<Int32>
  ) {
    self.agents.store(agents, next)
    self.keys.store(keys, next)
    self.prices.store(prices, next)
    self.quantities.store(quantities, next)
    kinds.storeWord(UInt64(OrderKind.thisTick.rawValue) &* 0x0101_0101_0101_0101, next)
    next &+= 8
  }
}
