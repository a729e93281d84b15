import Foundation
import SimAgents
import SimMarket
import SimNews
import SimParallel
import SimQuant
import SimRandom
import SimTypes

/// A configuration that has been checked, in the units of the engine. Made by ``SimulationRules/init(_:registry:)``.
public struct SimulationRules: Sendable {
  public let config: SimulationConfig
  public let ticks: Int
  public let seed: UInt64
  public let workers: Int  // 1 ... 256, "one per core" resolved
  public let tickSize: TickSize
  /// All timeframes candles are built at, the agents' own first, without repetition.
  public let candleTimeframes: [Int]
  public let sectors: [String]  // in order of first appearance
  public let symbols: [SymbolRules]
  /// Why prices move; nil where fair values stand still.
  public let economy: EconomyRules?
  /// In the order of their agents and account rows, which have no gaps: those whose agents trade one symbol, then
  /// those with several, each in configuration order. Populations of nobody are left out.
  public let populations: [PopulationPlan]
  /// Which accounts belong to which agent.
  public let layout: AccountLayout
  public let registry: StrategyRegistry
  public let parallel: ParallelizationConfig
  /// What all populations declared, without repetition, in their order.
  public let indicators: [Indicator]
  /// The pairs of symbols that populations declared, without repetition, in their order.
  public let pairs: [SymbolPair]
  /// What risk figures are derived with; a period is ``SimulationConfig/Risk/interval`` ticks.
  public let riskSettings: RiskSettings
  /// On what terms shares are lent; nil: everybody sells what he owns.
  public let lending: LendingTerms?

  public struct SymbolRules: Sendable, Equatable {
    public let name: String
    public let sector: Int  // row of `sectors`
    public let initialTicks: Int32
    public let mechanism: Mechanism
  }

  public struct EconomyRules: Sendable, Equatable {
    public let settings: EconomySettings
    public let companies: [Company]  // row = symbol
  }

  public var agentCount: Int { layout.agentCount }

  /// Agents that are simulated one by one: all but the crowds' accounts.
  public var individualAgents: Int { agentCount(ofTier: 1) + agentCount(ofTier: 2) }

  /// Agents of a tier; of tier 3 the accounts of crowds.
  public func agentCount(ofTier tier: Int) -> Int {
    populations.reduce(0) { $0 + ($1.schema.tier == tier ? $1.agents.count : 0) }
  }

  /// The id of the agent that owns an account row.
  public func agentID(ofAccount row: Int) -> AgentID { AgentID(row: layout.agent(ofAccount: row)) }

  /// What an agent is; agents are numbered from 0.
  public func population(ofAgent agent: Int) -> PopulationPlan {
    guard let found = populations.first(where: { $0.agents.contains(agent) }) else {
      preconditionFailure("agent \(agent) of \(agentCount)")
    }
    return found
  }

  /// People for whom the crowds' accounts stand.
  public var poolSize: Int {
    populations.reduce(0) { total, population in
      guard population.schema.tier == 3,
        let participants = population.schema.parameters.firstIndex(where: { $0.name == "participants" })
      else { return total }
      let draws = SpawnDraws(seed: seed, population: population)
      return population.rows.reduce(total) { $0 + draws.integer(participants, row: $1) }
    }
  }

  /// - Throws: every problem at once, in the order of the file's sections.
  public init(_ config: SimulationConfig, registry: StrategyRegistry) throws(InvalidConfiguration) {
    let problems = config.problems(registry: registry)
    guard problems.isEmpty else { throw InvalidConfiguration(problems: problems) }

    self.config = config
    self.registry = registry
    (ticks, seed, parallel) = (config.run.ticks, config.run.seed, config.parallel)
    workers = config.run.workers == 0 ? min(256, ProcessInfo.processInfo.activeProcessorCount) : config.run.workers
    let tickSize = TickSize(raw: Self.checked(Price(dollars: config.market.tickSize)).raw)
    self.tickSize = tickSize
    candleTimeframes = (config.market.candleTimeframes + config.storage.candleTimeframes).withoutRepetition()
    let sectors = config.symbols.map(\.sector).withoutRepetition()
    self.sectors = sectors
    symbols = config.symbols.map { symbol in
      SymbolRules(
        name: symbol.name, sector: Self.checked(sectors.firstIndex(of: symbol.sector)),
        initialTicks: Self.checked(tickSize.ticks(Self.checked(Price(dollars: symbol.initialPrice)))),
        mechanism: Self.checked(Mechanism(name: symbol.mechanism ?? config.market.mechanism)))
    }
    lending = Self.lendingTerms(config.market.shortSelling)
    economy = config.economy.enabled ? EconomyRules(config, symbols) : nil
    let plans = Self.plans(config, registry)
    populations = plans
    layout = AccountLayout(plans)
    indicators = plans.flatMap { Self.checked(registry[$0.schema.name]).indicators(for: $0) }.withoutRepetition()
    pairs = plans.flatMap { Self.checked(registry[$0.schema.name]).pairs(for: $0) }.withoutRepetition()
    var risk = RiskSettings.ticks(
      perDay: config.risk.ticksPerDay, perPeriod: config.risk.interval, daysPerYear: config.risk.daysPerYear)
    risk.riskFreePerYear = config.risk.riskFreeRate
    riskSettings = risk
  }

  /// Gives every population its account rows and its parameters' distributions.
  private static func plans(_ config: SimulationConfig, _ registry: StrategyRegistry) -> [PopulationPlan] {
    let names = config.symbols.map(\.name)
    let shortLimits = config.symbols.map { config.shortLimit(of: $0) }
    let inhabited = config.populations.enumerated().compactMap { index, population in
      population.count == 0 ? nil : (index, population, checked(registry[population.strategy]).schema)
    }
    var (nextAgent, nextRow) = (0, 0)
    let inRowOrder = inhabited.filter { $0.2.symbolUse == .one } + inhabited.filter { $0.2.symbolUse != .one }
    return inRowOrder.map { index, population, schema in
      let plan = PopulationPlan(
        name: population.name, schema: schema, index: index, firstRow: nextRow, firstAgent: nextAgent,
        count: population.count, symbols: population.symbols.rows(in: names), cash: population.cash,
        shares: population.shares,
        parameters: schema.parameters.map { population.distribution(of: $0) },
        life: checked(OrderLife(rawValue: population.timeInForce)),
        sellsShort: config.market.shortSelling.enabled && schema.shortSelling != .never,
        shortLimits: shortLimits)
      (nextAgent, nextRow) = (plan.agents.upperBound, plan.rows.upperBound)
      return plan
    }
  }

  private static func lendingTerms(_ config: SimulationConfig.ShortSelling) -> LendingTerms? {
    guard config.enabled else { return nil }
    return LendingTerms(
      initialMargin: Int64((config.initialMargin * 10_000).rounded()),
      maintenanceMargin: Int64((config.maintenanceMargin * 10_000).rounded()), locateRequired: config.locateRequired,
      feeInterval: config.feeInterval)
  }

  /// What can be borrowed of each symbol.
  /// - Parameter issued: shares of each symbol that agents were given.
  public func lendable(issued: [Int64]) -> [LendableSymbol] {
    let market = config.market.shortSelling
    let ticksPerYear = Double(config.risk.ticksPerDay * config.risk.daysPerYear)
    return zip(config.symbols, issued).map { symbol, issued in
      let outstanding = symbol.sharesOutstanding.map(Int64.init) ?? issued
      return LendableSymbol(
        outstanding: outstanding, pool: Int64(Double(outstanding) * (symbol.borrowPool ?? market.borrowPool)),
        shortLimit: config.shortLimit(of: symbol),
        feePerTick: (symbol.borrowRate ?? market.borrowRate) / ticksPerYear)
    }
  }

  /// Orders that each agent of a population may have resting: none when its orders rest in none of its symbols.
  func slotsPerAgent(of population: PopulationPlan) -> Int {
    var rests = false
    population.forEachSymbol { symbol, _ in rests = rests || population.life.rests(in: symbols[symbol].mechanism) }
    return rests ? population.schema.restingOrdersMax : 0
  }

  func marginRule(_ priority: StreamKey) -> MarginRule {
    switch config.market.margin {
    case "pro_rata": .proRata
    case "arrival": .arrival
    default: .randomTime(priority)
    }
  }

  /// What the checks above have already made sure of.
  private static func checked<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a configuration without problems resolves") }
    return value
  }
}

extension SimulationRules.EconomyRules {
  fileprivate init(_ config: SimulationConfig, _ symbols: [SimulationRules.SymbolRules]) {
    var settings = EconomySettings()
    (settings.macro, settings.model) = (config.economy.macro, config.economy.fundamentals.model)
    (settings.fairValue, settings.news) = (config.economy.fairValue.process, config.economy.news)
    self.settings = settings
    companies = zip(config.symbols, symbols).map { symbol, rules in
      let choice = config.economy.company(of: symbol)
      var company = Company(initialTicks: rules.initialTicks, sector: rules.sector)
      (company.growth, company.payout, company.volatility) = (choice.growth, choice.payout, choice.volatility)
      (company.marketLoading, company.sectorLoading) = (choice.marketLoading, choice.sectorLoading)
      return company
    }
  }
}

extension SimulationConfig.Economy {
  typealias ResolvedCompany = (
    growth: Double, payout: Double, volatility: Double, marketLoading: Double, sectorLoading: Double
  )

  /// What holds for a company: what its symbol says, else its sector, else what holds for everybody.
  func company(of symbol: SimulationConfig.Symbol) -> ResolvedCompany {
    let sector = sectors.first { $0.name == symbol.sector }?.company
    func choose(_ key: KeyPath<SimulationConfig.CompanyChoice, Double?>, _ standard: Double) -> Double {
      symbol.company[keyPath: key] ?? sector?[keyPath: key] ?? standard
    }
    return (
      choose(\.growth, fundamentals.growth), choose(\.payout, fundamentals.payout),
      choose(\.volatility, fairValue.volatility), choose(\.marketLoading, fairValue.marketLoading),
      choose(\.sectorLoading, fairValue.sectorLoading)
    )
  }
}

extension SimulationConfig {
  /// Shares that an agent may be short: the symbol's own limit, else the market's; `Int64.max`: any.
  func shortLimit(of symbol: Symbol) -> Int64 {
    (symbol.shortLimit ?? market.shortSelling.shortLimit).map(Int64.init) ?? .max
  }
}

extension SimulationConfig.SymbolChoice {
  /// Symbol rows, in the order written. Names that do not exist are left out.
  func rows(in names: [String]) -> [Int] {
    switch self {
    case .all: Array(names.indices)
    case .named(let chosen): chosen.compactMap { names.firstIndex(of: $0) }
    }
  }
}

extension SimulationConfig.Population {
  /// The population's own distribution, or the strategy's standard one.
  func distribution(of parameter: ParameterSpec) -> Distribution {
    parameters.first { $0.name == parameter.name }?.distribution ?? parameter.standard
  }
}

extension Array where Element: Equatable {
  /// The first of equal elements stays. Quadratic: for the handful of names of a configuration.
  fileprivate func withoutRepetition() -> [Element] {
    reduce(into: []) { kept, element in if !kept.contains(element) { kept.append(element) } }
  }
}
