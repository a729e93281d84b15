import SimMarket
import SimTypes

/// The limits that orders for a symbol may have, and the price that agents think from.
struct LimitRange {
  let reference: Double  // ticks: the middle of a book that lives on, else the last price
  private let lowest, highest: Double  // limits in ticks that are allowed and fit a price column

  init(_ symbol: Int, _ symbols: SymbolView) {
    reference = symbols.reference(symbol)
    lowest = Double(max(1, symbols.bandLow[symbol]))
    highest = min(NoisePrice.ticksMax, Double(symbols.bandHigh[symbol]))
  }

  /// A limit in whole ticks, as near to `exact` as the market allows.
  func limit(_ exact: Double) -> Int32 { Int32(min(max(exact, lowest), highest)) }

  /// The limit of an order that is to trade now: `reach`, a fraction, beyond the price, in whole ticks away from it.
  func limit(_ side: Side, reach: Double) -> Int32 {
    side == .buy ? limit((reference * (1 + reach)).rounded(.up)) : limit((reference * (1 - reach)).rounded(.down))
  }
}
