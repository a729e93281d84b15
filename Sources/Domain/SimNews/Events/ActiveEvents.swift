import SimColumns

/// News that are remembered, in columns. Rows 0 ..< count are live, oldest first; the tick's own are the last ones.
///
/// The capacity is what the settings allow at most, so no event is ever dropped: the events of a kind are at least
/// `minInterval` ticks apart, and a company's reports nearly a quarter, so within a duration there can be no more.
struct ActiveEvents: ~Copyable, Sendable {
  let view: ActiveEventView
  private let id, target: Column<Int32>
  private let kind: Column<UInt8>
  private let tick, duration: Column<UInt32>
  private let sentiment, magnitude, amount: Column<Double>

  init(capacity: Int) {
    id = Column(count: capacity, filledWith: 0)
    target = Column(count: capacity, filledWith: 0)
    kind = Column(count: capacity, filledWith: 0)
    tick = Column(count: capacity, filledWith: 0)
    duration = Column(count: capacity, filledWith: 1)
    sentiment = Column(count: capacity, filledWith: 0)
    magnitude = Column(count: capacity, filledWith: 0)
    amount = Column(count: capacity, filledWith: 0)
    view = ActiveEventView(
      id: id.view, target: target.view, kind: kind.view, tick: tick.view, duration: duration.view,
      sentiment: sentiment.view, magnitude: magnitude.view, amount: amount.view)
  }

  /// Rows that hold whatever the settings can bring about.
  static func capacity(_ settings: NewsSettings, symbolCount: Int) -> Int {
    guard settings.enabled else { return 0 }
    let drawn = NewsKind.allCases.reduce(0) { $0 + settings.occurrence($1).activeMax }
    let apart = settings.calendar.intervalMin
    let reports = (settings.earnings.occurrence.duration + apart - 1) / apart
    return drawn + (settings.calendar.enabled ? reports * symbolCount : 0)
  }
}

/// The columns of ``ActiveEvents``, borrowed.
struct ActiveEventView: Sendable {
  let id, target: ColumnView<Int32>
  let kind: ColumnView<UInt8>
  let tick, duration: ColumnView<UInt32>
  let sentiment, magnitude, amount: ColumnView<Double>

  subscript(row: Int) -> NewsEvent {
    get {
      guard let kind = NewsKind(rawValue: kind[row]) else { preconditionFailure("only kinds are written") }
      return NewsEvent(
        id: id[row], kind: kind, target: target[row], tick: tick[row], duration: duration[row],
        sentiment: sentiment[row], magnitude: magnitude[row], amount: amount[row])
    }
    nonmutating set {
      (id[row], target[row], kind[row]) = (newValue.id, newValue.target, newValue.kind.rawValue)
      (tick[row], duration[row]) = (newValue.tick, newValue.duration)
      (sentiment[row], magnitude[row]) = (newValue.sentiment, newValue.magnitude)
      amount[row] = newValue.amount
    }
  }

  /// Closes the gaps that expired events leave. The others keep their order, so that sums over them round alike.
  /// - Returns: how many are left.
  func forget(before tick: UInt32, count: Int) -> Int {
    var kept = 0
    for row in 0..<count where tick &- self.tick[row] < duration[row] {
      if kept != row { self[kept] = self[row] }
      kept += 1
    }
    return kept
  }
}
