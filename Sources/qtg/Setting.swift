import SimEngine
import SimParallel

/// A flag that replaces a value of the configuration file, and how its text becomes that value.
struct Setting {
  let flag: Flag
  let path: String  // the key it replaces
  let expected: String
  /// Nil when the text is not what `expected` says.
  let read: @Sendable (String) -> Edit?

  typealias Edit = @Sendable (inout SimulationConfig) -> Void

  /// - Parameters:
  ///   - parse: the flag's text as a value; nil when it is not what `expected` says.
  ///   - set: puts the value into the configuration.
  private init<Value: Sendable>(
    _ flag: Flag, _ path: String, expected: String, parse: @escaping @Sendable (String) -> Value?,
    set: @escaping @Sendable (inout SimulationConfig, Value) -> Void
  ) {
    (self.flag, self.path, self.expected) = (flag, path, expected)
    read = { text in
      guard let value = parse(text) else { return nil }
      return { config in set(&config, value) }
    }
  }

  static let all: [Setting] = [ticks, seed, agents, workers, mechanism, storagePath, tradeLog] + toggles
  /// What may be set where ticks and toggles are those of a series of measurements, and nothing is stored.
  static let ofSeries: [Setting] = [seed, agents, workers, mechanism]
  /// The same where agents and workers are those of the series too.
  static let ofScale: [Setting] = [seed, mechanism]

  private static let ticks = number(
    Flag("--ticks", taking: "N", environment: "SIM_TICKS", "ticks to run"), "run.ticks", 1...SimulationConfig.ticksMax
  ) { $0.run.ticks = $1 }

  private static let seed = Setting(
    Flag("--seed", taking: "N", environment: "SIM_SEED", "the same seed gives the same run, bit for bit"), "run.seed",
    expected: "a whole number, 0 ... \(UInt64.max)", parse: { UInt64($0) }, set: { $0.run.seed = $1 })

  private static let agents = number(
    Flag(
      "--agents", taking: "N", environment: "SIM_AGENTS", "individually simulated agents; rescales all populations"),
    "populations", 1...SimulationConfig.agentsMax
  ) { $0 = $0.scaled(toAgents: $1) }

  private static let workers = number(
    Flag(
      "--workers", taking: "N", environment: "SIM_WORKERS", "threads; 0 takes one for each core; never changes a result"
    ),
    "run.workers", 0...SimulationConfig.workersMax
  ) { $0.run.workers = $1 }

  private static let mechanism = Setting(
    Flag("--mechanism", taking: "NAME", "how orders meet: \(SimulationConfig.mechanisms.joined(separator: ", "))"),
    "market.mechanism", expected: "a name", parse: { $0 }, set: { $0.market.mechanism = $1 })

  private static let storagePath = Setting(
    Flag("--storage-path", taking: "FILE", environment: "STORAGE_PATH", "store results in this SQLite file"),
    "storage.path", expected: "a file", parse: { $0.isEmpty ? nil : $0 }, set: { $0.storage.path = $1 })

  private static let tradeLog = Setting(
    Flag(
      "--trade-log", taking: "WHICH",
      "trades to store: all as rows or packed (auto picks), sampled:N or off"),
    "storage.trade_log", expected: "auto, rows, packed, sampled:N with N from 1, or off",
    parse: { SimulationConfig.TradeLog($0) }, set: { $0.storage.tradeLog = $1 })

  private static let toggles = ParallelToggle.allCases.map { toggle in
    Setting(
      Flag(
        toggle.flag, taking: "true|false", environment: toggle.environmentVariable,
        "share \(toggle.name.replacing("_", with: " ")) between workers"),
      "parallel.\(toggle.name)", expected: "true or false", parse: { Bool($0) }, set: { $0.parallel[toggle] = $1 })
  }

  private static func number(
    _ flag: Flag, _ path: String, _ allowed: ClosedRange<Int>,
    set: @escaping @Sendable (inout SimulationConfig, Int) -> Void
  ) -> Setting {
    Setting(
      flag, path, expected: "a whole number, \(allowed.lowerBound) ... \(allowed.upperBound)",
      parse: { text in Int(text).flatMap { allowed.contains($0) ? $0 : nil } }, set: set)
  }

  /// What the arguments, and the environment where they are silent, put in the place of the file's values.
  ///
  /// - Throws: every text that does not fit its flag, naming the flag or the variable.
  static func overrides(
    _ arguments: Arguments, _ settings: [Setting] = all, command: String
  ) throws(Failure) -> [ConfigurationOverride] {
    var problems: [String] = []
    var overrides: [ConfigurationOverride] = []
    for setting in settings {
      guard let value = arguments.value(setting.flag.name) else { continue }
      if let apply = setting.read(value.text) {
        overrides.append(ConfigurationOverride(setting.path, origin: value.origin, apply: apply))
      } else {
        problems.append("\(value.origin): found `\(value.text)`, allowed: \(setting.expected)")
      }
    }
    guard problems.isEmpty else { throw .usage(problems, of: command) }
    return overrides
  }
}
