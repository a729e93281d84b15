import Foundation
import SimAgents
import SimEngine
import SimHooks
import SimParallel
import SimReport

/// `qtg profile`: which phases gain from being shared between workers, by how much, and how sure that is.
enum ProfileCommand: Command {
  static let name = "profile"
  static let summary = "measure which phases gain from being parallel, with intervals, and what to set here"
  static let flags =
    ConfigurationSource.flags + Setting.ofSeries.map(\.flag) + [
      Flag("--design", taking: "NAME", "standard (11 configurations), screening (32) or full (512)"),
      Flag("--trials", taking: "N", "measurements of each configuration (\(Plan.trialsStandard))"),
      Flag(
        "--ticks", taking: "N", environment: "SIM_TICKS", "ticks of a measurement (\(grouped(Plan.ticksStandard)))"),
      Flag(
        "--warmup", taking: "N", "ticks before each measurement that are not counted (\(Plan.warmupStandard))"),
      Flag("--out", taking: "FILE", "the trials as CSV (\(Plan.outStandard)); goes on with a file of the same series"),
      Flag("--restart", "empty that file first"),
      Flag("--effects", taking: "FILE", "write what phases gain and which depend on each other as CSV"),
      Flag(
        "--report", taking: "FILE",
        "write charts and tables as one HTML file; also measures 1, 2, 4, … workers and the memory"),
      Flag("--quiet", "print nothing but errors"),
    ]
  static let examples = [
    Example("qtg profile", "the production market, all parallel and each phase sequential in turn, 3 trials"),
    Example("qtg profile --trials 7 --report profile.html", "narrower intervals, and a page of charts"),
    Example("qtg profile --design screening --trials 2", "do phases depend on each other? 64 measurements"),
    Example("qtg profile --design full --out full.csv", "all 512; after Ctrl-C the same command goes on"),
    Example("qtg profile --agents 1000000 --ticks 100 --out million.csv", "another population, another answer"),
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let (rules, file) = try ConfigurationSource(environment: environment)
      .rules(arguments, Setting.ofSeries, command: name)
    let plan = try Plan(arguments)
    try OutputProbe.checkDistinct([
      ("the configuration", file), ("--out", plan.out), ("--effects", plan.effects), ("--report", plan.report),
    ])
    // What cannot be written should be known now and not after the last trial.
    if let effects = plan.effects { try OutputProbe.check(effects, flag: "--effects") }
    if let report = plan.report { try OutputProbe.check(report, flag: "--report") }
    let isQuiet = arguments.has("--quiet")
    if !isQuiet { warn(rules, environment) }

    let series = Series(rules, plan)
    let log = try TrialLog(plan.out, series.common, restarts: plan.restarts)
    guard let records = try measure(series, log, isQuiet: isQuiet, environment) else {
      return .interrupted
    }
    try checkHashes(records, in: plan.out)
    let analysis = ProfileAnalysis(plan.design, records)
    if let effects = plan.effects {
      do throws(ReportError) { try EffectsTable(analysis).write(to: effects) } catch {
        throw Failure(.storage, ["--effects: \(error)"])
      }
    }
    if !isQuiet { try Output.print("\n" + analysis.text) }
    guard let report = plan.report else { return .done }
    guard let machine = try measureMachine(series, isQuiet: isQuiet, environment) else { return .interrupted }
    if !isQuiet { try Output.print("\n" + machine.roofline.text) }
    let page = ProfilePage(analysis, sweep: machine.sweep, roofline: machine.roofline)
    do throws(ReportError) { try page.write(to: report) } catch { throw Failure(.storage, ["--report: \(error)"]) }
    return .done
  }

  // MARK: - Measuring

  /// - Returns: every trial of the plan, those of the file included; nil when it was interrupted.
  private static func measure(
    _ series: Series, _ log: TrialLog, isQuiet: Bool, _ environment: [String: String]
  ) throws(Failure) -> [TrialRecord]? {
    var records = log.records
    let entries = TrialPlan(series.plan.design, trials: series.plan.trials, seed: series.rules.seed).entries
    let measured = Set(records.map { "\($0.configName) \($0.trial)" })
    let left = entries.filter { !measured.contains("\($0.config.profileName) \($0.trial)") }
    if !isQuiet, !records.isEmpty {
      let rest = left.isEmpty ? "nothing is left to measure" : "going on with \(left.count)"
      Output.error("\(log.path) holds \(counted(records.count, "trial")) of this series; \(rest)\n")
    }
    let stop = StopSignal()
    let signals = Signals(stop: stop, isQuiet: isQuiet, what: "the trial under way, which does not count")
    defer { withExtendedLifetime(signals) {} }
    var progress = SeriesProgress(
      total: entries.count, done: entries.count - left.count, isQuiet: isQuiet, environment: environment)
    for entry in left {
      guard let record = try series.measure(entry, stop: stop) else {
        let done = entries.count - left.count + records.count - log.records.count
        if !isQuiet {
          Output.error("interrupted: \(log.path) holds \(done) of \(entries.count) trials; the same command goes on\n")
        }
        return nil
      }
      try log.append(record)
      records.append(record)
      progress.advance("\(record.configName)  \(grouped(Int(record.ticksPerSecond.rounded()))) ticks/s")
    }
    let wanted = Set(entries.map { "\($0.config.profileName) \($0.trial)" })
    return records.filter { wanted.contains("\($0.configName) \($0.trial)") }
  }

  /// What the page shows beside the trials: all phases parallel with 1, 2, 4, … workers, in rounds, and how fast memory
  /// is. Nil when it was interrupted.
  private static func measureMachine(
    _ series: Series, isQuiet: Bool, _ environment: [String: String]
  ) throws(Failure) -> (sweep: WorkerSweep, roofline: Roofline)? {
    let counts = WorkerSweep.counts(upTo: series.rules.workers)
    let stop = StopSignal()
    let signals = Signals(stop: stop, isQuiet: isQuiet, what: "the trial under way; the page is not written")
    defer { withExtendedLifetime(signals) {} }
    var progress = SeriesProgress(
      total: counts.count * series.plan.trials, done: 0, isQuiet: isQuiet, environment: environment)
    var outcomes = [[Trial.Outcome]](repeating: [], count: counts.count)
    for _ in 1...series.plan.trials {
      for (place, workers) in counts.enumerated() {
        guard let outcome = try series.measure(.allParallel, workers: workers, stop: stop)?.outcome else { return nil }
        outcomes[place].append(outcome)
        progress.advance("all_parallel  \(counted(workers, "worker"))")
      }
    }
    let bandwidth = MemoryBandwidth.measure(workers: series.rules.workers)
    let sorted = outcomes[outcomes.count - 1].sorted { $0.nanoseconds < $1.nanoseconds }
    return (
      WorkerSweep(Array(zip(counts, outcomes)), ticks: series.plan.ticks),
      Roofline(series.rules, sorted[sorted.count / 2], ticks: series.plan.ticks, bandwidth)
    )
  }

  /// Every configuration has to come to the same result: a time for another result is no comparison.
  private static func checkHashes(_ records: [TrialRecord], in path: String) throws(Failure) {
    let hashes = Dictionary(grouping: records, by: \.stateHash)
    guard hashes.count > 1 else { return }
    let lines = hashes.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { hash, trials in
      let some = trials.prefix(3).map { "\($0.configName) trial \($0.trial)" }.joined(separator: ", ")
      return "  \(hash): \(counted(trials.count, "trial")): \(some)\(trials.count > 3 ? ", …" : "")"
    }
    throw Failure(
      .runFailed, ["the trials did not come to the same result, so their times are not compared:"] + lines,
      advice: "The rows are in \(path). The results of a run must not depend on the toggles: this is a fault of qtg.")
  }

  private static func warn(_ rules: SimulationRules, _ environment: [String: String]) {
    let set = ParallelToggle.allCases.map(\.environmentVariable).filter { environment[$0]?.isEmpty == false }
    if !set.isEmpty { Output.error("\(set.joined(separator: ", ")): left aside, the design sets the toggles\n") }
    if rules.agentCount < Simulation.defaultGrain {
      Output.error(
        "\(counted(rules.agentCount, "agent")): below \(Simulation.defaultGrain) nothing is shared between workers, so no "
          + "toggle does anything\n")
    }
    let cores = MachineInfo.ofThisMachine().cores
    if rules.workers > cores {
      Output.error(
        "\(rules.workers) workers on \(counted(cores, "core")): fewer take part; the column `workers` says how many did\n"
      )
    }
    if rules.workers == 1 { Output.error("1 worker: nothing can be shared, so no toggle does anything\n") }
    warnOfMachine()
  }

  /// What spoils every measurement.
  static func warnOfMachine() {
    if BuildInfo.configuration != "release" {
      Output.error("not a release build: these figures say nothing about speed\n")
    }
    let cores = Double(MachineInfo.ofThisMachine().cores)
    if let load = MachineInfo.load(), load > max(1, cores / 2) {
      Output.error(
        "\(load) threads want to run on \(counted(Int(cores), "core")) before anything is measured: others use this "
          + "machine, and figures will vary\n")
    }
  }

  // MARK: - What is measured

  private struct Series {
    let rules: SimulationRules
    let plan: Plan
    let common: TrialLog.Series

    init(_ rules: SimulationRules, _ plan: Plan) {
      (self.rules, self.plan) = (rules, plan)
      var config = Self.config(rules, plan, .allParallel)
      config.run.workers = 0  // asked for apart
      let build = TrialRecord.provenance(
        "\(BuildInfo.version) \(BuildInfo.description)", warmup: plan.warmup,
        configHash: config.spelledOut(rules.registry).configHash, workers: rules.workers)
      common = TrialLog.Series(
        design: plan.design, seed: rules.seed, agents: rules.individualAgents, symbols: rules.symbols.count,
        ticks: plan.ticks, machine: MachineInfo.ofThisMachine().label, build: build)
    }

    func measure(_ entry: TrialPlan.Entry, stop: StopSignal) throws(Failure) -> TrialRecord? {
      try measure(entry.config, workers: rules.workers, stop: stop).map { trial, outcome in
        TrialRecord(outcome, of: trial, entry, design: plan.design, machine: common.machine, build: common.build)
      }
    }

    /// Nil when it was stopped.
    func measure(
      _ parallel: ParallelizationConfig, workers: Int, stop: StopSignal
    ) throws(Failure) -> (trial: Trial, outcome: Trial.Outcome)? {
      do {
        var config = Self.config(rules, plan, parallel)
        config.run.workers = workers
        let trial = Trial(
          try SimulationRules(config, registry: rules.registry), warmup: plan.warmup, ticks: plan.ticks)
        return try trial.run(stop: stop).map { (trial, $0) }
      } catch let problem as InvalidConfiguration {
        throw .configuration(problem)
      } catch {
        throw Failure(running: error)
      }
    }

    /// The configuration of a trial: nothing but the market, its ticks and its toggles.
    private static func config(
      _ rules: SimulationRules, _ plan: Plan, _ parallel: ParallelizationConfig
    ) -> SimulationConfig {
      var config = rules.config
      config.run.ticks = plan.warmup + plan.ticks
      config.parallel = parallel
      config.storage.path = nil
      return config
    }
  }

  /// What the flags ask for.
  struct Plan {
    let design: ProfileDesign
    let trials, ticks, warmup: Int
    let out: String
    let effects, report: String?
    let restarts: Bool

    static let (trialsStandard, ticksStandard, warmupStandard) = (3, 1_000, 200)
    static let outStandard = "profiling_results.csv"

    /// - Throws: every text that does not fit its flag.
    init(_ arguments: Arguments) throws(Failure) {
      var numbers = SeriesNumbers(arguments)
      trials = numbers.number("--trials", standard: Self.trialsStandard, 1...1_000)
      ticks = numbers.number("--ticks", standard: Self.ticksStandard, 1...1_000_000_000)
      warmup = numbers.number("--warmup", standard: Self.warmupStandard, 0...1_000_000_000)
      var problems = numbers.problems
      let designs = ProfileDesign.allCases.map(\.rawValue)
      let design = arguments.value("--design")
      let known = ProfileDesign(rawValue: design?.text ?? ProfileDesign.standard.rawValue)
      if let design, known == nil {
        let nearest = NearestName.of(design.text, among: designs).map { "; did you mean `\($0)`?" } ?? "."
        problems.append(
          "--design: no design `\(design.text)`\(nearest) There are \(designs.joined(separator: ", ")).")
      }
      guard let known, problems.isEmpty else { throw .usage(problems, of: name) }
      self.design = known
      out = arguments.value("--out")?.text ?? Self.outStandard
      (effects, report) = (arguments.value("--effects")?.text, arguments.value("--report")?.text)
      restarts = arguments.has("--restart")
    }
  }
}
