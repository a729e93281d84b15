import Foundation
import SimAgents
import SimEngine
import SimHooks
import SimReport
import SimStorage

/// `qtg run`: a whole simulation, with whatever is to watch it.
enum RunCommand: Command {
  static let name = "run"
  static let summary = "run a simulation"
  static let flags =
    ConfigurationSource.flags + Setting.all.map(\.flag) + [
      Flag("--timings", taking: "FILE", "write the time of every tick and phase as CSV"),
      Flag(
        "--trace", taking: "FILE",
        "write what each worker did in the last ticks, for ui.perfetto.dev"),
      Flag("--trace-ticks", taking: "N", "how many ticks that is (\(traceTicksStandard))"),
      Flag("--summary-json", taking: "FILE", "write what came of the run as JSON"),
      Flag("--check-invariants", "count all cash and all shares after every tick"),
      Flag("--quiet", "print nothing but errors"),
      Flag("--headless", "do without a terminal interface, as every run does so far"),
    ]
  static let examples = [
    Example("qtg run", "the production configuration: 100,000 agents, 20,000 ticks"),
    Example("qtg run --preset quick --check-invariants", "a second's work, with everything counted"),
    Example("qtg run --agents 1000000 --ticks 500 --workers 4", "the same market, ten times as crowded"),
    Example("qtg run --config mine.json5 --storage-path results.db", "keep trades, candles and portfolios"),
    Example("qtg run --ticks 1000 --trace trace.json", "which worker did what when in the last hundred ticks"),
    Example(
      "SIM_SEED=7 qtg run --par-auctions false --timings t.csv", "where the time goes when symbols clear one by one"),
  ]

  private static let traceTicksStandard = 100
  /// A span takes 24 bytes for each worker, and a tick has hundreds of them.
  private static let traceTicksMax = 10_000

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let (rules, file) = try ConfigurationSource(environment: environment).rules(arguments, command: name)
    try OutputProbe.checkDistinct([
      ("the configuration", file), ("--storage-path", rules.config.storage.path),
      ("--timings", arguments.value("--timings")?.text), ("--summary-json", arguments.value("--summary-json")?.text),
      ("--trace", arguments.value("--trace")?.text),
    ])
    var numbers = SeriesNumbers(arguments)
    let traceTicks = numbers.number("--trace-ticks", standard: traceTicksStandard, 1...traceTicksMax)
    guard numbers.problems.isEmpty else { throw .usage(numbers.problems, of: name) }
    do {
      return try run(rules, arguments, environment, traceTicks: traceTicks)
    } catch {
      throw Failure(running: error)
    }
  }

  private static func run(
    _ rules: SimulationRules, _ arguments: Arguments, _ environment: [String: String], traceTicks: Int
  ) throws -> ExitCode {
    let isQuiet = arguments.has("--quiet")
    let summaryPath = arguments.value("--summary-json")?.text
    // What cannot be written should be known now and not after the last tick.
    if let summaryPath { try OutputProbe.check(summaryPath, flag: "--summary-json") }
    let tracePath = arguments.value("--trace")?.text
    if let tracePath { try OutputProbe.check(tracePath, flag: "--trace") }

    let wall = WallClock()
    let description = RunDescription(rules)
    var hooks: [any SimulationHook] = []
    if rules.config.run.checkInvariants || arguments.has("--check-invariants") { hooks.append(InvariantWatch()) }
    // The database first: a path that is refused leaves everything as it was, while opening the timings empties them.
    let storage = try storage(rules, description)
    if let storage { hooks.append(storage) }
    let riskWatch = RiskWatch()
    let marketWatch = MarketRiskWatch()
    if !rules.config.risk.watch.isEmpty { hooks += [riskWatch, marketWatch] }
    if let path = arguments.value("--timings")?.text { hooks.append(try TimingsHook(path: path)) }
    if !isQuiet { hooks.append(progress(environment)) }

    if !isQuiet { Output.error(banner(rules, isStored: storage != nil)) }
    let simulation = Simulation(rules, hooks: hooks + [wall], tracedTicks: tracePath == nil ? 0 : traceTicks)
    let signals = Signals(stop: simulation.stop, isQuiet: isQuiet)
    let end = try withExtendedLifetime(signals) { try simulation.run() }

    let summary = RunSummary(
      rules, end,
      RunSummary.Circumstances(
        version: description.version, build: BuildInfo.description, configHash: description.configHash,
        wallNanoseconds: wall.nanoseconds, bytesPerAgent: simulation.bytesPerAgent),
      watched: riskWatch.figures, holdings: marketWatch.holdings, marketRisk: marketWatch.market)
    if let summaryPath { try summary.write(to: summaryPath) }
    if let tracePath { try trace(simulation, description)?.write(to: tracePath) }
    if !isQuiet { try Output.print("\n\(PhaseTable(end.trace).text)\n\(summary.words)") }
    if let failure = storage?.failure { Output.error("qtg: storage: \(failure.path) does not hold all of this run\n") }
    return end.outcome == .interrupted ? .interrupted : .done
  }

  /// Who did what when, if it was noted.
  private static func trace(_ simulation: Simulation, _ description: RunDescription) -> ChromeTrace? {
    simulation.spans.map { spans in
      let rules = simulation.rules
      return ChromeTrace(
        spans, phases: Phase.allCases.map(\.name), regions: simulation.regions.map { $0.map(\.rawValue) },
        facts: [
          ("version", description.version), ("machine", description.machine), ("config_hash", description.configHash),
          ("seed", "\(rules.seed)"), ("agents", "\(rules.individualAgents)"), ("workers", "\(rules.workers)"),
          ("ticks", "the last \(min(spans.ticks, Int(simulation.tick))) of \(simulation.tick)"),
        ])
    }
  }

  /// What stores the run, if it is to be stored. Told to go on without storage, it does so from the start if need be.
  private static func storage(_ rules: SimulationRules, _ description: RunDescription) throws -> StorageHook? {
    let settings = rules.config.storage
    guard let path = settings.path else { return nil }
    do {
      return try StorageHook(
        path: path, settings: settings, description: description, clock: .system, whenGivingUp: goesOnWithout)
    } catch {
      guard settings.onError == "continue" else { throw error }
      goesOnWithout(error)
      return nil
    }
  }

  private static func goesOnWithout(_ error: StorageError) {
    Output.error("qtg: storage: \(error)\nqtg: storage: the run goes on without it (storage.on_error)\n")
  }

  private static func banner(_ rules: SimulationRules, isStored: Bool) -> String {
    let populations = rules.populations.map { "\($0.agents.count) \($0.name)" }.joined(separator: ", ")
    return """
      \(counted(rules.individualAgents, "agent")) (\(populations)), \(counted(rules.symbols.count, "symbol")), \
      \(counted(rules.ticks, "tick")), seed \(rules.seed), \(counted(rules.workers, "worker"))

      """ + (isStored ? storageWords(rules) : "")
  }

  /// How trades are stored, and why when that was not said.
  private static func storageWords(_ rules: SimulationRules) -> String {
    let asked = rules.config.storage.tradeLog
    let log = TradeLogChoice.resolve(asked, agents: rules.agentCount, ticks: rules.ticks)
    let expected = TradeLogChoice.expectedTrades(agents: rules.agentCount, ticks: rules.ticks)
    let reason = asked == .auto ? " (about \(expected) are expected; --trade-log chooses)" : ""
    return "storing in \(rules.config.storage.path ?? ""), trades: \(log)\(reason)\n"
  }

  private static func progress(_ environment: [String: String]) -> ProgressHook {
    let style: ProgressHook.Style =
      Output.isErrorTerminal ? .rewrittenLine(columns: Output.columns(environment) - 1) : .plainLines
    return ProgressHook(style) { Output.error($0) }
  }
}

extension RunDescription {
  /// Where a run of these rules by this program on this machine comes from.
  fileprivate init(_ rules: SimulationRules) {
    let config = rules.config.spelledOut(rules.registry)
    let machine = MachineInfo.ofThisMachine()
    self.init(
      version: BuildInfo.version, configHash: config.configHash, configJSON: config.canonicalText,
      machine: "\(machine.cpu), \(machine.cores) cores, \(BuildInfo.description)")
  }
}
