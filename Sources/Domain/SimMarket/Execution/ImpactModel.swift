import SimTypes

/// What an order will probably move the price, estimated before it is sent.
///
///     linear        impact = k · σ · (size / volume)
///     square root   impact = Y · σ · √(size / volume)
///
/// in fractions of the price, where σ is the volatility of returns over a period and `volume` the shares traded in it.
/// Both laws agree where size / volume = (Y / k)². The square root describes orders worked in real markets over many
/// decades of size; the linear law is Kyle's, right for small orders in a thick book.
///
/// - Source: A. Kyle, "Continuous auctions and insider trading", Econometrica 53 (1985); B. Tóth et al., "Anomalous
///   price impact and the critical nature of liquidity in financial markets", Physical Review X 1 (2011).
public struct ImpactModel: Sendable, Equatable {
  public enum Law: String, CaseIterable, Sendable {
    case linear
    case squareRoot = "square_root"
  }

  public var law: Law
  /// `k` or `Y`, no unit; about 1.
  public var coefficient: Double

  public init(_ law: Law, coefficient: Double = 1) {
    precondition(coefficient >= 0 && coefficient.isFinite, "an order does not move the price its own way")
    (self.law, self.coefficient) = (law, coefficient)
  }

  /// Expected impact of an order as a fraction of the price, not negative; nil when nothing is known to have traded.
  /// - Parameters:
  ///   - size: shares of the order.
  ///   - volume: shares traded in a period.
  ///   - volatility: standard deviation of returns over the same period.
  public func impact(size: Int64, volume: Double, volatility: Double) -> Double? {
    precondition(size >= 0 && volatility >= 0, "a size and a volatility are not negative")
    guard volume > 0 else { return nil }
    let share = Double(size) / volume
    switch law {
    case .linear: return coefficient * volatility * share
    case .squareRoot: return coefficient * volatility * share.squareRoot()
    }
  }

  /// The price an order is expected to get on average: the middle moved by the impact against the order.
  public func price(middle: Double, side: Side, size: Int64, volume: Double, volatility: Double) -> Double? {
    impact(size: size, volume: volume, volatility: volatility).map { middle * (side == .buy ? 1 + $0 : 1 - $0) }
  }
}
