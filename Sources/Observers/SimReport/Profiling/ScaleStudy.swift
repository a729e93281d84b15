import Foundation
import SimEngine

/// One point of a scale benchmark: a row of its CSV file.
///
///     agents,symbols,workers_asked,workers,trial,seed,ticks,elapsed_ms,ticks_per_sec,agent_ticks_per_sec,
///     ns_per_agent_tick,bytes_per_agent,peak_rss_mb,orders_per_tick,trades_per_tick,<phase>_share…,rest_share,
///     state_hash,machine,build
public struct ScaleRecord: Sendable, Equatable {
  public var agents: Int
  public var symbols: Int
  public var workersAsked: Int
  /// That took part: fewer than were asked for where the machine has fewer cores.
  public var workers: Int
  public var trial: Int
  public var seed: UInt64
  public var ticks: Int
  public var elapsedMilliseconds: Double
  public var bytesPerAgent: Int
  public var peakMegabytes: Double?
  public var ordersPerTick, tradesPerTick: Double
  /// Of the time of the ticks, in the order of ``Phase``.
  public var phaseShares: [Double]
  public var stateHash: String

  public init(_ outcome: Trial.Outcome, of trial: Trial, number: Int) {
    let ticks = Double(trial.ticks)
    (agents, symbols) = (trial.rules.individualAgents, trial.rules.symbols.count)
    (workersAsked, workers) = (trial.rules.workers, outcome.workers)
    (self.trial, seed, self.ticks) = (number, trial.rules.seed, trial.ticks)
    elapsedMilliseconds = Double(outcome.nanoseconds) / 1e6
    bytesPerAgent = outcome.bytesPerAgent
    peakMegabytes = outcome.peakResidentBytes.map { Double($0) / 1e6 }
    (ordersPerTick, tradesPerTick) = (Double(outcome.orders) / ticks, Double(outcome.trades) / ticks)
    phaseShares = outcome.trace.phases.map { Double($0.total) / Double(max(1, outcome.nanoseconds)) }
    stateHash = outcome.stateHash
  }

  public var ticksPerSecond: Double { Double(ticks) / elapsedMilliseconds * 1e3 }
  public var nanosecondsPerAgentTick: Double { elapsedMilliseconds * 1e6 / (Double(ticks) * Double(max(1, agents))) }
  public var microsecondsPerTick: Double { elapsedMilliseconds * 1e3 / Double(ticks) }
  /// Of the time, what no phase accounts for.
  public var restShare: Double { max(0, 1 - phaseShares.reduce(0, +)) }
  /// Of the time, what one thread does alone whatever the toggles: news, hooks and what no phase accounts for.
  public var unsharedShare: Double {
    restShare + zip(Phase.allCases, phaseShares).reduce(0) { $0 + ($1.0.toggle == nil ? $1.1 : 0) }
  }
  /// Of all columns.
  public var columnBytes: Int { bytesPerAgent * agents }

  public static let columns =
    [
      "agents", "symbols", "workers_asked", "workers", "trial", "seed", "ticks", "elapsed_ms", "ticks_per_sec",
      "agent_ticks_per_sec", "ns_per_agent_tick", "bytes_per_agent", "peak_rss_mb", "orders_per_tick",
      "trades_per_tick",
    ] + Phase.allCases.map { "\($0.name)_share" } + ["rest_share", "state_hash", "machine", "build"]

  public static var headerLine: String { CSVText.line(columns) }

  public func line(machine: String, build: String) -> String {
    CSVText.line(
      [
        "\(agents)", "\(symbols)", "\(workersAsked)", "\(workers)", "\(trial)", "\(seed)", "\(ticks)",
        CSVText.number(elapsedMilliseconds, 3), CSVText.number(ticksPerSecond, 3),
        CSVText.number(ticksPerSecond * Double(agents), 0), CSVText.number(nanosecondsPerAgentTick, 4),
        "\(bytesPerAgent)", peakMegabytes.map { CSVText.number($0, 1) } ?? "", CSVText.number(ordersPerTick, 1),
        CSVText.number(tradesPerTick, 1),
      ] + phaseShares.map { CSVText.number($0, 5) }
        + [CSVText.number(restShare, 5), stateHash, machine, build])
  }
}

/// How cost grows with the number of agents: where it stops being in proportion, and why.
///
///     exponent between two sizes = ln(µs₂ / µs₁) / ln(agents₂ / agents₁)      1: an agent costs the same
///
/// Below the size where that comes near 1, a tick has a cost of its own: symbols, candles, sharing out. Beyond the size
/// where an agent is cheapest, it gets dearer as the columns outgrow a cache. Medians over the trials.
public struct ScaleStudy: Sendable {
  public struct Point: Sendable {
    public let median: ScaleRecord
    public let least, most: Double  // ns per agent-tick
  }

  public struct Series: Sendable {
    public let workersAsked: Int
    public let points: [Point]  // by agents, the fewest first
  }

  public let series: [Series]  // by workers
  public let caches: CacheSizes

  public init(_ records: [ScaleRecord], caches: CacheSizes) {
    self.caches = caches
    series = Dictionary(grouping: records, by: \.workersAsked).sorted { $0.key < $1.key }.map { workers, records in
      let points = Dictionary(grouping: records, by: \.agents).sorted { $0.key < $1.key }.map { _, trials in
        let sorted = trials.sorted { $0.nanosecondsPerAgentTick < $1.nanosecondsPerAgentTick }
        return Point(
          median: sorted[sorted.count / 2], least: sorted[0].nanosecondsPerAgentTick,
          most: sorted[sorted.count - 1].nanosecondsPerAgentTick)
      }
      return Series(workersAsked: workers, points: points)
    }
  }

  // MARK: - Reading

  /// From this exponent on, cost counts as in proportion to agents.
  static let proportional = 0.9
  /// An agent-tick dearer than the cheapest by this factor is no longer cheap.
  static let dearer = 1.25

  /// What the figures say, a paragraph for each number of workers.
  public var findings: [String] { series.flatMap(findings) + sharing }

  private func findings(_ series: Series) -> [String] {
    let points = series.points.map(\.median)
    let who = counted(series.workersAsked, "worker")
    guard let first = points.first,
      let cheapest = points.min(by: { $0.nanosecondsPerAgentTick < $1.nanosecondsPerAgentTick }),
      points.count > 1
    else { return [] }
    var words: [String] = []
    // The small end: the first size from which cost grows with agents.
    let steps = zip(points, points.dropFirst())
    let start = steps.first { Self.exponent($0, $1) >= Self.proportional }?.0
    if let start, start.agents > first.agents {
      words.append(
        "\(who): below \(grouped(start.agents)) agents a tick costs less than in proportion to them: the "
          + "\(NumberText.fixed(first.microsecondsPerTick, 0)) µs at \(grouped(first.agents)) agents are mostly work by "
          + "symbol and the tick's own, \(NumberText.percent(first.unsharedShare)) of it on one thread whatever the toggles."
      )
    } else if start == nil {
      words.append("\(who): over all these sizes a tick costs less than in proportion to the agents.")
    } else {
      words.append("\(who): from the smallest size on, cost grows in proportion to the agents, or faster.")
    }
    // The large end: the first size beyond the cheapest that is dearer.
    words.append(
      "\(who): an agent-tick is cheapest at \(grouped(cheapest.agents)) agents, "
        + "\(NumberText.fixed(cheapest.nanosecondsPerAgentTick, 2)) ns; columns there take "
        + "\(Self.size(cheapest.columnBytes))\(cacheWords(cheapest.columnBytes)).")
    let dear = points.first {
      $0.agents > cheapest.agents && $0.nanosecondsPerAgentTick > Self.dearer * cheapest.nanosecondsPerAgentTick
    }
    if let dear {
      let factor = NumberText.fixed(dear.nanosecondsPerAgentTick / cheapest.nanosecondsPerAgentTick, 2)
      let grown = Self.grown(from: cheapest, to: dear)
      words.append(
        "\(who): from \(grouped(dear.agents)) agents on it costs \(factor) times that and more: the columns take "
          + "\(Self.size(dear.columnBytes))\(cacheWords(dear.columnBytes)); what grew most an agent is \(grown).")
    } else if cheapest.agents == points[points.count - 1].agents {
      words.append("\(who): at the largest size it is still the cheapest: no end of the proportion was reached.")
    } else {
      words.append(
        "\(who): beyond that size it stays within \(NumberText.fixed(Self.dearer, 2)) times of the cheapest.")
    }
    return words
  }

  /// What more workers came to at each size.
  private var sharing: [String] {
    guard let one = series.first, let most = series.last, series.count > 1 else { return [] }
    let both = one.points.compactMap { point in
      most.points.first { $0.median.agents == point.median.agents }.map { (point.median, $0.median) }
    }
    guard !both.isEmpty else { return [] }
    let list = both.map {
      "\(grouped($0.agents)): \(NumberText.fixed($0.microsecondsPerTick / $1.microsecondsPerTick, 2))"
    }
    let tookPart = both.map(\.1.workers).min() ?? 0
    let fewer = tookPart < most.workersAsked ? " (at least \(tookPart) took part)" : ""
    return [
      "\(counted(most.workersAsked, "worker"))\(fewer) against \(counted(one.workersAsked, "worker")), times as many "
        + "ticks a second by agents: \(list.joined(separator: ", ")). Below \(grouped(Simulation.defaultGrain)) agents "
        + "nothing is shared."
    ]
  }

  private func cacheWords(_ bytes: Int) -> String {
    guard let smallest = caches.levels.first else { return "" }
    guard let exceeded = caches.exceeded(by: bytes) else { return ", which fits into \(smallest.name)" }
    let next = caches.levels.first { $0.bytes >= bytes }
    return ", more than \(exceeded.name)" + (next.map { " and less than \($0.name)" } ?? "")
  }

  /// The phase whose time an agent rose most.
  private static func grown(from: ScaleRecord, to: ScaleRecord) -> String {
    let growth = Phase.allCases.map { phase in
      let row = phase.rawValue
      return to.phaseShares[row] * to.nanosecondsPerAgentTick - from.phaseShares[row] * from.nanosecondsPerAgentTick
    }
    let most = growth.indices.max { growth[$0] < growth[$1] } ?? 0
    return "\(Phase.allCases[most].name) (+\(NumberText.fixed(growth[most], 2)) ns)"
  }

  static func exponent(_ one: ScaleRecord, _ other: ScaleRecord) -> Double {
    log(other.microsecondsPerTick / one.microsecondsPerTick) / log(Double(other.agents) / Double(one.agents))
  }

  static func size(_ bytes: Int) -> String {
    bytes < 10_000_000
      ? NumberText.fixed(Double(bytes) / 1e6, 1) + " MB"
      : bytes < 10_000_000_000
        ? NumberText.fixed(Double(bytes) / 1e6, 0) + " MB" : NumberText.fixed(Double(bytes) / 1e9, 1) + " GB"
  }

  // MARK: - As text

  /// The table and the findings, for a terminal.
  public var text: String {
    let header = Self.header
    let rows = series.flatMap { series in series.points.map { Self.cells($0) } }
    return AlignedTable.text([header] + rows, words: []) + "\n" + findings.map { $0 + "\n" }.joined()
  }

  static let header = [
    "agents", "workers", "ticks/s", "ns/agent-tick", "least", "most", "bytes/agent", "peak MB", "orders/tick",
    "one thread",
  ]

  static func cells(_ point: Point) -> [String] {
    let one = point.median
    let workers = one.workers == one.workersAsked ? "\(one.workers)" : "\(one.workers) of \(one.workersAsked)"
    return [
      grouped(one.agents), workers, NumberText.fixed(one.ticksPerSecond, one.ticksPerSecond < 100 ? 1 : 0),
      NumberText.fixed(one.nanosecondsPerAgentTick, 2), NumberText.fixed(point.least, 2),
      NumberText.fixed(point.most, 2), "\(one.bytesPerAgent)",
      one.peakMegabytes.map { NumberText.fixed($0, 0) } ?? "", NumberText.fixed(one.ordersPerTick, 0),
      NumberText.percent(one.unsharedShare),
    ]
  }
}
