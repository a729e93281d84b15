import SimColumns
import SimEngine
import SimTestSupport
import Synchronization
import Testing

/// Memory nodes that are made up: where columns live and which worker prefers what never changes a result.
struct MemoryNodesTests {
  @Test(arguments: [1, 2, 4], [1, 2, 3, 8]) func nodesChangeNoResult(nodes: Int, workers: Int) throws {
    let rules = try SmallMarket.rules(SmallMarket.config(agents: 300, ticks: 12, workers: workers))
    let calls = Atomic<Int>(0)
    let machine = MemoryNodes(count: nodes) { calls.wrappingAdd(1, ordering: .relaxed).oldValue % nodes }
    let spread = Simulation(rules, grain: 0, nodes: machine)
    try spread.run(12)
    let plain = Simulation(try SmallMarket.rules(SmallMarket.config(agents: 300, ticks: 12)), grain: 0)
    try plain.run(12)
    #expect(spread.stateHash == plain.stateHash && spread.totals == plain.totals)
    #expect(workers == 1 || calls.load(ordering: .relaxed) > 0, "threads are asked where they are")
  }
}
