import SimColumns
import SimKernels
import SimRandom

/// Where news are made: draws what happens in a tick, changes fundamentals and rates, and adds up sentiment.
///
///     order of a tick    scheduled reports by symbol, then earnings, guidance, rate, sector
///     when               the kind's own stream: gaps (``GeometricGap``) instead of a draw every tick
///     whom               the kind's own stream: every symbol, or sector, with the same probability
///     what               a stream of its own for each kind and symbol
///
/// So what is said about a symbol does not depend on when it is said or on who else had news: none is lucky by
/// construction. Rate decisions, guidance and earnings are changes of what is, and good or bad as changes: staying
/// where one was is no news.
///
/// A tick without news and without anything remembered costs two comparisons.
struct NewsDesk: ~Copyable, Sendable {
  private let settings: NewsSettings
  private let model: DividendModel
  private let companies: CompanyView
  private let sectorCount: Int
  private let activeEvents: ActiveEvents
  private let stateColumn: Column<State>
  private let reportColumn: Column<UInt32>  // tick of each symbol's next scheduled report
  private let reportingColumn: Column<Int32>  // scratch: symbols that report in the tick
  private let sentimentColumn, sectorSentimentColumn: Column<Double>
  private let kinds = NewsKind.allCases  // kept: made anew it would be an allocation
  private let inverseLogQ: [Double]  // row = kind
  private let keys: Keys

  /// What changes from tick to tick, apart from columns.
  struct State: BitwiseCopyable, Sendable {
    var macro: MacroEnvironment
    var macroSentiment = 0.0
    var count: Int32 = 0  // events remembered
    var new: Int32 = 0  // of those, of this tick
    var lastId: Int32 = 0
    var due = SIMD4<UInt32>(repeating: .max)  // when each kind comes next
    var nextReport = UInt32.max  // the first of all symbols'
    var next = UInt32.max  // the first of all
  }

  private struct Keys: Sendable {
    let timing, earnings, guidance, rate, sector, report, calendar: StreamKey

    init(seed: UInt64) {
      timing = StreamKey(seed: seed, purpose: .newsTiming)
      earnings = StreamKey(seed: seed, purpose: .newsEarnings)
      guidance = StreamKey(seed: seed, purpose: .newsGuidance)
      rate = StreamKey(seed: seed, purpose: .newsRate)
      sector = StreamKey(seed: seed, purpose: .newsSector)
      report = StreamKey(seed: seed, purpose: .newsReport)
      calendar = StreamKey(seed: seed, purpose: .newsCalendar)
    }
  }

  init(
    _ settings: NewsSettings, model: DividendModel, macro: MacroEnvironment, companies: CompanyView, sectorCount: Int,
    seed: UInt64
  ) {
    (self.settings, self.model, self.companies, self.sectorCount) = (settings, model, companies, sectorCount)
    keys = Keys(seed: seed)
    activeEvents = ActiveEvents(capacity: ActiveEvents.capacity(settings, symbolCount: companies.count))
    stateColumn = Column(count: 1, filledWith: State(macro: macro))
    reportColumn = Column(count: companies.count, filledWith: .max)
    reportingColumn = Column(count: companies.count, filledWith: 0)
    sentimentColumn = Column(count: companies.count, filledWith: 0)
    sectorSentimentColumn = Column(count: sectorCount, filledWith: 0)
    inverseLogQ = NewsKind.allCases.map {
      GeometricGap.inverseLogQ(probability: settings.occurrence($0).probability)
    }
    if settings.enabled { plan() }
  }

  var view: NewsView {
    NewsView(
      active: activeEvents.view, state: stateColumn.view, sentiment: sentimentColumn.view,
      sectorSentiment: sectorSentimentColumn.view, sector: companies.sector)
  }

  /// The first event of every kind and of every company.
  private func plan() {
    var state = stateColumn.view[0]
    for kind in kinds {
      // As if the pause after an earlier event had just ended; the place of the tick is one that no event can have.
      state.due[Int(kind.rawValue)] = tick(after: 0, pause: 0, timing(kind, tick: .max), kind)
    }
    if settings.calendar.enabled {
      for symbol in 0..<companies.count {
        reportColumn.view[symbol] = settings.calendar.report(ofSymbol: symbol, quarter: 0, key: keys.calendar)
        state.nextReport = min(state.nextReport, reportColumn.view[symbol])
      }
    }
    state.next = min(state.due.min(), state.nextReport)
    stateColumn.view[0] = state
  }

  /// Makes the news of `tick`, one tick after the last one.
  func advance(to tick: UInt32) {
    var state = stateColumn.view[0]
    guard state.count > 0 || tick >= state.next else { return }
    let before = state.count
    state.count = Int32(activeEvents.view.forget(before: tick, count: Int(before)))
    state.new = 0
    if tick >= state.next {
      if tick == state.nextReport { report(tick, &state) }
      for kind in kinds where tick == state.due[Int(kind.rawValue)] { happen(kind, tick, &state) }
      state.next = min(state.due.min(), state.nextReport)
    }
    if state.count > 0 || before > 0 { addSentiment(tick, &state) }
    stateColumn.view[0] = state
  }

  // MARK: - What happens

  /// The reports that are scheduled for `tick`.
  private func report(_ tick: UInt32, _ state: inout State) {
    let (reports, symbols, calendar) = (reportColumn.view, reportingColumn.view, settings.calendar)
    let count = DueScan.vector(0..<reports.count, due: reports, tick: tick, into: symbols)
    let quarter = Int(tick) / calendar.quarter
    for place in 0..<count {
      let symbol = Int(symbols[place])
      surprise(symbol, RowStream(keys.report, row: UInt32(symbol), tick: tick), tick, &state)
      reports[symbol] = calendar.report(ofSymbol: symbol, quarter: quarter + 1, key: keys.calendar)
    }
    var first = UInt32.max
    for symbol in 0..<reports.count { first = min(first, reports[symbol]) }
    state.nextReport = first
  }

  private func happen(_ kind: NewsKind, _ now: UInt32, _ state: inout State) {
    var stream = timing(kind, tick: now)
    let pause = settings.occurrence(kind).minInterval
    state.due[Int(kind.rawValue)] = tick(after: now, pause: pause, stream, kind)
    _ = stream.next32()  // the gap's
    switch kind {
    case .earnings:
      let symbol = Int(stream.bounded(UInt32(companies.count)))
      surprise(symbol, RowStream(keys.earnings, row: UInt32(symbol), tick: now), now, &state)
    case .guidance: guide(Int(stream.bounded(UInt32(companies.count))), now, &state)
    case .rate: decideRate(now, &state)
    case .sector: talk(Int(stream.bounded(UInt32(sectorCount))), now, &state)
    }
  }

  private func timing(_ kind: NewsKind, tick: UInt32) -> RowStream {
    RowStream(keys.timing, row: UInt32(kind.rawValue), tick: tick)
  }

  /// When a kind comes next: a pause, then a trial each tick. The first word of `stream` decides.
  private func tick(after tick: UInt32, pause: Int, _ stream: RowStream, _ kind: NewsKind) -> UInt32 {
    var stream = stream
    let gap = stream.geometricGap(inverseLogQ: inverseLogQ[Int(kind.rawValue)])
    guard gap < .max else { return .max }
    return UInt32(exactly: Int(tick) + pause + Int(gap) - 1) ?? .max
  }

  private func surprise(_ symbol: Int, _ stream: RowStream, _ tick: UInt32, _ state: inout State) {
    var stream = stream
    let rules = settings.earnings
    let surprise = rules.surprise * (2 * stream.uniform() - 1)
    companies.earnings[symbol] *= 1 + surprise
    companies.revalue(symbol, model, requiredReturn: state.macro.requiredReturn)
    let sentiment = Double(signOf: surprise, magnitudeOf: surprise.magnitude.squareRoot())
    add(.earnings, Int32(symbol), sentiment, amount: surprise, rules.occurrence, &stream, tick, &state)
  }

  private func guide(_ symbol: Int, _ tick: UInt32, _ state: inout State) {
    var stream = RowStream(keys.guidance, row: UInt32(symbol), tick: tick)
    let rules = settings.guidance
    let before = companies.growth[symbol]
    let target = companies.homeGrowth[symbol] + rules.width * (2 * stream.uniform() - 1)
    let allowed = CompanyTable.growthAllowed
    let after = min(max(before + rules.fraction * (target - before), allowed.lowerBound), allowed.upperBound)
    companies.growth[symbol] = after
    companies.revalue(symbol, model, requiredReturn: state.macro.requiredReturn)
    // A whole percentage point of lasting growth is as good as news get.
    let sentiment = min(max((after - before) / 0.01, -1), 1)
    add(.guidance, Int32(symbol), sentiment, amount: after, rules.occurrence, &stream, tick, &state)
  }

  private func decideRate(_ tick: UInt32, _ state: inout State) {
    var stream = RowStream(keys.rate, row: 0, tick: tick)
    let rules = settings.rate
    let before = state.macro.riskFreeRate
    let after = rules.turned(before + rules.step * (2 * stream.uniform() - 1))
    state.macro.riskFreeRate = after
    let required = state.macro.requiredReturn
    for symbol in 0..<companies.count { companies.revalue(symbol, model, requiredReturn: required) }
    // Half a percentage point is as good, or as bad, as it gets.
    let sentiment = min(max((before - after) / 0.005, -1), 1)
    add(.rate, 0, sentiment, amount: after, rules.occurrence, &stream, tick, &state)
  }

  private func talk(_ sector: Int, _ tick: UInt32, _ state: inout State) {
    var stream = RowStream(keys.sector, row: UInt32(sector), tick: tick)
    let sentiment = settings.sector.sentiment * (2 * stream.uniform() - 1)
    add(.sector, Int32(sector), sentiment, amount: sentiment, settings.sector.occurrence, &stream, tick, &state)
  }

  private func add(
    _ kind: NewsKind, _ target: Int32, _ sentiment: Double, amount: Double, _ occurrence: NewsSettings.Occurrence,
    _ stream: inout RowStream, _ tick: UInt32, _ state: inout State
  ) {
    precondition(Int(state.count) < activeEvents.view.id.count, "the table holds all that the settings allow")
    state.lastId += 1
    activeEvents.view[Int(state.count)] = NewsEvent(
      id: state.lastId, kind: kind, target: target, tick: tick, duration: UInt32(occurrence.duration),
      sentiment: sentiment, magnitude: stream.uniform(in: occurrence.magnitude), amount: amount)
    state.count += 1
    state.new += 1
  }

  // MARK: - What is left of it

  /// Sums from scratch, so that nothing of an event is left when it is over.
  private func addSentiment(_ tick: UInt32, _ state: inout State) {
    let (symbols, sectors) = (sentimentColumn.view, sectorSentimentColumn.view)
    symbols.fill(0..<symbols.count, with: 0)
    sectors.fill(0..<sectors.count, with: 0)
    state.macroSentiment = 0
    for row in 0..<Int(state.count) {
      let event = activeEvents.view[row]
      let effect = event.effect(at: tick)
      switch event.reach {
      case .symbol(let symbol): symbols[symbol] += effect
      case .sector(let sector): sectors[sector] += effect
      case .everybody: state.macroSentiment += effect
      }
    }
  }
}
