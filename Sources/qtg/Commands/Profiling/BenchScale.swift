import Foundation
import SimEngine
import SimHooks
import SimReport

/// `qtg bench scale`: what an agent costs, from a thousand of them to millions.
enum BenchScaleCommand: Command {
  static let name = "bench scale"
  static let summary = "measure how speed and memory change with the number of agents and workers"
  static let flags =
    ConfigurationSource.flags + Setting.ofScale.map(\.flag) + [
      Flag("--agents", taking: "LIST", "sizes, as in 1k,30k,1M (\(agentsStandard))"),
      Flag("--workers", taking: "LIST", "numbers of threads, as in 1,2 (1 and one for each core)"),
      Flag("--ticks", taking: "N", "ticks of a measurement (as many as make about half a second)"),
      Flag("--warmup", taking: "N", "ticks before each measurement that are not counted (a fifth as many)"),
      Flag("--trials", taking: "N", "measurements of each size and number of workers (\(trialsStandard))"),
      Flag("--out", taking: "FILE", "the measurements as CSV"),
      Flag("--report", taking: "FILE", "charts and tables as one HTML file"),
      Flag("--quiet", "print nothing but errors"),
    ]
  static let examples = [
    Example("qtg bench scale --out scale.csv --report scale.html", "1,000 to 3,000,000 agents"),
    Example("qtg bench scale --agents 10k,100k,1M --workers 1,2,4 --trials 5", "three sizes, more often"),
    Example("qtg bench scale --agents 10M --workers 2 --trials 1", "ten million: about 3 GB"),
  ]

  private static let agentsStandard = "1k,3k,10k,30k,100k,300k,1M,3M"
  private static let trialsStandard = 3
  /// Agent-ticks of a measurement when nothing else is said, and the fewest and most ticks they are cut into.
  private static let (agentTicks, ticksMin, ticksMax) = (200_000_000, 20, 4_000)

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let (rules, file) = try ConfigurationSource(environment: environment)
      .rules(arguments, Setting.ofScale, command: name)
    let plan = try Plan(arguments)
    try OutputProbe.checkDistinct([("the configuration", file), ("--out", plan.out), ("--report", plan.report)])
    // What cannot be written should be known now and not after the last size.
    if let report = plan.report { try OutputProbe.check(report, flag: "--report") }
    let table = try plan.out.map { path throws(Failure) in try TableWriter(path) }
    let isQuiet = arguments.has("--quiet")
    if !isQuiet { ProfileCommand.warnOfMachine() }
    let (machine, build) = (MachineInfo.ofThisMachine().label, "\(BuildInfo.version) \(BuildInfo.description)")
    try table?.append(ScaleRecord.headerLine)
    try table?.finish()
    let records = try measure(rules, plan, isQuiet: isQuiet, environment) { record throws(Failure) in
      try table?.append(record.line(machine: machine, build: build))
      try table?.finish()
    }
    guard let records else { return .interrupted }
    try checkHashes(records)
    let study = ScaleStudy(records, caches: .ofThisMachine())
    if let report = plan.report {
      let page = ScalePage(
        study, seed: rules.seed, symbols: rules.symbols.count, machine: machine, build: build)
      do throws(ReportError) { try page.write(to: report) } catch { throw Failure(.storage, ["--report: \(error)"]) }
    }
    if !isQuiet { try Output.print("\n" + study.text) }
    return .done
  }

  /// Every size and number of workers once a round, so that a slow moment does not hit one of them alone.
  /// - Returns: nil when it was interrupted.
  private static func measure(
    _ rules: SimulationRules, _ plan: Plan, isQuiet: Bool, _ environment: [String: String],
    _ done: (ScaleRecord) throws(Failure) -> Void
  ) throws(Failure) -> [ScaleRecord]? {
    let stop = StopSignal()
    let signals = Signals(stop: stop, isQuiet: isQuiet)
    defer { withExtendedLifetime(signals) {} }
    var progress = SeriesProgress(
      total: plan.trials * plan.agents.count * plan.workers.count, done: 0, isQuiet: isQuiet, environment: environment)
    var records: [ScaleRecord] = []
    for number in 1...plan.trials {
      for agents in plan.agents {
        for workers in plan.workers {
          let trial = try trial(rules, plan, agents, workers)
          let outcome: Trial.Outcome?
          do { outcome = try trial.run(stop: stop) } catch { throw Failure(running: error) }
          guard let outcome else { return nil }
          let record = ScaleRecord(outcome, of: trial, number: number)
          try done(record)
          records.append(record)
          progress.advance(
            "\(grouped(agents)) agents  \(counted(workers, "worker"))  "
              + "\(grouped(Int(record.ticksPerSecond.rounded()))) ticks/s")
        }
      }
    }
    return records
  }

  private static func trial(
    _ rules: SimulationRules, _ plan: Plan, _ agents: Int, _ workers: Int
  ) throws(Failure) -> Trial {
    let ticks = plan.ticks ?? min(ticksMax, max(ticksMin, agentTicks / agents))
    let warmup = plan.warmup ?? max(5, ticks / 5)
    var config = rules.config.scaled(toAgents: agents, registry: rules.registry)
    config.run.workers = workers
    config.run.ticks = ticks + warmup
    config.storage.path = nil
    do {
      return Trial(try SimulationRules(config, registry: rules.registry), warmup: warmup, ticks: ticks)
    } catch {
      throw .configuration(error)
    }
  }

  /// Of one size, all have to come to one result.
  private static func checkHashes(_ records: [ScaleRecord]) throws(Failure) {
    for (agents, trials) in Dictionary(grouping: records, by: \.agents).sorted(by: { $0.key < $1.key }) {
      let hashes = Set(trials.map(\.stateHash)).sorted()
      guard hashes.count > 1 else { continue }
      throw Failure(
        .runFailed, ["\(grouped(agents)) agents did not come to one result: \(hashes.joined(separator: ", "))"],
        advice: "The results of a run must not depend on the workers: this is a fault of qtg.")
    }
  }

  private struct Plan {
    let agents, workers: [Int]
    let ticks, warmup: Int?  // nil: by the number of agents
    let trials: Int
    let out, report: String?

    init(_ arguments: Arguments) throws(Failure) {
      var numbers = SeriesNumbers(arguments)
      let cores = ProcessInfo.processInfo.activeProcessorCount
      agents = numbers.list("--agents", standard: BenchScaleCommand.agentsStandard, 1...SimulationConfig.agentsMax)
      workers = numbers.list("--workers", standard: cores > 1 ? "1,\(cores)" : "1", 1...SimulationConfig.workersMax)
      ticks = arguments.value("--ticks") == nil ? nil : numbers.number("--ticks", standard: 1, 1...1_000_000_000)
      warmup = arguments.value("--warmup") == nil ? nil : numbers.number("--warmup", standard: 0, 0...1_000_000_000)
      trials = numbers.number("--trials", standard: BenchScaleCommand.trialsStandard, 1...1_000)
      (out, report) = (arguments.value("--out")?.text, arguments.value("--report")?.text)
      guard numbers.problems.isEmpty else { throw .usage(numbers.problems, of: name) }
    }
  }
}
