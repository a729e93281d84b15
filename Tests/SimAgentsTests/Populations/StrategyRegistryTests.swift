import SimAgents
import SimColumns
import SimMarket
import SimTestSupport
import Testing

struct StrategyRegistryTests {
  @Test func strategiesAreFoundByName() {
    let registry = StrategyRegistry([NoiseTrader.self, SectorRotator.self, ReactiveTrader.self])
    #expect(registry["sector_rotator"] == SectorRotator.self && registry["nobody"] == nil)
    #expect(registry.schemas.map(\.tier) == [1, 2, 2])
  }

  @Test func aNameIsGivenOnce() async {
    await #expect(processExitsWith: .failure) { _ = StrategyRegistry([NoiseTrader.self, NoiseTrader.self]) }
  }

  /// What an index could wake, it does.
  @Test func aStrategyOfTierTwoWithOneSymbolSleeps() async {
    await #expect(processExitsWith: .failure) { _ = StrategyRegistry([Insomniac.self]) }
  }
}

private final class Insomniac: StrategyTable {
  static let schema = StrategySchema(name: "insomniac", tier: 2, summary: "", parameters: [], ordersPerTickMax: 1)

  init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {}

  var byteCount: Int { 0 }

  func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {}
}
