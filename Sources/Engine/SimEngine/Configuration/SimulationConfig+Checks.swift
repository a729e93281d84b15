import SimAgents
import SimMarket
import SimTypes

/// What has to hold before a world can be built: every rule of a configuration's values, in the order of its sections.
///
/// One kernel keeps an account's money in a double, which is exact below 2⁵³ at 1/10,000 dollar. So what one agent
/// starts with stays far below, and the settlement of fills traps should trading ever take one beyond 2⁵¹, 225 billion
/// dollars. Sums over everybody are 64-bit integers.
extension SimulationConfig {
  public static let agentsMax = 20_000_000
  public static let symbolsMax = 16_000
  public static let ticksMax = 4_000_000_000  // a tick is a UInt32
  public static let workersMax = 256
  public static let timeframeMax = 1_000_000_000  // ticks
  public static let riskWindowMax = 100_000  // returns
  public static let indicatorsMax = 256  // distinct ones that a population's distributions can draw
  public static let initialTicksMax = 1_000_000_000  // price ticks: half of what a column holds is room to rise
  public static let rawAgentMax = Double(1 << 50)  // 1/10,000 dollar
  public static let rawSymbolMax = Double(1 << 51)  // 1/10,000 dollar: what all shares of a symbol cost
  public static let rawTotalMax = Double(1 << 62)  // 1/10,000 dollar
  public static let sharesTotalMax = Double(1 << 31)  // of one symbol
  public static let mechanisms = Mechanism.allCases.map(\.name)
  public static let margins = ["random_time", "pro_rata", "arrival"]
  public static let storageErrorPolicies = ["stop", "continue"]

  /// Everything that is wrong, in the order of the sections. Empty: ``SimulationRules`` can be made.
  public func problems(registry: StrategyRegistry) -> [ConfigurationProblem] {
    var check = Checks()
    checkRun(&check)
    checkMarket(&check)
    checkSymbols(&check)
    checkPopulations(&check, registry)
    checkTotals(&check, registry)
    checkEconomy(&check)
    checkRisk(&check)
    checkStorage(&check)
    return check.problems
  }

  private func checkRun(_ check: inout Checks) {
    check.integer("run.ticks", run.ticks, 1...Self.ticksMax)
    check.integer("run.workers", run.workers, 0...Self.workersMax)
  }

  private func checkMarket(_ check: inout Checks) {
    if !Self.mechanisms.contains(market.mechanism) {
      check.unknown("market.mechanism", market.mechanism, "mechanism", Self.mechanisms)
    }
    if !Self.margins.contains(market.margin) {
      check.unknown("market.margin", market.margin, "margin rule", Self.margins)
    }
    if !(0..<1).contains(market.priceBand) {
      check.refuse("market.price_band", market.priceBand.plain, "a fraction from 0 to below 1")
    }
    if tickSizeRaw == nil {
      check.refuse("market.tick_size", market.tickSize.plain, "a multiple of 0.0001 dollar above 0")
    }
    if market.candleTimeframes.isEmpty { check.refuse("market.candle_timeframes", "[]", "at least one timeframe") }
    check.timeframes("market.candle_timeframes", market.candleTimeframes)
    checkShortSelling(&check)
  }

  private func checkShortSelling(_ check: inout Checks) {
    let (path, selling) = ("market.short_selling", market.shortSelling)
    checkLending(&check, path, pool: selling.borrowPool, limit: selling.shortLimit, rate: selling.borrowRate)
    if !(1...100).contains(selling.maintenanceMargin) {
      check.refuse("\(path).maintenance_margin", selling.maintenanceMargin.plain, "1 ... 100; 1.3 is 130 %")
    } else if !(selling.maintenanceMargin...100).contains(selling.initialMargin) {
      check.refuse(
        "\(path).initial_margin", selling.initialMargin.plain,
        "maintenance_margin, \(selling.maintenanceMargin.plain), ... 100; 1.5 is 150 %")
    }
    check.integer("\(path).fee_interval", selling.feeInterval, 1...Self.timeframeMax)
    // What is owed has to stay well within what secures it. Only of values that are sound themselves.
    let rate = symbols.compactMap(\.borrowRate).reduce(selling.borrowRate, max)
    let ticksPerYear = Double(risk.ticksPerDay) * Double(risk.daysPerYear)
    let isSound = (0...1).contains(rate) && ticksPerYear >= 1 && selling.feeInterval <= Self.timeframeMax
    if isSound, rate * Double(selling.feeInterval) / ticksPerYear > 0.1 {
      let most = max(1, Int(0.1 * ticksPerYear / rate))
      check.refuse(
        "\(path).fee_interval", "\(selling.feeInterval)",
        "1 ... \(most) at a rate of \(rate.plain): at most a tenth of the price between payments")
    }
  }

  /// What the market and each symbol may say about lending.
  private func checkLending(_ check: inout Checks, _ path: String, pool: Double?, limit: Int?, rate: Double?) {
    if let pool, !(0...1).contains(pool) {
      check.refuse(
        "\(path).borrow_pool", pool.plain, "0 ... 1, a fraction of the shares outstanding: nobody lends more than exist"
      )
    }
    if let limit { check.integer("\(path).short_limit", limit, 0...Int(Self.sharesTotalMax)) }
    if let rate, !(0...1).contains(rate) {
      check.refuse("\(path).borrow_rate", rate.plain, "0 ... 1, a fraction of the price for a year; 0.005 is 0.5 %")
    }
  }

  private func checkSymbols(_ check: inout Checks) {
    guard (1...Self.symbolsMax).contains(symbols.count) else {
      check.refuse("symbols", "\(symbols.count) symbols", "1 ... \(Self.symbolsMax)")
      return
    }
    var names: Set<String> = []
    for (index, symbol) in symbols.enumerated() {
      let path = "symbols[\(index)]"
      check.uniqueName("\(path).name", symbol.name, "symbol", &names)
      if let mechanism = symbol.mechanism, !Self.mechanisms.contains(mechanism) {
        check.unknown("\(path).mechanism", mechanism, "mechanism", Self.mechanisms)
      }
      checkLending(&check, path, pool: symbol.borrowPool, limit: symbol.shortLimit, rate: symbol.borrowRate)
      if let shares = symbol.sharesOutstanding {
        check.integer("\(path).shares_outstanding", shares, 0...Int(Self.sharesTotalMax) - 1)
      }
      let sector = economy.sectors.first { $0.name == symbol.sector }
      checkCompany(&check, path, symbol.company, around: sector?.company)
      if symbol.sector.isEmpty { check.refuse("\(path).sector", "\"\"", "the name of a sector") }
      if let tickSizeRaw, initialTicks(symbol, tickSizeRaw) == nil {
        check.refuse(
          "\(path).initial_price", symbol.initialPrice.plain,
          "a multiple of the tick size, \(market.tickSize.plain), from 1 to \(Self.initialTicksMax) ticks")
      }
    }
  }

  private func checkPopulations(_ check: inout Checks, _ registry: StrategyRegistry) {
    var names: Set<String> = []
    let symbolNames = symbols.map(\.name)
    for (index, population) in populations.enumerated() {
      let path = "populations[\(index)]"
      check.uniqueName("\(path).name", population.name, "population", &names)
      let strategy = registry[population.strategy]
      if strategy == nil {
        check.unknown("\(path).strategy", population.strategy, "strategy", registry.schemas.map(\.name))
      }
      check.integer("\(path).count", population.count, 0...Self.agentsMax)
      checkSymbolChoice(&check, "\(path).symbols", population.symbols, symbolNames)
      check.distribution(
        "\(path).cash", population.cash, allowed: 0...Cash.largestOfAnAgent, population: population.name)
      check.distribution(
        "\(path).shares", population.shares, allowed: 0...(Self.sharesTotalMax - 1), isInteger: true,
        population: population.name)
      if OrderLife(rawValue: population.timeInForce) == nil {
        check.unknown(
          "\(path).time_in_force", population.timeInForce, "time in force", OrderLife.allCases.map(\.rawValue))
      }
      guard let strategy else { continue }
      let problemsBefore = check.problems.count
      checkSymbolUse(&check, path, population, strategy.schema)
      checkParameters(&check, path, population, strategy.schema)
      if check.problems.count == problemsBefore { checkTogether(&check, path, population, strategy) }
    }
  }

  /// Whether there is enough for an agent that trades several symbols.
  private func checkSymbolUse(
    _ check: inout Checks, _ path: String, _ population: Population, _ schema: StrategySchema
  ) {
    let rows = population.symbols.rows(in: symbols.map(\.name))
    let (symbolsMin, sectorsMin) = (schema.symbolUse.symbolsMin, schema.symbolUse.sectorsMin)
    let sectors = Set(rows.map { symbols[$0].sector }).count
    if !rows.isEmpty && rows.count < symbolsMin {
      check.refuse(
        "\(path).symbols", rows.count == 1 ? "1 symbol" : "\(rows.count) symbols",
        "\(symbolsMin) or more for an agent of `\(schema.name)`, in population `\(population.name)`")
    } else if !rows.isEmpty && sectors < sectorsMin {
      check.refuse(
        "\(path).symbols", sectors == 1 ? "symbols of 1 sector" : "symbols of \(sectors) sectors",
        "symbols of \(sectorsMin) sectors or more for an agent of `\(schema.name)`, in population `\(population.name)`")
    }
  }

  private func checkSymbolChoice(
    _ check: inout Checks, _ path: String, _ choice: SymbolChoice, _ known: [String]
  ) {
    guard case .named(let chosen) = choice else { return }
    if chosen.isEmpty { check.refuse(path, "[]", "\"all\" or at least one symbol") }
    var seen: Set<String> = []
    let knownSet = Set(known)
    for (index, name) in chosen.enumerated() {
      if !knownSet.contains(name) { check.unknown("\(path)[\(index)]", name, "symbol", known) }
      if !seen.insert(name).inserted { check.add("\(path)[\(index)]", .repeatedName(found: name, what: "symbol")) }
    }
  }

  private func checkParameters(
    _ check: inout Checks, _ path: String, _ population: Population, _ schema: StrategySchema
  ) {
    var seen: Set<String> = []
    for parameter in population.parameters {
      let path = "\(path).parameters.\(parameter.name)"
      guard let spec = schema.parameters.first(where: { $0.name == parameter.name }) else {
        let known = schema.parameters.map(\.name)
        check.add(path, .unknownKey(nearest: NearestName.of(parameter.name, among: known), known: known))
        continue
      }
      if !seen.insert(parameter.name).inserted { check.add(path, .repeatedKey) }
      check.distribution(
        path, parameter.distribution, allowed: spec.allowed, isInteger: spec.isInteger, population: population.name)
    }
  }

  /// What no parameter violates by itself.
  private func checkTogether(
    _ check: inout Checks, _ path: String, _ population: Population, _ strategy: any StrategyTable.Type
  ) {
    let distributions = strategy.schema.parameters.map { population.distribution(of: $0) }
    for objection in strategy.objections(to: distributions) {
      check.refuse(
        "\(path).parameters.\(objection.parameter)", objection.found,
        "in population `\(population.name)` \(objection.allowed)")
    }
    checkIndicators(&check, path, population, strategy)
  }

  /// Every value that a period can take is computed for every symbol; of several periods, every combination may be.
  private func checkIndicators(
    _ check: inout Checks, _ path: String, _ population: Population, _ strategy: any StrategyTable.Type
  ) {
    let plan = PopulationPlan(
      name: population.name, schema: strategy.schema, index: 0, firstRow: 0, count: 0,
      symbols: Array(0..<strategy.schema.symbolUse.symbolsMin),
      cash: population.cash, shares: population.shares,
      parameters: strategy.schema.parameters.map { population.distribution(of: $0) })
    let count = strategy.indicators(for: plan).count
    if count > Self.indicatorsMax {
      check.refuse(
        "\(path).parameters", "periods that make \(count) indicators",
        "at most \(Self.indicatorsMax): narrower distributions, or several populations")
    }
  }

  private func checkRisk(_ check: inout Checks) {
    check.integer("risk.interval", risk.interval, 1...Self.timeframeMax)
    check.integer("risk.ticks_per_day", risk.ticksPerDay, 1...Self.timeframeMax)
    check.integer("risk.days_per_year", risk.daysPerYear, 1...366)
    if !(risk.riskFreeRate > -1 && risk.riskFreeRate <= 10) {
      check.refuse("risk.risk_free_rate", risk.riskFreeRate.plain, "a fraction above -1, at most 10; 0.02 is 2 %")
    }
    // Counts beyond all bounds are refused elsewhere, and must not trap here.
    let agents = populations.reduce(0) { min($0, Self.agentsMax) + min(max(0, $1.count), Self.agentsMax) }
    var seen: Set<Int> = []
    for (index, agent) in risk.watch.enumerated() {
      check.integer("risk.watch[\(index)]", agent, 1...max(1, agents))
      if !seen.insert(agent).inserted {
        check.add("risk.watch[\(index)]", .repeatedName(found: "\(agent)", what: "agent"))
      }
    }
    check.integer("risk.window", risk.window, 2...Self.riskWindowMax)
  }

  private func checkStorage(_ check: inout Checks) {
    if storage.path == "" { check.refuse("storage.path", "\"\"", "a file, or null to store nothing") }
    if case .sampled(let every) = storage.tradeLog, every < 1 {
      check.refuse("storage.trade_log", "\"sampled:\(every)\"", "\"sampled:N\" with N from 1")
    }
    check.timeframes("storage.candle_timeframes", storage.candleTimeframes)
    check.integer("storage.snapshot_interval", storage.snapshotInterval, 0...Self.ticksMax)
    check.integer("storage.risk_interval", storage.riskInterval, 0...Self.ticksMax)
    if !Self.storageErrorPolicies.contains(storage.onError) {
      check.unknown("storage.on_error", storage.onError, "way to go on", Self.storageErrorPolicies)
    }
  }
}

// MARK: - Totals

extension SimulationConfig {
  /// Sums over everybody, at the largest values the distributions can draw. Only of values that are sound themselves.
  private func checkTotals(_ check: inout Checks, _ registry: StrategyRegistry) {
    let counts = populations.map { Double(max(0, $0.count)) }
    let agents = counts.reduce(0, +)
    if !(1...Double(Self.agentsMax)).contains(agents) {
      check.refuse("populations", "\(agents.plain) agents in all", "1 ... \(Self.agentsMax)")
    } else {
      let accounts = zip(populations, counts).reduce(0) { $0 + $1.1 * Double(legs(of: $1.0, registry)) }
      if accounts > Double(Self.agentsMax) {
        check.refuse(
          "populations", "\(accounts.plain) accounts in all, one for each agent and symbol it trades",
          "at most \(Self.agentsMax)")
      }
    }
    let cash = zip(populations, counts).reduce(0) { $0 + $1.0.cash.largest * $1.1 }
    let dollarsMax = Self.rawTotalMax / Double(Cash.unitsPerDollar)
    if cash.isFinite, cash >= dollarsMax {
      check.add("populations", .totalTooLarge(what: "the cash of all agents", found: cash, limit: dollarsMax))
    }
    checkShareTotals(&check, registry)
  }

  /// Accounts of each agent of a population.
  private func legs(of population: Population, _ registry: StrategyRegistry) -> Int {
    let symbols = population.symbols.rows(in: symbols.map(\.name)).count
    return registry[population.strategy]?.schema.symbolUse.legs(ofSymbols: symbols) ?? 1
  }

  private func checkShareTotals(_ check: inout Checks, _ registry: StrategyRegistry) {
    let names = symbols.map(\.name)
    var shares = [Double](repeating: 0, count: names.count)
    for population in populations where population.count > 0 {
      let rows = population.symbols.rows(in: names)
      guard !rows.isEmpty else { continue }
      // As the plan spreads them: evenly, the first take the remainder; each leg is given shares.
      let use = registry[population.strategy]?.schema.symbolUse ?? .one
      guard rows.count >= use.symbolsMin else { continue }
      let combinations = use.combinations(of: rows)
      let (each, remainder) = population.count.quotientAndRemainder(dividingBy: combinations.count)
      for (place, legs) in combinations.enumerated() {
        for row in legs { shares[row] += Double(each + (place < remainder ? 1 : 0)) * population.shares.largest }
      }
    }
    for (index, symbol) in symbols.enumerated() where (shares[index] * symbol.initialPrice).isFinite {
      let path = "symbols[\(index)]"
      let raw = shares[index] * symbol.initialPrice * Double(Cash.unitsPerDollar)
      if let outstanding = symbol.sharesOutstanding, (0..<shares[index]).contains(Double(outstanding)) {
        check.refuse(
          "\(path).shares_outstanding", "\(outstanding)",
          "\(shares[index].plain) or more: so many can agents be given at the start; or null for what they are given")
      }
      if shares[index] >= Self.sharesTotalMax {
        let what = "the shares of `\(symbol.name)`"
        check.add(path, .totalTooLarge(what: what, found: shares[index], limit: Self.sharesTotalMax))
      } else if raw >= Self.rawSymbolMax {
        let unit = Double(Cash.unitsPerDollar)
        check.add(
          path,
          .totalTooLarge(
            what: "the dollars that all shares of `\(symbol.name)` cost", found: raw / unit,
            limit: Self.rawSymbolMax / unit))
      }
    }
  }
}

// MARK: - Money

extension SimulationConfig {
  /// 1/10,000 dollar; nil when the tick size is none.
  var tickSizeRaw: Int64? {
    guard let raw = Self.exactRaw(market.tickSize), raw >= 1 else { return nil }
    return raw
  }

  func initialTicks(_ symbol: Symbol, _ tickSizeRaw: Int64) -> Int32? {
    guard let raw = Self.exactRaw(symbol.initialPrice), raw > 0, raw % tickSizeRaw == 0,
      raw / tickSizeRaw <= Int64(Self.initialTicksMax)
    else { return nil }
    return Int32(raw / tickSizeRaw)
  }

  /// The amount in 1/10,000 dollar. Nil when it has more decimals than that: rounding would change what was written.
  private static func exactRaw(_ dollars: Double) -> Int64? {
    guard dollars.isFinite, let price = Price(dollars: dollars),
      (price.dollars - dollars).magnitude <= dollars.magnitude * 1e-12
    else { return nil }
    return price.raw
  }
}

extension Distribution {
  /// The largest draw. A constant that is no number has no support, but a largest draw: itself.
  fileprivate var largest: Double {
    if case .constant(let value) = self { value } else { support.upperBound }
  }
}

extension Cash {
  fileprivate static var largestOfAnAgent: Double { SimulationConfig.rawAgentMax / Double(unitsPerDollar) }
}

// MARK: - Collecting

/// Collects problems; one method a kind of rule.
struct Checks {
  private(set) var problems: [ConfigurationProblem] = []

  mutating func add(_ path: String, _ kind: ConfigurationProblem.Kind) {
    problems.append(ConfigurationProblem(path, kind))
  }

  mutating func refuse(_ path: String, _ found: String, _ allowed: String) {
    add(path, .notAllowed(found: found, allowed: allowed))
  }

  mutating func integer(_ path: String, _ value: Int, _ allowed: ClosedRange<Int>) {
    guard !allowed.contains(value) else { return }
    refuse(path, "\(value)", "\(allowed.lowerBound) ... \(allowed.upperBound)")
  }

  mutating func real(_ path: String, _ value: Double, _ allowed: ClosedRange<Double>) {
    if !allowed.contains(value) { refuse(path, value.plain, allowed.prose) }  // NaN lands here too
  }

  mutating func unknown(_ path: String, _ name: String, _ what: String, _ known: [String]) {
    add(path, .unknownName(found: name, what: what, nearest: NearestName.of(name, among: known), known: known))
  }

  mutating func uniqueName(_ path: String, _ name: String, _ what: String, _ seen: inout Set<String>) {
    if name.isEmpty { return refuse(path, "\"\"", "the name of a \(what)") }
    if !seen.insert(name).inserted { add(path, .repeatedName(found: name, what: what)) }
  }

  mutating func timeframes(_ path: String, _ frames: [Int]) {
    for (index, frame) in frames.enumerated() {
      integer("\(path)[\(index)]", frame, 1...SimulationConfig.timeframeMax)
      if index > 0, frame <= frames[index - 1] {
        refuse("\(path)[\(index)]", "\(frame)", "ascending, so above \(frames[index - 1])")
      }
    }
  }

  /// Whether the distribution is sound in itself, and then whether all its draws are allowed.
  mutating func distribution(
    _ path: String, _ distribution: Distribution, allowed: ClosedRange<Double>, isInteger: Bool = false,
    population: String
  ) {
    if case .constant(let value) = distribution, !value.isFinite { return refuse(path, "\(value)", "a finite number") }
    let support = distribution.support
    for bound in [support.lowerBound, support.upperBound] where !bound.isFinite {
      return refuse(path, "\(bound)", "finite numbers")
    }
    if case .normal(let mean, let deviation, _) = distribution {
      guard deviation.isFinite, deviation >= 0 else {
        return refuse("\(path).normal.deviation", deviation.plain, "0 or more")
      }
      guard support.contains(mean) else {
        return refuse("\(path).normal.mean", mean.plain, "between min and max, \(support.prose)")
      }
    }
    if isInteger {
      for bound in [support.lowerBound, support.upperBound] where bound != bound.rounded() {
        return refuse(path, bound.plain, "whole numbers")
      }
    }
    if support.lowerBound < allowed.lowerBound || support.upperBound > allowed.upperBound {
      add(path, .drawsOutside(population: population, support: support, allowed: allowed))
    }
  }
}
