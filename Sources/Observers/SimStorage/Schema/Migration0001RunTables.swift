extension Migration {
  /// Version 1: runs, and what every run leaves behind.
  ///
  /// `STRICT`: a column holds what it says. Tables with a natural key that is written in its own order, or that are
  /// small, are `WITHOUT ROWID`: the key is the table, no second tree. Trades have no natural key and are many, so they
  /// keep row numbers, which cost an append each; their indexes are built when the run ends (``ResultIndexes``).
  static let runTables = Migration(
    version: 1,
    sql: """
      CREATE TABLE runs (
        run_id        INTEGER PRIMARY KEY,
        outcome       TEXT NOT NULL CHECK (outcome IN ('running', 'completed', 'interrupted', 'failed')),
        started_at    INTEGER NOT NULL,
        ended_at      INTEGER,
        seed          INTEGER NOT NULL,
        ticks         INTEGER NOT NULL,
        ticks_planned INTEGER NOT NULL,
        agents        INTEGER NOT NULL,
        symbols       INTEGER NOT NULL,
        state_hash    TEXT,
        trade_log     TEXT NOT NULL,
        version       TEXT NOT NULL,
        machine       TEXT NOT NULL,
        config_hash   TEXT NOT NULL,
        config_json   TEXT NOT NULL
      ) STRICT;

      CREATE TABLE symbols (
        run_id        INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        symbol_id     INTEGER NOT NULL,
        name          TEXT NOT NULL,
        sector        TEXT NOT NULL,
        initial_price INTEGER NOT NULL,
        tick_size     INTEGER NOT NULL,
        issued        INTEGER NOT NULL,
        PRIMARY KEY (run_id, symbol_id),
        UNIQUE (run_id, name)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE agents (
        run_id         INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        agent_id       INTEGER NOT NULL,
        strategy       TEXT NOT NULL,
        population     TEXT NOT NULL,
        tier           INTEGER NOT NULL,
        symbol         TEXT NOT NULL,
        initial_cash   INTEGER NOT NULL,
        initial_shares INTEGER NOT NULL,
        PRIMARY KEY (run_id, agent_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE trades (
        id        INTEGER PRIMARY KEY,
        run_id    INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        tick      INTEGER NOT NULL,
        symbol    TEXT NOT NULL,
        price     INTEGER NOT NULL,
        quantity  INTEGER NOT NULL,
        buyer_id  INTEGER NOT NULL,
        seller_id INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE candles (
        run_id     INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        symbol     TEXT NOT NULL,
        timeframe  INTEGER NOT NULL,
        tick_start INTEGER NOT NULL,
        open       INTEGER NOT NULL,
        high       INTEGER NOT NULL,
        low        INTEGER NOT NULL,
        close      INTEGER NOT NULL,
        volume     INTEGER NOT NULL,
        PRIMARY KEY (run_id, symbol, timeframe, tick_start)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE portfolio_snapshots (
        run_id         INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        tick           INTEGER NOT NULL,
        agent_id       INTEGER NOT NULL,
        cash           INTEGER NOT NULL,
        positions_json TEXT NOT NULL,
        realized_pnl   INTEGER NOT NULL,
        equity         INTEGER NOT NULL,
        PRIMARY KEY (run_id, tick, agent_id)
      ) STRICT, WITHOUT ROWID;
      """)
}
