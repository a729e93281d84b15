import SimAgents
import SimColumns
import SimMarket

/// A tier-1 strategy whose agents own things and never send an order.
public final class SilentStrategy: StrategyTable {
  public static let schema = StrategySchema(
    name: "silent", tier: 1, summary: "owns things and never trades", parameters: [], ordersPerTickMax: 1)

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {}

  public var byteCount: Int { 0 }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {}
}
