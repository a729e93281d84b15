import SimMarket
import SimTypes

/// An order file, read and checked row by row.
///
/// Every row is either an ``OrderRow`` or has a reason why not; a row that is wrong never stops the file. What is known
/// of earlier rows: the ids used, a bit each when they are numbers, and the names that are not numbers.
struct OrderFile: ~Copyable {
  enum Row {
    case order(OrderRow)
    case rejected(RejectionReason)
  }

  /// The columns a file has to have, in any order.
  static let columnNames = ["time", "id", "agent", "symbol", "side", "type", "price", "quantity", "tif"]

  private static let limit = CSVWord.word("limit")
  private static let market = CSVWord.word("market")
  private static let cancel = CSVWord.word("cancel")
  private static let replace = CSVWord.word("replace")
  private static let buy = CSVWord.word("buy")
  private static let sell = CSVWord.word("sell")
  private static let gtc = CSVWord.word(TimeInForce.goodTillCancelled.name)
  private static let ioc = CSVWord.word(TimeInForce.immediateOrCancel.name)
  private static let fok = CSVWord.word(TimeInForce.fillOrKill.name)

  let symbols = NameTable()
  let ids = MixedNames()
  private let agents = NameTable()  // those that are no number of 31 bits
  private var usedIDs = IntegerSet()
  private let takesNewSymbols: Bool
  private let timeMayDecrease: Bool
  private var lastTime = Int64.min
  private let grid: PriceGrid
  private var file: CSVReader
  private let time, id, agent, symbol, side, type, price, quantity, tif: Int  // columns

  /// - Parameters:
  ///   - symbols: the only ones there are; nil takes every name.
  ///   - timeMayDecrease: whether a row may have an earlier time than one before it.
  /// - Throws: a file that cannot be read, is empty, or lacks a column.
  static func open(
    _ path: String, grid: PriceGrid, symbols: [String]?, timeMayDecrease: Bool
  ) throws(Failure) -> OrderFile {
    let file = try CSVReader.open(path, origin: "--orders")
    let columns = try file.columns(columnNames)
    return OrderFile(file, columns, grid, symbols, timeMayDecrease)
  }

  private init(
    _ file: consuming CSVReader, _ columns: [Int], _ grid: PriceGrid, _ symbols: [String]?, _ timeMayDecrease: Bool
  ) {
    self.file = file
    (time, id, agent, symbol, side) = (columns[0], columns[1], columns[2], columns[3], columns[4])
    (type, price, quantity, tif) = (columns[5], columns[6], columns[7], columns[8])
    self.grid = grid
    self.timeMayDecrease = timeMayDecrease
    takesNewSymbols = symbols == nil
    for name in symbols ?? [] { _ = self.symbols.index(of: Array(name.utf8).span) }
  }

  var rowCount: Int { file.row }
  var line: Int { file.line }

  /// The next row; nil at the end.
  /// - Throws: when the file cannot be read on, or a quote is not closed.
  mutating func next() throws(Failure) -> Row? {
    guard try file.nextOfAnyWidth() else { return nil }
    do throws(RejectedRow) {
      let row = try check()
      lastTime = row.time
      return .order(row)
    } catch {
      return .rejected(error.reason)
    }
  }

  /// The current row's id as written; nothing when the row does not reach that far.
  func withID(_ body: (Span<UInt8>) -> Void) {
    if id < file.cellCount { file.withBytes(id, body) }
  }

  // MARK: - Checks

  private struct RejectedRow: Error {
    let reason: RejectionReason
    init(_ reason: RejectionReason) { self.reason = reason }
  }

  private mutating func check() throws(RejectedRow) -> OrderRow {
    let width = file.header.count
    if file.cellCount < width { throw RejectedRow(file.isCutOff ? .truncatedLine : .tooFewCells) }
    if file.cellCount > width { throw RejectedRow(.tooManyCells) }
    if file.isEmpty(id) { throw RejectedRow(.missingID) }
    let type = file.word(type)
    let isMarket = type == Self.market
    let action: OrderRow.Action
    switch type {
    case Self.limit, Self.market: action = .enter
    case Self.cancel: action = .cancel
    case Self.replace: action = .replace
    default: throw RejectedRow(.unknownType)
    }
    // The first order that carries an id has used it up, whatever else is wrong with it.
    let name = file.withBytes(id) { [ids] in action == .enter ? ids.add($0) : ids.find($0) }
    if action == .enter, let name, !usedIDs.insert(name) { throw RejectedRow(.duplicateID) }
    let time = try checkTime()
    let agent = try checkAgent()
    let symbol = try checkSymbol()
    guard let name, usedIDs.contains(name) else { throw RejectedRow(.unknownOrder) }
    var row = OrderRow(action: action, time: time, id: name, agent: agent, symbol: symbol)
    if action == .cancel { return row }
    if action == .enter {
      row.side = try checkSide()
      row.lifetime = try checkLifetime()
    }
    row.price = isMarket ? (row.side == .buy ? OrderBoxes.marketBuy : OrderBoxes.marketSell) : try checkPrice()
    row.quantity = try checkQuantity()
    let value = isMarket ? Cash.zero : grid.tick.price(row.price).value(of: Int64(row.quantity))
    if value == nil { throw RejectedRow(.valueOverflow) }
    return row
  }

  private func checkTime() throws(RejectedRow) -> Int64 {
    let value = file.withBytes(time) { DecimalText.units($0, 0..<$0.count, places: 0) }
    guard let value else { throw RejectedRow(.badTime) }
    if value < lastTime && !timeMayDecrease { throw RejectedRow(.timeDecreases) }
    return value
  }

  /// Numbers of 31 bits stand for themselves; whatever else is numbered downwards from -1.
  private func checkAgent() throws(RejectedRow) -> Int32 {
    if file.isEmpty(agent) { throw RejectedRow(.missingAgent) }
    return file.withBytes(agent) { [agents] in
      MixedNames.number($0).flatMap { Int32(exactly: $0) } ?? ~Int32(agents.index(of: $0))
    }
  }

  private func checkSymbol() throws(RejectedRow) -> Int32 {
    if file.isEmpty(symbol) { throw RejectedRow(.missingSymbol) }
    let index = file.withBytes(symbol) { [symbols, takesNewSymbols] in
      takesNewSymbols ? symbols.index(of: $0) : symbols.find($0)
    }
    guard let index else { throw RejectedRow(.unknownSymbol) }
    return Int32(index)
  }

  private func checkSide() throws(RejectedRow) -> Side {
    switch file.word(side) {
    case Self.buy: return .buy
    case Self.sell: return .sell
    default: throw RejectedRow(.unknownSide)
    }
  }

  private func checkLifetime() throws(RejectedRow) -> TimeInForce {
    switch file.word(tif) {
    case Self.gtc: return .goodTillCancelled
    case Self.ioc: return .immediateOrCancel
    case Self.fok: return .fillOrKill
    default:
      if file.isEmpty(tif) { return .goodTillCancelled }
      throw RejectedRow(.unknownTIF)
    }
  }

  private func checkPrice() throws(RejectedRow) -> Int32 {
    switch file.withBytes(price, { [grid] in grid.ticks($0) }) {
    case .success(let ticks): return ticks
    case .failure(.noNumber): throw RejectedRow(.badPrice)
    case .failure(.notPositive): throw RejectedRow(.priceNotPositive)
    case .failure(.tooLarge): throw RejectedRow(.priceTooLarge)
    case .failure(.offGrid): throw RejectedRow(.priceOffGrid)
    }
  }

  private func checkQuantity() throws(RejectedRow) -> Int32 {
    let value = file.withBytes(quantity) { DecimalText.units($0, 0..<$0.count, places: 0) }
    guard let value else {
      let number = file.withBytes(quantity) { DecimalText.double($0, 0..<$0.count) }
      guard let number, number == number.rounded() else { throw RejectedRow(.badQuantity) }
      throw RejectedRow(number > 0 ? .quantityTooLarge : .quantityNotPositive)
    }
    if value <= 0 { throw RejectedRow(.quantityNotPositive) }
    guard let quantity = Int32(exactly: value) else { throw RejectedRow(.quantityTooLarge) }
    return quantity
  }
}
