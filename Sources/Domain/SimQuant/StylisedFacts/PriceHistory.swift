/// What stylised facts are computed from: prices at equal distances in time, and what was traded and quoted then.
///
/// Row `t` of every column is the same moment. Volume of a row is what was traded since the row before.
public struct PriceHistory: Sendable {
  /// Rows below which nothing at all is estimated: 100 returns.
  public static let rowsMin = 101

  public let closes: [Double]
  public let volumes: [Double]?
  public let book: BookHistory?

  /// The best quotes at the end of each row.
  public struct BookHistory: Sendable {
    public let bids, asks: [Double]
    /// Shares at the best price of each side.
    public let depths: (bids: [Double], asks: [Double])?

    public init(bids: [Double], asks: [Double], depths: (bids: [Double], asks: [Double])? = nil) {
      (self.bids, self.asks, self.depths) = (bids, asks, depths)
    }
  }

  public enum Column: String, Sendable { case close, volume, bid, ask, bidDepth = "bid depth", askDepth = "ask depth" }

  public enum Problem: Error, Equatable, Sendable {
    case tooFewRows(found: Int, needed: Int)
    /// Rows count from 0.
    case notANumber(Column, row: Int)
    case notPositive(Column, row: Int, found: Double)
    case negative(Column, row: Int, found: Double)
    case crossed(row: Int, bid: Double, ask: Double)
  }

  /// - Parameters:
  ///   - closes: any currency.
  ///   - volumes: shares, contracts or money: the unit cancels out.
  ///   - book: all columns as long as `closes`.
  /// - Throws: the first value that cannot be a price, a volume or a quote; or how many rows are missing.
  public init(closes: [Double], volumes: [Double]? = nil, book: BookHistory? = nil) throws(Problem) {
    guard closes.count >= Self.rowsMin else { throw .tooFewRows(found: closes.count, needed: Self.rowsMin) }
    try Self.check(closes, .close, count: closes.count, isPrice: true)
    if let volumes { try Self.check(volumes, .volume, count: closes.count, isPrice: false) }
    if let book {
      try Self.check(book.bids, .bid, count: closes.count, isPrice: true)
      try Self.check(book.asks, .ask, count: closes.count, isPrice: true)
      for row in closes.indices where book.bids[row] > book.asks[row] {
        throw .crossed(row: row, bid: book.bids[row], ask: book.asks[row])
      }
      if let depths = book.depths {
        try Self.check(depths.bids, .bidDepth, count: closes.count, isPrice: false)
        try Self.check(depths.asks, .askDepth, count: closes.count, isPrice: false)
      }
    }
    (self.closes, self.volumes, self.book) = (closes, volumes, book)
  }

  private static func check(_ values: [Double], _ column: Column, count: Int, isPrice: Bool) throws(Problem) {
    precondition(values.count == count, "every column has a value in every row")
    for (row, value) in values.enumerated() {
      guard value.isFinite else { throw .notANumber(column, row: row) }
      if isPrice, value <= 0 { throw .notPositive(column, row: row, found: value) }
      if value < 0 { throw .negative(column, row: row, found: value) }
    }
  }
}

extension PriceHistory.Problem: CustomStringConvertible {
  /// Rows are counted from 1, as people do.
  public var description: String {
    switch self {
    case .tooFewRows(let found, let needed):
      "\(found) rows are too few for stylised facts: at least \(needed) are needed"
    case .notANumber(let column, let row): "row \(row + 1): the \(column.rawValue) is not a finite number"
    case .notPositive(let column, let row, let found):
      "row \(row + 1): the \(column.rawValue) is \(found), and has to be above 0"
    case .negative(let column, let row, let found):
      "row \(row + 1): the \(column.rawValue) is \(found), and cannot be below 0"
    case .crossed(let row, let bid, let ask): "row \(row + 1): the bid \(bid) is above the ask \(ask)"
    }
  }
}
