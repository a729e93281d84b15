/// Indexes that are built when a run has ended: filling a table first and sorting once costs a fraction of keeping an
/// index in order row by row. A later run in the same file finds them there and does keep them in order.
enum ResultIndexes {
  static let sql = """
    CREATE INDEX IF NOT EXISTS trades_by_tick ON trades (run_id, tick);
    CREATE INDEX IF NOT EXISTS trades_by_symbol ON trades (run_id, symbol, tick);
    CREATE INDEX IF NOT EXISTS trade_blocks_by_symbol ON trade_blocks (run_id, symbol, first_tick);
    CREATE INDEX IF NOT EXISTS symbol_ticks_by_symbol ON symbol_ticks (run_id, symbol, tick);
    CREATE INDEX IF NOT EXISTS symbol_tick_blocks_by_symbol ON symbol_tick_blocks (run_id, symbol, first_tick);
    CREATE INDEX IF NOT EXISTS events_by_tick ON events (run_id, tick);
    """
}
