extension Migration {
  /// Version 3: the depth of the book and the auction's demand and supply in each tick, and what populations as a whole
  /// had at each snapshot.
  ///
  /// Ticks of earlier runs have NULL in the new columns: it was not kept. What earlier portfolio snapshots add up to is
  /// added up here, once: about a second for a million of them. Only the profit of open positions is not in them (the
  /// average cost of a position is rounded), so that it is NULL.
  static let depthAndHistory = Migration(
    version: 3,
    sql: """
      ALTER TABLE symbol_ticks ADD COLUMN bid_depth INTEGER;
      ALTER TABLE symbol_ticks ADD COLUMN ask_depth INTEGER;
      ALTER TABLE symbol_ticks ADD COLUMN demand INTEGER;
      ALTER TABLE symbol_ticks ADD COLUMN supply INTEGER;

      CREATE TABLE population_snapshots (
        run_id         INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        tick           INTEGER NOT NULL,
        population     TEXT NOT NULL,
        strategy       TEXT NOT NULL,
        agents         INTEGER NOT NULL,
        initial_equity INTEGER NOT NULL,
        cash           INTEGER NOT NULL,
        equity         INTEGER NOT NULL,
        realized_pnl   INTEGER NOT NULL,
        unrealized_pnl INTEGER,
        PRIMARY KEY (run_id, tick, population)
      ) STRICT, WITHOUT ROWID;

      INSERT INTO population_snapshots
      SELECT p.run_id, p.tick, a.population, a.strategy, count(*),
        sum(a.initial_cash + a.initial_shares * s.initial_price), sum(p.cash), sum(p.equity), sum(p.realized_pnl), NULL
      FROM portfolio_snapshots p
      CROSS JOIN agents a ON a.run_id = p.run_id AND a.agent_id = p.agent_id
      CROSS JOIN symbols s ON s.run_id = a.run_id AND s.name = a.symbol
      GROUP BY p.run_id, p.tick, a.population;
      """)
}
