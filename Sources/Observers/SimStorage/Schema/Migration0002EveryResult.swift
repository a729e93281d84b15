extension Migration {
  /// Version 2: parameters of agents, risk, events, what each symbol did in each tick, where the time went, packed
  /// blocks, and views for the questions that are asked most.
  ///
  /// Blocks have row numbers: a row that is larger than a page would make any other key slow. They are read in the
  /// order they were written in.
  ///
  /// `CROSS JOIN` in `agent_results` fixes the order of the tables. Asked for one run, SQLite would otherwise look
  /// through all portfolios of the run once for every agent: many minutes with 100,000 of them, instead of half a second.
  static let everyResult = Migration(
    version: 2,
    sql: """
      ALTER TABLE runs ADD COLUMN process TEXT NOT NULL DEFAULT '';
      ALTER TABLE runs ADD COLUMN heartbeat_at INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE agents ADD COLUMN parameters_json TEXT NOT NULL DEFAULT '{}';

      CREATE TABLE populations (
        run_id          INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        population_id   INTEGER NOT NULL,
        name            TEXT NOT NULL,
        strategy        TEXT NOT NULL,
        tier            INTEGER NOT NULL,
        agents          INTEGER NOT NULL,
        parameters_json TEXT NOT NULL,
        PRIMARY KEY (run_id, population_id),
        UNIQUE (run_id, name)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE trade_blocks (
        id         INTEGER PRIMARY KEY,
        run_id     INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        symbol     TEXT NOT NULL,
        first_tick INTEGER NOT NULL,
        ticks      INTEGER NOT NULL,
        trades     INTEGER NOT NULL,
        data       BLOB NOT NULL
      ) STRICT;

      CREATE TABLE symbol_ticks (
        id     INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        tick   INTEGER NOT NULL,
        symbol TEXT NOT NULL,
        trades INTEGER NOT NULL,
        volume INTEGER NOT NULL,
        open   INTEGER NOT NULL,
        high   INTEGER NOT NULL,
        low    INTEGER NOT NULL,
        close  INTEGER NOT NULL,
        bid    INTEGER,
        ask    INTEGER
      ) STRICT;

      CREATE TABLE symbol_tick_blocks (
        id         INTEGER PRIMARY KEY,
        run_id     INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        symbol     TEXT NOT NULL,
        first_tick INTEGER NOT NULL,
        ticks      INTEGER NOT NULL,
        data       BLOB NOT NULL
      ) STRICT;

      CREATE TABLE risk_snapshots (
        run_id                INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        tick                  INTEGER NOT NULL,
        agent_id              INTEGER NOT NULL,
        periods               INTEGER NOT NULL,
        equity                INTEGER NOT NULL,
        peak                  INTEGER NOT NULL,
        total_return          REAL,
        volatility            REAL,
        sharpe                REAL,
        sortino               REAL,
        max_drawdown          REAL,
        max_drawdown_periods  INTEGER,
        var_95_cornish_fisher REAL,
        skewness              REAL,
        excess_kurtosis       REAL,
        PRIMARY KEY (run_id, tick, agent_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE events (
        id             INTEGER PRIMARY KEY,
        run_id         INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        tick           INTEGER NOT NULL,
        kind           TEXT NOT NULL,
        symbol         TEXT,
        sector         TEXT,
        magnitude      REAL NOT NULL,
        sentiment      REAL NOT NULL,
        duration_ticks INTEGER NOT NULL,
        headline       TEXT NOT NULL
      ) STRICT;

      CREATE TABLE phase_timings (
        run_id   INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        place    INTEGER NOT NULL,
        phase    TEXT NOT NULL,
        ticks    INTEGER NOT NULL,
        total_ns INTEGER NOT NULL,
        mean_ns  REAL NOT NULL,
        p50_ns   INTEGER NOT NULL,
        p99_ns   INTEGER NOT NULL,
        PRIMARY KEY (run_id, place)
      ) STRICT, WITHOUT ROWID;

      CREATE VIEW agent_results AS
      WITH last AS (SELECT run_id, max(tick) AS tick FROM portfolio_snapshots GROUP BY run_id)
      SELECT a.run_id, a.agent_id, a.strategy, a.population, a.tier, a.symbol, p.tick,
        a.initial_cash + a.initial_shares * s.initial_price AS initial_equity, p.equity, p.realized_pnl,
        p.equity - a.initial_cash - a.initial_shares * s.initial_price AS profit
      FROM last
      CROSS JOIN portfolio_snapshots p ON p.run_id = last.run_id AND p.tick = last.tick
      CROSS JOIN agents a ON a.run_id = p.run_id AND a.agent_id = p.agent_id
      CROSS JOIN symbols s ON s.run_id = a.run_id AND s.name = a.symbol;

      CREATE VIEW strategy_profit AS
      SELECT run_id, strategy, tick, count(*) AS agents, sum(profit) AS profit, avg(profit) AS profit_per_agent,
        sum(realized_pnl) AS realized_pnl, sum(profit > 0) AS winners
      FROM agent_results GROUP BY run_id, strategy;

      CREATE VIEW top_agents AS
      SELECT run_id, row_number() OVER (PARTITION BY run_id ORDER BY profit DESC, agent_id) AS rank, agent_id,
        strategy, population, symbol, initial_equity, equity, profit
      FROM agent_results;

      CREATE VIEW agent_parameters AS
      SELECT a.run_id, a.agent_id, a.strategy, parameter.key AS parameter, parameter.value AS value
      FROM agents a
      JOIN populations p ON p.run_id = a.run_id AND p.name = a.population,
        json_each(json_patch(p.parameters_json, a.parameters_json)) AS parameter;

      CREATE VIEW daily_bars AS
      WITH frames AS (SELECT DISTINCT run_id, timeframe FROM candles),
      day AS (
        SELECT run_id, ticks_per_day,
          coalesce(max(CASE WHEN ticks_per_day % timeframe = 0 THEN timeframe END), min(timeframe)) AS timeframe
        FROM frames JOIN (SELECT run_id, config_json ->> '$.risk.ticks_per_day' AS ticks_per_day FROM runs)
          USING (run_id)
        GROUP BY run_id
      ),
      days AS (
        SELECT c.run_id, c.symbol, c.timeframe, c.tick_start / day.ticks_per_day AS day, min(c.tick_start) AS first,
          max(c.tick_start) AS last, max(c.high) AS high, min(c.low) AS low, sum(c.volume) AS volume
        FROM candles c JOIN day ON day.run_id = c.run_id AND day.timeframe = c.timeframe
        GROUP BY c.run_id, c.symbol, c.timeframe, c.tick_start / day.ticks_per_day
      )
      SELECT d.run_id, d.symbol, d.day, o.open, d.high, d.low, e.close, d.volume
      FROM days d
      JOIN candles o ON o.run_id = d.run_id AND o.symbol = d.symbol AND o.timeframe = d.timeframe
        AND o.tick_start = d.first
      JOIN candles e ON e.run_id = d.run_id AND e.symbol = d.symbol AND e.timeframe = d.timeframe
        AND e.tick_start = d.last;
      """)
}
