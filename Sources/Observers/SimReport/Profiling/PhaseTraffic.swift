import SimAgents
import SimEngine

/// How much happens in a tick, on average: what traffic and work follow from.
public struct TickVolume: Sendable, Equatable {
  public var agents: Int
  public var sleepers: Int  // of the agents: those whom the wake index wakes
  public var jointAgents: Int  // of the agents: those with several accounts,
  public var legs: Int  // and their accounts
  public var borrowers: Int  // accounts that may be short
  public var symbols: Int
  public var timeframes: Int
  public var lanes: Int  // distinct indicators
  public var indicatorsPerTick: Double  // parts of ticks in which they take in a candle
  public var marksPerTick: Double  // parts of ticks in which accounts are marked
  public var sent: Double  // orders, refused ones included
  public var accepted: Double
  public var filled: Double  // orders, at least in part
  public var trades: Double
  public var woken: Double  // agents
  public var hasEconomy: Bool
  public var lends: Bool

  public init(_ rules: SimulationRules, _ outcome: Trial.Outcome, ticks: Int) {
    let ticks = Double(ticks)
    (agents, symbols) = (rules.agentCount, rules.symbols.count)
    sleepers = rules.populations.reduce(0) {
      $0 + (rules.registry[$1.schema.name] is any SleeperTable.Type ? $1.agents.count : 0)
    }
    jointAgents = agents - rules.layout.singleCount
    legs = rules.layout.accountCount - rules.layout.singleCount
    borrowers = rules.populations.reduce(0) { $0 + ($1.sellsShort ? $1.rows.count : 0) }
    (timeframes, lanes) = (rules.candleTimeframes.count, rules.indicators.count)
    indicatorsPerTick = lanes == 0 ? 0 : 1 / Double(rules.candleTimeframes[0])
    marksPerTick = 1 / Double(rules.config.risk.interval)
    sent = Double(outcome.orders + outcome.rejected) / ticks
    accepted = Double(outcome.orders) / ticks
    filled = Double(outcome.filledOrders) / ticks
    trades = Double(outcome.trades) / ticks
    woken = Double(outcome.woken) / ticks
    (hasEconomy, lends) = (rules.economy != nil, rules.lending != nil)
  }
}

/// The least a phase must move and do in a tick, from the sizes of the columns it works on and the tick's counts.
///
/// Columns that are walked count their own bytes, in and out. Scattered rows, the ledger lines and accounts of agents that
/// act, count whole cache lines: 64 bytes in and, if written, 64 out. What a phase finds in a cache because the one before
/// left it there still counts, so a fused region can be faster than its phases' traffic allows.
///
/// Operations are arithmetic ones of the kernels' definitions, right to about a factor of two; they tell phases that
/// compute from phases that move.
public struct PhaseTraffic: Sendable, Equatable {
  public let bytes: Double
  public let operations: Double

  /// Operations for a byte: where it is small, memory is the limit.
  public var intensity: Double { bytes > 0 ? operations / bytes : 0 }

  static let cacheLine = 64.0

  /// Nil for the hooks, whose work depends on who listens.
  public init?(_ phase: Phase, _ tick: TickVolume) {
    let (agents, symbols) = (Double(tick.agents), Double(tick.symbols))
    let (sleepers, legs, borrowers) = (Double(tick.sleepers), Double(tick.legs), Double(tick.borrowers))
    let scatteredWrite = 2 * Self.cacheLine  // a line in, a line out
    switch phase {
    case .news:
      // Fair value and its own state, in and out; a normal draw each.
      (bytes, operations) = tick.hasEconomy ? (32 * symbols, 60 * symbols) : (0, 0)
    case .indicators:
      // A bar of four doubles in; of each lane the window's oldest and newest slot, and the value out.
      let updates = symbols * tick.indicatorsPerTick
      bytes = updates * (4 * 8 + Double(tick.lanes) * 3 * 8)
      operations = updates * Double(tick.lanes) * 12
    case .wakeConditions:
      // The summaries of blocks of 64, 12 bytes; of those who wake both prices in and out, what news they listen to in,
      // their row and why out.
      bytes = sleepers / 64 * 12 + tick.woken * (2 * scatteredWrite + Self.cacheLine + 5)
      operations = sleepers / 64 * 5 + tick.woken * 30
    case .agentCollection:
      // When each agent acts next, 4 bytes, but for sleepers; of those that do, the ledger line in, the order's 17 bytes
      // out.
      bytes = 4 * (agents - sleepers) + tick.sent * (Self.cacheLine + Self.orderBytes)
      operations = (agents - sleepers) + tick.sent * 200
    case .orderValidation:
      // The order in, its agent's ledger line in and out, its place in a run (12 bytes) out; and of all accounts that may
      // be short whether they are, 4 bytes.
      bytes = tick.sent * (Self.orderBytes + scatteredWrite) + tick.accepted * Self.runBytes + 4 * borrowers
      operations = tick.sent * 25 + borrowers
    case .locates:
      (bytes, operations) = tick.lends ? (tick.accepted * Self.runBytes + 16 * symbols, tick.accepted * 2) : (0, 0)
    case .auctions:
      // The runs in, what each order got (4 bytes) out, the tape (21 bytes a trade) out.
      bytes = tick.accepted * (Self.runBytes + 4) + tick.trades * Self.tapeBytes + 128 * symbols
      operations = tick.accepted * 30 + tick.trades * 10
    case .tradeUpdates:
      bytes = tick.trades * Self.tapeBytes + 64 * symbols
      operations = tick.trades * 15
    case .candleUpdates:
      // A candle of 24 bytes in and out for each timeframe, and the tick's open, high, low, last and volume.
      bytes = symbols * (Double(tick.timeframes) * 48 + 24)
      operations = symbols * Double(tick.timeframes) * 8
    case .fillNotifications:
      // What each order got; of filled ones the order, the ledger line, cash and shares in and out.
      bytes = tick.sent * 8 + tick.filled * (Self.orderBytes + 3 * scatteredWrite)
      operations = tick.filled * 40
    case .riskTracking:
      // 52 bytes in and 28 out at a mark, for an agent below its peak and above its worst fall; every 64 marks the short
      // sums go into the long ones. An agent with several accounts has cash, shares and symbol of each added up first,
      // 16 bytes in, 8 out.
      let joint = 16 * legs + 8 * Double(tick.jointAgents)
      bytes = tick.marksPerTick * (agents * (80 + 120 / Double(64)) + joint)
      operations = tick.marksPerTick * (agents * 45 + legs * 3)
    default: return nil
    }
  }

  private static let orderBytes = 17.0  // agent, key, price, quantity, kind
  private static let runBytes = 12.0  // price, quantity, position
  private static let tapeBytes = 21.0  // buyer, seller, quantity, price, reference, aggressor
}

/// A phase's traffic beside what the machine can move: how much of its time is memory at full speed.
public struct Roofline: Sendable {
  public struct Row: Sendable {
    public let phase: Phase
    public let traffic: PhaseTraffic
    public let microseconds: Double  // of a tick, measured
    public let bandwidth: MemoryBandwidth.Figure  // on a buffer of the phase's size

    /// Of what was measured, 10⁹ bytes a second.
    public var gigabytesPerSecond: Double { microseconds > 0 ? traffic.bytes / microseconds / 1e3 : 0 }
    /// 10⁹ operations a second.
    public var gigaoperationsPerSecond: Double { microseconds > 0 ? traffic.operations / microseconds / 1e3 : 0 }
    /// The part of the time that its traffic takes at the machine's bandwidth.
    public var fraction: Double { gigabytesPerSecond / bandwidth.gigabytesPerSecond }
  }

  public let workers: Int
  /// Phases that take time, in the order of the tick.
  public let rows: [Row]

  public init(_ rules: SimulationRules, _ outcome: Trial.Outcome, ticks: Int, _ bandwidth: MemoryBandwidth) {
    workers = bandwidth.workers
    let volume = TickVolume(rules, outcome, ticks: ticks)
    rows = Phase.allCases.compactMap { phase in
      let microseconds = Double(outcome.trace.phases[phase.rawValue].total) / Double(ticks) / 1e3
      guard microseconds > 0, let traffic = PhaseTraffic(phase, volume), traffic.bytes > 0 else { return nil }
      return Row(
        phase: phase, traffic: traffic, microseconds: microseconds,
        bandwidth: bandwidth.figure(forWorkingSet: Int(traffic.bytes)))
    }
  }

  /// A table for a terminal.
  public var text: String {
    var rows = [["phase", "KB/tick", "µs/tick", "GB/s", "machine", "fraction", "Gop/s", "op/byte"]]
    for row in self.rows { rows.append([row.phase.name] + Self.cells(row)) }
    return "memory traffic with \(counted(workers, "worker"))\n" + AlignedTable.text(rows)
      + "fraction: the part of a phase's time that its least traffic takes at the bandwidth measured here\n"
  }

  static func cells(_ row: Row) -> [String] {
    [
      NumberText.fixed(row.traffic.bytes / 1e3, 1), NumberText.fixed(row.microseconds, 1),
      NumberText.fixed(row.gigabytesPerSecond, 1), NumberText.fixed(row.bandwidth.gigabytesPerSecond, 1),
      NumberText.percent(row.fraction), NumberText.fixed(row.gigaoperationsPerSecond, 1),
      NumberText.fixed(row.traffic.intensity, 1),
    ]
  }
}
