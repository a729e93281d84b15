/// A strategy of tier 2: its agents sleep until something they wait for happens.
///
///     scan ▸ who wakes ▸ decide ▸ … market, fills … ▸ learn ▸ restate what is waited for ▸ scan of the next tick
///
/// Those who woke are in ``DecisionView/woken``; nobody else of the chunk sends an order. When the tick's fills are in
/// the accounts, each of them states anew everything it waits for, so that a condition can follow from what was really
/// traded. It counts from the next scan on, and no list that is being read changes.
public protocol SleeperTable: StrategyTable {
  /// States what everybody in ``DecisionView/woken`` waits for from now on.
  ///
  /// Called in every tick in which somebody of the chunk woke, after ``StrategyTable/learn(_:_:)``; and once before the
  /// first tick, when all count as woken, for no reason. Writes its own columns in the chunk's rows and the wishes.
  func restate(_ chunk: DecisionChunk, _ world: DecisionView, _ wishes: inout WakeWriter)
}
