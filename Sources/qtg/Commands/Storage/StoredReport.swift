import SimQuant
import SimReport
import SimStorage

/// What a page about a run shows, read from a file of results.
///
/// Per-tick figures are taken one by one into buckets, so that memory does not grow with the length of a run.
struct StoredReport {
  let data: ReportData

  /// Points of a price chart, and of all of a page: with many symbols each has fewer.
  private static let (pointsPerSymbolMin, pointsPerSymbolMax, pointsMax) = (40, 240, 12_000)

  /// - Parameter symbol: whose stylised facts are computed.
  /// - Complexity: reads what every symbol did in every tick, the last portfolios, and one symbol's trades.
  init(_ reader: StorageReader, _ run: StoredRun, factsOf symbol: StoredSymbol) throws(Failure) {
    var data = ReportData(
      run: try stored { () throws(StorageError) in try Self.facts(of: run, reader) },
      facts: Self.stylisedFacts(reader, run, symbol))
    data.symbols = try Self.symbols(reader, run)
    try stored { () throws(StorageError) in
      data.news = try reader.events(run: run.id).map { event in
        ReportData.News(
          tick: event.tick, symbol: event.symbol, sector: event.sector, sentiment: event.sentiment,
          headline: event.headline)
      }.filter { $0.tick < run.ticks }
      data.strategies = try Self.strategies(reader, run)
      data.wealth = try Self.wealth(reader, run)
      let timings = try reader.phaseTimings(run: run.id).map { timing in
        ReportData.Phase(
          name: timing.phase, totalNanoseconds: Double(timing.totalNanoseconds),
          meanNanoseconds: timing.meanNanoseconds, medianNanoseconds: Double(timing.medianNanoseconds),
          p99Nanoseconds: Double(timing.p99Nanoseconds))
      }
      data.phases = timings.filter { $0.name != "tick" }
      data.wholeTick = timings.first { $0.name == "tick" }
    }
    self.data = data
  }

  private static func facts(of run: StoredRun, _ reader: StorageReader) throws(StorageError) -> ReportData.Run {
    let outcome: ReportData.Run.Outcome =
      switch run.outcome {
      case .running: .running
      case .completed: .completed
      case .interrupted: .interrupted
      case .failed: .failed
      }
    return ReportData.Run(
      id: run.id, outcome: outcome, source: reader.path, started: RunWords.time(run.startedAt),
      ended: run.endedAt.map(RunWords.time), seed: run.seed, ticks: run.ticks, ticksPlanned: run.ticksPlanned,
      agents: run.agents, stateHash: run.stateHash, tradeLog: run.tradeLog,
      storedTrades: try reader.tradeCount(run: run.id), version: run.description.version,
      machine: run.description.machine, configHash: run.description.configHash,
      configJSON: run.description.configJSON)
  }

  private static func symbols(_ reader: StorageReader, _ run: StoredRun) throws(Failure) -> [ReportData.Symbol] {
    let shares = try stored { () throws(StorageError) in try reader.symbols(run: run.id) }
    let points = max(pointsPerSymbolMin, min(pointsPerSymbolMax, pointsMax / max(1, shares.count)))
    var paths = shares.map { _ in TickBuckets(ticks: run.ticks, bucketsMax: points) }
    let places = Dictionary(uniqueKeysWithValues: shares.enumerated().map { ($1.name, $0) })
    do {
      try reader.visitSymbolTicks(run: run.id) { tick in
        // A run that goes on may have stored more since it was looked up.
        guard tick.tick < run.ticks, let place = places[tick.symbol] else { return }
        paths[place].add(
          tick: tick.tick, low: dollars(tick.low), high: dollars(tick.high), close: dollars(tick.close),
          volume: Double(tick.volume), trades: tick.trades,
          quotes: tick.bid > 0 && tick.ask > 0 ? (dollars(tick.bid), dollars(tick.ask)) : nil,
          depth: tick.depth.map { (Double($0.bid), Double($0.ask)) })
      }
    } catch {
      guard let error = error as? StorageError else { preconditionFailure("nothing else fails: \(error)") }
      throw .storage(error)
    }
    return zip(shares, paths).map { share, path in
      ReportData.Symbol(
        name: share.name, sector: share.sector, initialPrice: dollars(share.initialPrice), path: path)
    }
  }

  private static func strategies(
    _ reader: StorageReader, _ run: StoredRun
  ) throws(StorageError) -> [ReportData.Strategy] {
    let history = try reader.strategyHistory(run: run.id)
    return try reader.strategyProfits(run: run.id).map { profit in
      var strategy = ReportData.Strategy(
        name: profit.strategy, agents: profit.agents, winners: profit.winners, profit: dollars(profit.profit),
        profitPerAgent: profit.profitPerAgent / unitsPerDollar, realizedProfit: dollars(profit.realizedProfit))
      strategy.history = history.filter { $0.strategy == profit.strategy }.map { point in
        ReportData.Strategy.Snapshot(
          tick: point.tick, profitPerAgent: dollars(point.profit) / Double(max(1, point.agents)),
          unrealizedProfit: point.unrealizedProfit.map(dollars))
      }
      return strategy
    }
  }

  private static func wealth(_ reader: StorageReader, _ run: StoredRun) throws(StorageError) -> ReportData.Wealth? {
    guard let tick = try reader.snapshotTicks(run: run.id).last else { return nil }
    let initial = try reader.agents(run: run.id).map { dollars($0.initialEquity) }
    let final = try reader.portfolios(run: run.id, tick: tick).map { dollars($0.equity) }
    return ReportData.Wealth(initial: initial, final: final, tick: tick)
  }

  /// The table of `qtg analyze stylized-facts`, from the same prices.
  private static func stylisedFacts(
    _ reader: StorageReader, _ run: StoredRun, _ symbol: StoredSymbol
  ) -> ReportData.Facts {
    do {
      let prices = try StoredPrices(reader, run, symbol, timeframe: nil)
      let history = try PriceHistory(closes: prices.closes, volumes: prices.volumes, book: prices.book)
      return .found(StylisedFactsReport(history), of: prices.origin)
    } catch {
      let reason = (error as? Failure)?.problems.joined(separator: "; ") ?? "\(error)"
      return .missing(reason: reason)
    }
  }
}

private let unitsPerDollar = 10_000.0

private func dollars(_ units: Int64) -> Double { Double(units) / unitsPerDollar }
