import SimAgents
import SimColumns

/// The agents of one chunk that sleep, their strategy, and the index that wakes them.
struct Sleepers: Sendable {
  private let table: any SleeperTable
  private let index: WakeIndexView  // the population's
  private let chunk: Int  // counted within the population

  /// An index for each population of tier 2, and for each chunk of the grid what it needs of its population's. No rows
  /// when there is no such population.
  static func make(
    _ rules: SimulationRules, _ grid: ChunkGrid, _ strategies: [any StrategyTable], last: ColumnView<Int32>,
    _ placement: MemoryPlacement
  ) -> (indexes: [WakeIndex], ofChunks: [Sleepers?]) {
    var indexes: [WakeIndex] = []
    var ofChunks = [Sleepers?](repeating: nil, count: grid.count)
    for (population, strategy) in zip(rules.populations, strategies) {
      guard let table = strategy as? any SleeperTable else { continue }
      let index = WakeIndex(population, last: last, placement: placement)
      let chunks = grid.chunks.indices.filter { grid.chunks[$0].rows.overlaps(population.rows) }
      for (place, chunk) in chunks.enumerated() {
        ofChunks[chunk] = Sleepers(table: table, index: index.view, chunk: place)
      }
      indexes.append(index)
    }
    return (indexes, indexes.isEmpty ? [] : ofChunks)
  }

  /// Who woke in the tick under way.
  var woken: WokenAgents { index.woken(chunk) }
  /// All of them, as before the first tick.
  var everybody: WokenAgents { index.everybody(chunk) }

  func wake(tick: UInt32, last: ColumnView<Int32>, news: ColumnView<UInt8>) {
    index.scan(chunk, tick: tick, last: last, news: news)
  }

  func restate(_ chunk: DecisionChunk, _ world: DecisionView) {
    var wishes = WakeWriter(index, chunk: self.chunk)
    table.restate(chunk, world, &wishes)
  }
}
