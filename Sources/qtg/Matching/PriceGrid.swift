import SimTypes

/// Prices of an order file: dollars in the text, ticks of a grid in the book.
struct PriceGrid {
  let tick: TickSize
  /// Decimals that every price of the grid can be written with.
  let places: Int
  /// The highest price, in ticks: the highest integer means a market order.
  static let ticksMax = Int32.max - 1

  /// Decimals of a price in dollars.
  private static let moneyPlaces = 4

  init(tick: TickSize) {
    self.tick = tick
    var (unit, places) = (tick.raw, Self.moneyPlaces)
    while places > 0, unit % 10 == 0 { (unit, places) = (unit / 10, places - 1) }
    self.places = places
  }

  /// A price in ticks, or why it is none.
  func ticks(_ text: Span<UInt8>) -> Result<Int32, Problem> {
    guard let units = DecimalText.units(text, 0..<text.count, places: Self.moneyPlaces) ?? exponential(text) else {
      guard let dollars = DecimalText.double(text, 0..<text.count) else { return .failure(.noNumber) }
      if dollars <= 0 { return .failure(.notPositive) }
      return .failure(dollars * 10_000 > Double(tick.raw) * Double(Self.ticksMax) ? .tooLarge : .offGrid)
    }
    if units <= 0 { return .failure(.notPositive) }
    if units / tick.raw > Int64(Self.ticksMax) { return .failure(.tooLarge) }
    guard let ticks = tick.ticks(Price(raw: units)) else { return .failure(.offGrid) }
    return .success(ticks)
  }

  enum Problem: Error {
    case noNumber, notPositive, tooLarge, offGrid
  }

  /// `1.5e2`, as programs write large tables: in 1/10,000 dollar, when that is a whole number.
  private func exponential(_ text: Span<UInt8>) -> Int64? {
    for at in 0..<text.count where text[at] | 0x20 == 0x65 {
      guard let dollars = DecimalText.double(text, 0..<text.count), abs(dollars) < 1e11 else { return nil }
      return Int64(exactly: dollars * 10_000)
    }
    return nil
  }
}
