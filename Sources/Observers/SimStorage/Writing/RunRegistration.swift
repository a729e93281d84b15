import SimEngine
import SimTypes

/// Writes what is known of a run before its first tick: its rows of `runs`, `symbols` and `agents`.
struct RunRegistration {
  let context: RunContext
  let description: RunDescription
  let startedAt: Int64  // Unix seconds
  let tradeLog: SimulationConfig.TradeLog

  /// - Returns: the new run's `run_id`. All rows are there afterwards or, if it throws, none.
  func insert(into connection: SQLiteConnection) throws(StorageError) -> Int64 {
    try connection.transaction { () throws(StorageError) in
      let run = try insertRun(connection)
      try insertSymbols(connection, run)
      try insertPopulations(connection, run)
      try insertAgents(connection, run)
      return run
    }
  }

  private func insertRun(_ connection: SQLiteConnection) throws(StorageError) -> Int64 {
    let rules = context.rules
    let statement = try connection.prepare(
      """
      INSERT INTO runs (outcome, started_at, seed, ticks, ticks_planned, agents, symbols, trade_log, version, machine,
        config_hash, config_json, process, heartbeat_at)
      VALUES ('running', ?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?1)
      """)
    try statement.bind(startedAt, at: 1)
    try statement.bind(Int64(bitPattern: rules.seed), at: 2)
    try statement.bind(Int64(rules.ticks), at: 3)
    try statement.bind(Int64(rules.agentCount), at: 4)
    try statement.bind(Int64(rules.symbols.count), at: 5)
    try statement.bind(tradeLog.description, at: 6)
    try statement.bind(description.version, at: 7)
    try statement.bind(description.machine, at: 8)
    try statement.bind(description.configHash, at: 9)
    try statement.bind(description.configJSON, at: 10)
    try statement.bind(ProcessIdentity.own.text, at: 11)
    try statement.run()
    return connection.lastInsertedRow
  }

  private func insertSymbols(_ connection: SQLiteConnection, _ run: Int64) throws(StorageError) {
    let rules = context.rules
    let insert = try RowInsert(
      connection, into: .symbols, run: run,
      columns: ["symbol_id", "name", "sector", "initial_price", "tick_size", "issued"])
    try insert.insert(rules.symbols.count) { row, statement, first throws(StorageError) in
      let symbol = rules.symbols[row]
      try statement.bind(Int64(row), at: first)
      try statement.bind(symbol.name, at: first + 1)
      try statement.bind(rules.sectors[symbol.sector], at: first + 2)
      try statement.bind(rules.tickSize.price(symbol.initialTicks).raw, at: first + 3)
      try statement.bind(rules.tickSize.raw, at: first + 4)
      try statement.bind(context.issued[row], at: first + 5)
    }
  }

  private func insertPopulations(_ connection: SQLiteConnection, _ run: Int64) throws(StorageError) {
    let populations = context.rules.populations
    let insert = try RowInsert(
      connection, into: .populations, run: run,
      columns: ["population_id", "name", "strategy", "tier", "agents", "parameters_json"])
    try insert.insert(populations.count) { row, statement, first throws(StorageError) in
      let population = populations[row]
      try statement.bind(Int64(population.index), at: first)
      try statement.bind(population.name, at: first + 1)
      try statement.bind(population.schema.name, at: first + 2)
      try statement.bind(Int64(population.schema.tier), at: first + 3)
      try statement.bind(Int64(population.agents.count), at: first + 4)
      try statement.bind(ParametersJSON.recipe(of: population), at: first + 5)
    }
  }

  private func insertAgents(_ connection: SQLiteConnection, _ run: Int64) throws(StorageError) {
    let insert = try RowInsert(
      connection, into: .agents, run: run,
      columns: [
        "agent_id", "strategy", "population", "tier", "symbol", "initial_cash", "initial_shares", "initial_equity",
        "parameters_json",
      ])
    let (rules, accounts) = (context.rules, context.accounts)
    let symbols = rules.symbols.map { connection.intern($0.name) }
    for population in rules.populations {
      let strategyName = connection.intern(population.schema.name)
      let populationName = connection.intern(population.name)
      let parameters = ParametersJSON(population, seed: rules.seed)
      try insert.insert(population.agents.count) { place, statement, first throws(StorageError) in
        let agent = population.agents.lowerBound + place
        let rows = rules.layout.accounts(ofAgent: agent)
        try statement.bind(AgentID(row: agent).stored, at: first)
        try statement.bind(strategyName, at: first + 1)
        try statement.bind(populationName, at: first + 2)
        try statement.bind(Int64(population.schema.tier), at: first + 3)
        if rows.count == 1 {
          try statement.bind(symbols[Int(accounts.symbol[rows.lowerBound])], at: first + 4)
        } else {
          let names = rows.map { rules.symbols[Int(accounts.symbol[$0])].name }
          try statement.bind(names.joined(separator: ","), at: first + 4)
        }
        try statement.bind(rows.reduce(0) { $0 + accounts.cash[$1] }, at: first + 5)
        try statement.bind(rows.reduce(0) { $0 + Int64(accounts.quantity[$1]) }, at: first + 6)
        try statement.bind(context.initialEquity(ofAgent: agent), at: first + 7)
        try statement.bind(parameters.drawn(row: rows.lowerBound), at: first + 8)
      }
    }
  }
}

extension RunContext {
  /// Before the first tick, 1/10,000 dollar: cash and shares at the initial prices.
  func initialEquity(ofAgent agent: Int) -> Int64 {
    rules.layout.accounts(ofAgent: agent).reduce(0) { sum, row in
      let price = rules.tickSize.price(rules.symbols[Int(accounts.symbol[row])].initialTicks).raw
      return sum + accounts.cash[row] + Int64(accounts.quantity[row]) * price
    }
  }
}

extension AgentID {
  /// As in every `…_id` column of agents.
  var stored: Int64 { Int64(raw) }
}
