import SimAgents
import SimEngine
import SimParallel
import SimQuant
import SimTrace
import SimTypes

/// What a run was and what came of it: the content of `summary.json`.
///
/// Everything is a count, a text, or a quotient of counts, so no number in it can fail to be finite.
public struct RunSummary: Sendable {
  /// Changes when a key changes its meaning or goes away; a new key alone does not change it.
  public static let schemaVersion: Int64 = 1

  /// What the engine cannot know about the run it made.
  public struct Circumstances: Sendable {
    public var version: String  // of the program
    public var build: String  // compiler settings, for example the instruction set
    public var configHash: String
    public var wallNanoseconds: UInt64  // from the first tick to the last
    public var bytesPerAgent: Int  // all columns counted
    public var peakResidentBytes: UInt64?
    public var machine: MachineInfo

    public init(
      version: String, build: String, configHash: String, wallNanoseconds: UInt64, bytesPerAgent: Int,
      peakResidentBytes: UInt64? = MachineInfo.peakResidentBytes(),
      machine: MachineInfo = .ofThisMachine()
    ) {
      (self.version, self.build, self.configHash) = (version, build, configHash)
      (self.wallNanoseconds, self.bytesPerAgent) = (wallNanoseconds, bytesPerAgent)
      (self.peakResidentBytes, self.machine) = (peakResidentBytes, machine)
    }
  }

  public let rules: SimulationRules
  public let outcome: RunEnd.Outcome
  public let ticks: Int  // completed
  public let totals: TickCounts
  public let trace: PhaseTrace
  public let circumstances: Circumstances
  /// Risk of the agents that were watched.
  public let watched: [(agent: AgentID, metrics: RiskMetrics)]
  /// Risk of what each of them holds, in the same order; empty if nobody kept the symbols' covariance.
  public let holdings: [HoldingRisk]
  /// How much the symbols move, and how much together; nil if nobody kept their covariance.
  public let marketRisk: MarketRisk?
  /// What each population's orders paid beyond the price that stood when they came. Populations that traded nothing are
  /// left out.
  public let slippage: [(population: String, cost: ExecutionCost)]
  /// What borrowing shares came to; nil where nobody sells what he does not own.
  public let lending: (fees: Int64, marginCalls: Int)?
  private let stateFingerprint: UInt64

  /// Copies what it needs: the views in `end` are not kept.
  public init(
    _ rules: SimulationRules, _ end: RunEnd, _ circumstances: Circumstances,
    watched: [(agent: AgentID, metrics: RiskMetrics)] = [], holdings: [HoldingRisk] = [],
    marketRisk: MarketRisk? = nil
  ) {
    precondition(holdings.isEmpty || holdings.count == watched.count, "a holding of each agent that was watched")
    (self.rules, self.circumstances, self.watched) = (rules, circumstances, watched)
    (self.holdings, self.marketRisk) = (holdings, marketRisk)
    (outcome, ticks, totals, trace) = (end.outcome, end.ticks, end.totals, end.trace)
    slippage = zip(rules.populations, end.executionCosts).compactMap { population, cost in
      cost.shares == 0 ? nil : (population.name, cost)
    }
    lending = end.lending.map { ($0.feesPaid, $0.marginCalls) }
    stateFingerprint = end.stateHash
  }

  public var wallSeconds: Double { Double(circumstances.wallNanoseconds) / 1e9 }
  /// 0 when no time has passed.
  public var ticksPerSecond: Double { perSecond(ticks) }

  /// The fingerprint of accounts, positions and trades, as 16 hexadecimal digits.
  public var stateHash: String { HexText.word(stateFingerprint) }

  /// Refused orders, one entry for every reason, in the order of ``RejectReason``.
  public var rejectedByReason: [(name: String, count: Int)] {
    RejectReason.allCases.map { ($0.name, totals.rejected[$0.rawValue]) }
  }

  func perSecond(_ count: Int) -> Double { wallSeconds == 0 ? 0 : Double(count) / wallSeconds }

  // MARK: - As a file

  /// The text of `summary.json`: keys in a fixed order, one a line, ending in a line end.
  public var json: String { document.text() + "\n" }

  /// Writes `summary.json`, all of it or nothing: a reader never meets half a file.
  public func write(to path: String) throws(ReportError) {
    try OutputFile.replace(path, with: json)
  }

  private var document: JSONValue {
    let facts = circumstances
    return .object([
      ("schema_version", .integer(Self.schemaVersion)),
      ("version", .string(facts.version)),
      ("seed", .unsigned(rules.seed)),
      ("config_hash", .string(facts.configHash)),
      ("state_hash", .string(stateHash)),
      ("outcome", .string(outcome.rawValue)),
      ("ticks", count(ticks)),
      ("wall_seconds", real(wallSeconds)),
      ("ticks_per_second", real(ticksPerSecond)),
      ("agents", count(rules.individualAgents)),
      ("tier1_agents", count(rules.agentCount(ofTier: 1))),
      ("tier2_agents", count(rules.agentCount(ofTier: 2))),
      ("pool_size", count(rules.poolSize)),
      ("symbols", count(rules.symbols.count)),
      ("orders", count(totals.orders)),
      ("orders_rejected", count(totals.ordersRejected)),
      ("rejected_by_reason", .object(rejectedByReason.map { ($0.name, count($0.count)) })),
      ("orders_filled", count(totals.filledOrders)),
      ("trades", count(totals.trades)),
      ("volume", .integer(totals.volume)),
      ("woken", count(totals.woken)),
      ("cancels", count(totals.cancels)),
      ("slippage", .object(slippage.map { ($0.population, execution($0.cost)) })),
      (
        "short_selling",
        lending.map {
          .object([
            ("borrow_fees", .real(Double($0.fees) / Double(Cash.unitsPerDollar))),
            ("margin_calls", count($0.marginCalls)),
          ])
        } ?? .null
      ),
      ("watched", .array(watched.indices.map(risk))),
      ("market_risk", marketRisk.map(Self.risk) ?? .null),
      ("peak_rss_bytes", facts.peakResidentBytes.map(JSONValue.unsigned) ?? .null),
      ("bytes_per_agent", count(facts.bytesPerAgent)),
      ("workers", count(rules.workers)),
      ("parallel", .object(ParallelToggle.allCases.map { ($0.name, .boolean(rules.parallel[$0])) })),
      ("worker_busy_shares", .array(trace.busy.indices.map { real(trace.share(ofWorker: $0)) })),
      ("worker_imbalance", real(trace.imbalance)),
      ("phases", .object(trace.names.indices.map { (trace.names[$0], phase($0)) })),
      (
        "machine",
        .object([
          ("cpu", .string(facts.machine.cpu)),
          ("cores", count(facts.machine.cores)),
          ("memory_bytes", .unsigned(facts.machine.memoryBytes)),
          ("build", .string(facts.build)),
        ])
      ),
    ])
  }

  /// An agent's figures with the names of `qtg analyze risk`, and those of its holding, in full precision; null where one
  /// is not defined.
  private func risk(_ place: Int) -> JSONValue {
    let holding = holdings.isEmpty ? nil : holdings[place]
    let exposure: [(String, Double?)] = [
      ("holding_value", holding?.value), ("holding_volatility", holding?.volatility),
      ("holding_beta", holding?.beta), ("holding_market_correlation", holding?.marketCorrelation),
    ]
    return .object(
      [("agent", .integer(Int64(watched[place].agent.raw)))]
        + (watched[place].metrics.named + exposure).map { name, value in (name, value.map(JSONValue.real) ?? .null) })
  }

  private static func risk(_ market: MarketRisk) -> JSONValue {
    .object([
      ("periods", .integer(Int64(market.periods))),
      ("volatility", market.volatility.map(JSONValue.real) ?? .null),
      ("average_correlation", market.averageCorrelation.map(JSONValue.real) ?? .null),
    ])
  }

  /// Shares filled, dollars paid beyond the reference price, and both in relation.
  private func execution(_ cost: ExecutionCost) -> JSONValue {
    let dollars = Double(cost.doubledSlippage) / 2 * Double(rules.tickSize.raw) / Double(Cash.unitsPerDollar)
    return .object([
      ("shares", .integer(cost.shares)), ("dollars", .real(dollars)),
      ("basis_points", cost.basisPoints.map(JSONValue.real) ?? .null),
    ])
  }

  private func phase(_ row: Int) -> JSONValue {
    let durations = trace.phases[row]
    return .object([
      ("total_ms", real(Double(durations.total) / 1e6)),
      ("mean_us", real(durations.mean / 1e3)),
      ("p50_us", real(Double(durations.percentile(0.5)) / 1e3)),
      ("p99_us", real(Double(durations.percentile(0.99)) / 1e3)),
      ("share", real(trace.share(ofPhase: row))),
    ])
  }

  private func count(_ count: Int) -> JSONValue { .integer(Int64(count)) }

  /// Six decimals: nobody measures more, and the text stays short.
  private func real(_ value: Double) -> JSONValue { .real((value * 1e6).rounded() / 1e6) }
}
