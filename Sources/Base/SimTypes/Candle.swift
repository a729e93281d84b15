/// One bar of a symbol's history. Prices in ticks of the symbol.
@frozen public struct Candle: Hashable, Sendable {
  public var open, high, low, close: Int32  // price ticks
  public var volume: Int64  // shares; 0 for a flat candle
  public var startTick: UInt32  // first tick the bar covers

  @inlinable public init(open: Int32, high: Int32, low: Int32, close: Int32, volume: Int64, startTick: UInt32) {
    (self.open, self.high, self.low, self.close) = (open, high, low, close)
    (self.volume, self.startTick) = (volume, startTick)
  }
}
