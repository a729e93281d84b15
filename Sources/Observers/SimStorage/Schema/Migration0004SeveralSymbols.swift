extension Migration {
  /// Version 4: what an agent began with in all, which its cash and the shares of one symbol no longer tell where it has
  /// several symbols.
  static let severalSymbols = Migration(
    version: 4,
    sql: """
      ALTER TABLE agents ADD COLUMN initial_equity INTEGER NOT NULL DEFAULT 0;

      UPDATE agents SET initial_equity = initial_cash + initial_shares * (
        SELECT initial_price FROM symbols s WHERE s.run_id = agents.run_id AND s.name = agents.symbol);
      """)
}
