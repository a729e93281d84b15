extension Migration {
  /// Version 2: parameters of agents, risk, events, what each symbol did in each tick, where the time went, and packed
  /// blocks.
  ///
  /// Blocks have row numbers: a row that is larger than a page would make any other key slow. They are read in the
  /// order they were written in.
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
      """)
}
