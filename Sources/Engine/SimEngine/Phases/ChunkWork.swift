import SimAgents

/// What the phases need to know of one chunk: whose agents they are, and who serves them.
///
/// A worker's own, like the ``Phases`` it belongs to; arrays are copied, so that their reference counts are too.
final class ChunkWork: Sendable {
  let chunk: Int
  let strategy: any StrategyTable
  let decision: DecisionChunk
  let agents: Range<Int>  // rows of the risk table
  let legs: AgentLegs
  let life: OrderLife
  let desk: LendingDesk?  // nil for agents that never borrow
  let sleepers: Sleepers?  // nil for agents that never sleep

  init(_ world: World, chunk: Int) {
    self.chunk = chunk
    let (rows, run) = (world.grid.chunks[chunk].rows, world.grid.chunks[chunk].run)
    let population = world.rules.populations[run]
    strategy = world.strategies[run]
    let shared = world.decisionChunks[chunk]
    decision = DecisionChunk(
      rows: rows, segments: shared.segments.map { $0 }, groups: shared.groups.map { $0 }, firstRow: shared.firstRow)
    agents = population.agents(in: rows)
    legs = AgentLegs(firstRow: rows.lowerBound, count: population.legs)
    life = population.life
    desk = world.lending.flatMap { [legs] in
      LendingDesk($0, chunk: chunk, world.accounts, world.symbols, world.boxes, world.resting, legs: legs)
    }
    sleepers = world.sleepers.isEmpty ? nil : world.sleepers[chunk]
  }
}
