import SimTypes

/// How one order was executed: what it paid on average, how far that was from its reference, how deep it reached.
///
///     vwap      = Σ price · shares / Σ shares                   truncated to 1/10,000 dollar
///     slippage  = vwap - reference for a buy, reference - vwap for a sale
///
/// Sums are exact in 128 bits, so no order is too large.
public struct OrderExecution: Sendable, Equatable {
  public let side: Side
  /// The price the order is measured against, usually the middle of the book as it arrived.
  public let reference: Price
  public private(set) var filled: Int64 = 0  // shares
  public private(set) var fills = 0
  /// Distinct prices: two orders at one price are one level.
  public private(set) var levelsCrossed = 0
  public private(set) var lowest: Price?
  public private(set) var highest: Price?
  private var value: Int128 = 0  // 1/10,000 dollar
  private var latest: Price?

  public init(side: Side, reference: Price) { (self.side, self.reference) = (side, reference) }

  /// Adds a fill. Fills come in execution order, best price first, as a book makes them.
  public mutating func add(_ price: Price, shares: Int64) {
    precondition(shares > 0, "a fill moves shares")
    value += Int128(price.raw) * Int128(shares)
    filled += shares
    fills += 1
    if price != latest { levelsCrossed += 1 }
    latest = price
    lowest = min(lowest ?? price, price)
    highest = max(highest ?? price, price)
  }

  /// Average price; nil before the first fill.
  public var vwap: Price? { filled == 0 ? nil : Price(raw: Int64(value / Int128(filled))) }

  /// The best of its prices: the lowest for a buy, the highest for a sale.
  public var best: Price? { side == .buy ? lowest : highest }
  public var worst: Price? { side == .buy ? highest : lowest }

  /// Money a share, positive when worse than the reference; nil before the first fill.
  public var slippage: Price? {
    vwap.map { Price(raw: side == .buy ? $0.raw - reference.raw : reference.raw - $0.raw) }
  }

  /// Of the reference, truncated towards zero; nil before the first fill or without a reference price.
  public var slippageBasisPoints: Int64? {
    guard reference.raw != 0 else { return nil }
    return slippage.map { Int64(Int128($0.raw) * 10_000 / Int128(reference.raw)) }
  }

  /// Highest less lowest price; nil before the first fill.
  public var range: Price? {
    guard let lowest, let highest else { return nil }
    return Price(raw: highest.raw - lowest.raw)
  }
}
