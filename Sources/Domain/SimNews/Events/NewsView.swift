import SimColumns

/// The news that agents and observers see, borrowed: what is remembered, and the sentiment it leaves.
///
///     sentiment of a symbol   Σ sentiment · decay   over its own events
///     of a sector             the same over the sector's
///     of the market           the same over rate decisions
public struct NewsView: Sendable {
  let active: ActiveEventView
  let state: ColumnView<NewsDesk.State>
  public let sentiment: ColumnView<Double>  // row = symbol
  public let sectorSentiment: ColumnView<Double>  // row = sector
  public let sector: ColumnView<Int32>  // the sector of each symbol

  /// Events remembered.
  public var count: Int { Int(state[0].count) }
  /// Oldest first.
  public subscript(row: Int) -> NewsEvent { active[row] }
  /// The events of the tick that was run last.
  public var latest: NewsEvents { NewsEvents(news: self, rows: count - Int(state[0].new)..<count) }
  /// All that are remembered.
  public var all: NewsEvents { NewsEvents(news: self, rows: 0..<count) }
  /// Number of the last event; so also how many there have been.
  public var lastId: Int32 { state[0].lastId }
  public var marketSentiment: Double { state[0].macroSentiment }
  public var macro: MacroEnvironment { state[0].macro }

  /// All that is said which concerns a symbol: its own news, its sector's, and rates. -1 … 1.
  public func mood(ofSymbol symbol: Int) -> Double {
    min(max(sentiment[symbol] + sectorSentiment[Int(sector[symbol])] + marketSentiment, -1), 1)
  }
}

/// Some of the events of a ``NewsView``, in the order they came.
public struct NewsEvents: RandomAccessCollection, Sendable {
  let news: NewsView?
  let rows: Range<Int>

  init(news: NewsView, rows: Range<Int>) { (self.news, self.rows) = (news, rows) }

  /// No news at all.
  public init() { (news, rows) = (nil, 0..<0) }

  public var startIndex: Int { rows.lowerBound }
  public var endIndex: Int { rows.upperBound }

  public subscript(row: Int) -> NewsEvent {
    guard let news, rows.contains(row) else { preconditionFailure("event \(row) of \(rows)") }
    return news[row]
  }
}
