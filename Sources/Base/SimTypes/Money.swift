/// Money and prices: integers that know their unit, so that a sum is exact and a comparison never rounds.
///
///     Cash   1 = 1/10,000 dollar                       an amount; may be negative
///     Price  1 = 1/10,000 dollar per share             what `Cash` per share is
///     PriceTicks  1 = the symbol's tick size           what orders and columns carry
///
/// `ticks × tickSize = price`, `price × shares = cash`: both are exact integer products.
@frozen public struct Cash: Hashable, Comparable, Sendable {
  /// 1/10,000 dollar.
  public var raw: Int64
  @inlinable public init(raw: Int64) { self.raw = raw }

  public static let zero = Cash(raw: 0)
  /// Units of `raw` in a dollar.
  public static let unitsPerDollar: Int64 = 10_000

  /// The nearest amount, halves away from zero. Nil when `dollars` is not finite or does not fit.
  public init?(dollars: Double) {
    guard let raw = Self.rawUnits(dollars: dollars) else { return nil }
    self.raw = raw
  }

  public var dollars: Double { Double(raw) / Double(Self.unitsPerDollar) }

  @inlinable public static func < (a: Cash, b: Cash) -> Bool { a.raw < b.raw }
  @inlinable public static func + (a: Cash, b: Cash) -> Cash { Cash(raw: a.raw + b.raw) }
  @inlinable public static func - (a: Cash, b: Cash) -> Cash { Cash(raw: a.raw - b.raw) }
  @inlinable public static func += (a: inout Cash, b: Cash) { a.raw += b.raw }
  @inlinable public static func -= (a: inout Cash, b: Cash) { a.raw -= b.raw }

  static func rawUnits(dollars: Double) -> Int64? {
    let scaled = (dollars * Double(unitsPerDollar)).rounded(.toNearestOrAwayFromZero)
    return Int64(exactly: scaled)
  }
}

/// Money per share, at 1/10,000 dollar.
@frozen public struct Price: Hashable, Comparable, Sendable {
  public var raw: Int64
  @inlinable public init(raw: Int64) { self.raw = raw }

  /// The nearest price, halves away from zero. Nil when `dollars` is not finite or does not fit.
  public init?(dollars: Double) {
    guard let raw = Cash.rawUnits(dollars: dollars) else { return nil }
    self.raw = raw
  }

  public var dollars: Double { Double(raw) / Double(Cash.unitsPerDollar) }

  @inlinable public static func < (a: Price, b: Price) -> Bool { a.raw < b.raw }

  /// What `shares` cost at this price. Nil when the product does not fit 64 bits: refuse the order, never wrap.
  @inlinable public func value(of shares: Int64) -> Cash? {
    let (product, overflow) = raw.multipliedReportingOverflow(by: shares)
    return overflow ? nil : Cash(raw: product)
  }
}

/// The price grid of a symbol: the money between two neighbouring prices.
@frozen public struct TickSize: Hashable, Sendable {
  /// 1/10,000 dollar per share, at least 1. The usual cent is 100.
  public let raw: Int64
  public init(raw: Int64) {
    precondition(raw >= 1, "a tick is at least 1/10,000 dollar")
    self.raw = raw
  }

  public static let cent = TickSize(raw: 100)

  /// The exact money price of a count of ticks.
  @inlinable public func price(_ ticks: Int32) -> Price { Price(raw: Int64(ticks) * raw) }

  /// The count of ticks of a price. Nil when the price is off the grid or does not fit 32 bits.
  public func ticks(_ price: Price) -> Int32? {
    guard price.raw % raw == 0 else { return nil }
    return Int32(exactly: price.raw / raw)
  }
}

extension Cash: CustomStringConvertible {
  /// `$` and four decimals, as `-$12.3400`.
  public var description: String { describe(raw) }
}

extension Price: CustomStringConvertible {
  public var description: String { describe(raw) }
}

private func describe(_ raw: Int64) -> String {
  let magnitude = raw.magnitude
  let fraction = String(magnitude % 10_000)
  let padding = String(repeating: "0", count: 4 - fraction.count)
  return "\(raw < 0 ? "-" : "")$\(magnitude / 10_000).\(padding)\(fraction)"
}
