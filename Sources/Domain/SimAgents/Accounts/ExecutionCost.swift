/// What orders paid beyond the price that stood when they came, summed.
///
///     slippage of an order = Σ shares · (price - reference) for a buy, Σ shares · (reference - price) for a sale
///
/// The reference is the middle of the book as the order arrived, in a call auction the price before the auction. Only
/// orders of the tick count: what a resting order is filled at later is its own limit, a price it chose.
/// Kept in half ticks, so that the middle between two prices is a whole number.
@frozen public struct ExecutionCost: BitwiseCopyable, Sendable, Equatable {
  public var shares: Int64 = 0  // filled
  public var doubledNotional: Int64 = 0  // Σ shares · reference, half ticks
  public var doubledSlippage: Int64 = 0  // Σ slippage, half ticks; positive is a cost

  @inlinable public init() {}

  /// - Parameters:
  ///   - value: Σ price · shares, ticks · shares.
  ///   - doubledReference: half ticks.
  @inlinable @inline(__always)
  public mutating func add(isBuy: Bool, shares: Int64, value: Int64, doubledReference: Int64) {
    self.shares &+= shares
    doubledNotional &+= shares &* doubledReference
    let worse = 2 &* value &- shares &* doubledReference
    doubledSlippage &+= isBuy ? worse : 0 &- worse
  }

  public mutating func add(_ other: ExecutionCost) {
    shares += other.shares
    doubledNotional += other.doubledNotional
    doubledSlippage += other.doubledSlippage
  }

  /// Average slippage in basis points of the reference; nil when nothing was filled.
  public var basisPoints: Double? {
    doubledNotional == 0 ? nil : 10_000 * Double(doubledSlippage) / Double(doubledNotional)
  }
}
