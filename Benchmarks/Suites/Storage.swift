import Foundation
import SimAgents
import SimEngine
import SimStorage

/// What storing costs: how many trades a second the writer takes, and what is left of a production run's ticks.
///
/// *Writer*: a hook is handed the same tick of the production market again and again, as fast as it takes it; the queue
/// is full soon, so that the pace is the writer's. *Ticks*: simulations of the production market, alone and with each
/// trade log, take turns. Files are thrown away.
extension BenchmarkSuite {
  static let storage = BenchmarkSuite("Storage", "trades stored a second, and ticks a second while they are") { bench in
    var config = try ProductionConfiguration.load()
    config.run.seed = bench.options.seed
    config.storage.snapshotInterval = 0
    config.storage.candleTimeframes = []  // a tick that happens over and over closes its candle only once
    if bench.options.isToy { config = config.scaled(toAgents: 1_000) }
    let folder = FileManager.default.temporaryDirectory.appending(path: "qtg-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try writer(bench, config, folder.path)
    try ticks(bench, config, folder.path)
  }

  private static func writer(_ bench: Bench, _ config: SimulationConfig, _ folder: String) throws {
    var config = config
    config.run.workers = 1
    let rules = try SimulationRules(config, registry: .standard)
    let start = StartOfRun()
    let market = Simulation(rules, hooks: [start])
    try market.run(bench.choose(full: 200, toy: 5))
    let ticksPerTurn = bench.choose(full: 256, toy: 8)
    let tradesPerTick = market.frame.tape.tradeCount
    let feeds = try [SimulationConfig.TradeLog.off, .rows, .packed].map { log in
      try Feed(market, start, log, path: "\(folder)/writer-\(log).db")
    }
    let measured = try bench.measure(
      Workload(size: tradesPerTick, unit: "trades a tick", setting: "writer", items: tradesPerTick * ticksPerTurn),
      feeds.map { feed in
        Variant("\(feed.log)", run: { _ in feed.advance(by: ticksPerTurn) }, answer: { _ in UInt64(feed.tick) })
      })
    for (feed, measurement) in zip(feeds, measured).dropFirst() {
      bench.note("\(feed.log): \(NumberText.rate(measurement.itemsPerSecond)) trades stored a second")
    }
    let end = try market.end(.completed)
    for feed in feeds { try feed.end(end) }
  }

  private static func ticks(_ bench: Bench, _ config: SimulationConfig, _ folder: String) throws {
    var config = config
    config.run.workers = bench.options.workers
    let rules = try SimulationRules(config, registry: .standard)
    // At the end of a turn the writer may be half a batch behind, 64 ticks: a small part of the next one's time.
    let ticksPerTurn = bench.choose(full: 1_024, toy: 4)
    let runs = try [nil, SimulationConfig.TradeLog.off, .packed].map { log in
      try StoredRunUnderWay(rules, log, path: "\(folder)/ticks-\(log.map(\.description) ?? "").db")
    }
    for run in runs { run.advance(by: bench.choose(full: 200, toy: 2)) }
    let measured = try bench.measure(
      Workload(size: ticksPerTurn, unit: "ticks", setting: "run", items: ticksPerTurn), share: 4,
      runs.map { run in
        Variant(run.name, run: { _ in run.advance(by: ticksPerTurn) }, answer: { _ in run.simulation.stateHash })
      })
    for (run, measurement) in zip(runs, measured) {
      let left = measured[0].median / measurement.median
      bench.note(
        "\(run.name): \(NumberText.short(measurement.itemsPerSecond)) ticks/s, \(NumberText.short(100 * left)) % of "
          + "those without storage")
    }
    for run in runs { try run.end() }
  }
}

/// One tick of a market, handed to a hook as if it happened over and over.
private final class Feed {
  let log: SimulationConfig.TradeLog
  private(set) var tick: UInt32 = 0
  private let market: Simulation
  private let hook: StorageHook

  init(_ market: Simulation, _ start: StartOfRun, _ log: SimulationConfig.TradeLog, path: String) throws {
    (self.market, self.log) = (market, log)
    hook = try StorageHook.benchmarked(log, market.rules, path: path)
    if let context = start.context { try hook.runStarts(context) }
  }

  func advance(by ticks: Int) {
    for _ in 0..<ticks {
      let frame = market.frame
      do {
        try hook.tickEnds(
          TickFrame(
            tick: tick, rules: frame.rules, symbols: frame.symbols, tape: frame.tape, candles: frame.candles,
            accounts: frame.accounts, risk: frame.risk, counts: frame.counts, totals: frame.totals, trace: frame.trace))
      } catch {
        preconditionFailure("results cannot be stored: \(error)")
      }
      tick += 1
    }
  }

  func end(_ end: RunEnd) throws { try hook.runEnds(end) }
}

/// Keeps what hooks are told before the first tick.
private final class StartOfRun: SimulationHook {
  let name = "start of the run"
  private(set) var context: RunContext?

  func runStarts(_ run: RunContext) { context = run }
}

/// A simulation under way with a storage hook, or without.
private final class StoredRunUnderWay {
  let simulation: Simulation
  let name: String

  init(_ rules: SimulationRules, _ log: SimulationConfig.TradeLog?, path: String) throws {
    name = log.map { "\($0)" } ?? "no storage"
    simulation = Simulation(rules, hooks: try log.map { [try StorageHook.benchmarked($0, rules, path: path)] } ?? [])
  }

  func advance(by ticks: Int) {
    do { try simulation.run(ticks) } catch { preconditionFailure("results cannot be stored: \(error)") }
  }

  func end() throws { try simulation.end(.interrupted) }
}

extension StorageHook {
  fileprivate static func benchmarked(
    _ log: SimulationConfig.TradeLog, _ rules: SimulationRules, path: String
  ) throws -> StorageHook {
    var settings = rules.config.storage
    settings.tradeLog = log
    return try StorageHook(
      path: path, settings: settings,
      description: RunDescription(version: "", configHash: "", configJSON: "{}", machine: ""), clock: .system)
  }
}
