/// Lines of a table on their way to a ``TableWriter``: bytes, so that a trade makes no `String`.
private struct TableLines {
  var bytes: [UInt8] = []
  let table: TableWriter

  private static let blockBytes = 1 << 16

  init(_ table: TableWriter, header: String) {
    self.table = table
    bytes.reserveCapacity(Self.blockBytes + 256)
    append(header)
    byte("\n")
  }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func byte(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

  /// A whole number.
  mutating func append(_ number: Int64) {
    if number < 0 { byte("-") }
    append(number.magnitude, placesMin: 1)
  }

  /// A whole number with leading zeros where it has fewer digits.
  mutating func append(_ number: UInt64, placesMin: Int) {
    var (bound, places) = (UInt64(10), 1)
    while places < placesMin || number >= bound && places < 20 { (bound, places) = (bound &* 10, places &+ 1) }
    var at = bytes.count &+ places
    bytes.append(contentsOf: repeatElement(0x30, count: places))
    var rest = number
    while rest > 0 {  // from the last digit on: division by a constant is a multiplication
      at &-= 1
      bytes[at] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// A name, in quotes where CSV needs them.
  mutating func append(name: ArraySlice<UInt8>) {
    guard name.contains(where: { $0 == 0x22 || $0 == 0x2c || $0 == 0x0a || $0 == 0x0d }) else {
      bytes.append(contentsOf: name)
      return
    }
    byte("\"")
    for character in name {
      if character == 0x22 { byte("\"") }
      bytes.append(character)
    }
    byte("\"")
  }

  mutating func endLine() throws(Failure) {
    byte("\n")
    if bytes.count >= Self.blockBytes { try flush() }
  }

  mutating func flush() throws(Failure) {
    try table.append(String(decoding: bytes, as: UTF8.self))
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func finish() throws(Failure) {
    try flush()
    try table.finish()
  }
}

/// The table of trades: `time,symbol,price,quantity,buy_order,sell_order`, in execution order.
struct TradeOutput {
  private var lines: TableLines
  private let grid: PriceGrid
  private let symbols: NameTable
  private let ids: MixedNames
  private let tally: MatchTally
  private let fractionUnits: UInt64  // of the last printed place in a dollar

  init(_ table: TableWriter, grid: PriceGrid, symbols: NameTable, ids: MixedNames, tally: MatchTally) {
    lines = TableLines(table, header: "time,symbol,price,quantity,buy_order,sell_order")
    (self.grid, self.symbols, self.ids, self.tally) = (grid, symbols, ids, tally)
    fractionUnits = (0..<grid.places).reduce(1) { units, _ in units * 10 }
  }

  /// - Parameters:
  ///   - price: ticks.
  ///   - buy: id of the order that bought.
  mutating func append(
    time: Int64, symbol: Int32, price: Int32, quantity: Int32, buy: Int64, sell: Int64
  ) throws(Failure) {
    tally.trades += 1
    tally.volume += Int128(quantity)
    lines.append(time)
    lines.byte(",")
    lines.append(name: symbols.name(Int(symbol)))
    lines.byte(",")
    append(price: price)
    lines.byte(",")
    lines.append(Int64(quantity))
    lines.byte(",")
    append(id: buy)
    lines.byte(",")
    append(id: sell)
    try lines.endLine()
  }

  /// Dollars with the grid's decimals.
  private mutating func append(price: Int32) {
    let units = grid.tick.price(price).raw.magnitude * fractionUnits / 10_000
    lines.append(units / fractionUnits, placesMin: 1)
    guard grid.places > 0 else { return }
    lines.byte(".")
    lines.append(units % fractionUnits, placesMin: grid.places)
  }

  private mutating func append(id: Int64) {
    if id >= 0 { lines.append(id) } else { lines.append(name: ids.text(id)) }
  }

  mutating func finish() throws(Failure) { try lines.finish() }
}

/// The table of rejected rows: `id,reason`, in the order of the file.
struct RejectionOutput {
  private var lines: TableLines

  init(_ table: TableWriter) { lines = TableLines(table, header: "id,reason") }

  /// - Parameter id: as the row writes it.
  mutating func append(id: ArraySlice<UInt8>, _ reason: RejectionReason) throws(Failure) {
    lines.append(name: id)
    lines.byte(",")
    lines.append(reason.rawValue)
    try lines.endLine()
  }

  mutating func finish() throws(Failure) { try lines.finish() }
}
