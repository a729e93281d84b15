/// What is known of a symbol's company before a run: how it earns, and how its fair value moves with the others.
public struct Company: Sendable, Equatable {
  public var initialTicks: Int32  // the price at which it starts, and what it is worth then
  public var sector: Int
  public var growth = 0.05  // of its earnings, a year, as a fraction
  public var payout = 0.4  // part of the earnings paid out, 0 … 1
  public var volatility = 0.000_5  // of its fair value, a fraction a tick
  public var marketLoading = 0.5  // correlation of its moves with the whole market's …
  public var sectorLoading = 0.3  // … and with what moves its sector beyond that

  public init(initialTicks: Int32, sector: Int) { (self.initialTicks, self.sector) = (initialTicks, sector) }

  /// What is left to the company alone, so that its volatility is what it says whatever the loadings.
  public var ownLoading: Double {
    let left = 1 - marketLoading * marketLoading - sectorLoading * sectorLoading
    return max(0, left).squareRoot()
  }
}
