import SimAgents
import SimColumns
import SimEngine
import SimMarket
import SimTypes

enum RejectReasonIndex {
  static let cash = RejectReason.insufficientCash.rawValue
  static let shares = RejectReason.insufficientShares.rawValue
}

/// A strategy from outside the engine that orders what it cannot pay for and sells what it does not own.
final class Spendthrift: StrategyTable {
  static let schema = StrategySchema(
    name: "spendthrift", tier: 1, summary: "spends the same money twice", parameters: [], ordersPerTickMax: 3)

  init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {}

  var byteCount: Int { 0 }

  func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    for segment in chunk.segments {
      for row in segment.rows {
        let symbol = Int32(segment.symbol)
        box.append(agent: row, key: BoxKey(symbol: symbol, side: .buy), price: 6_000, quantity: 1)
        box.append(agent: row, key: BoxKey(symbol: symbol, side: .buy), price: 6_000, quantity: 1)
        box.append(agent: row, key: BoxKey(symbol: symbol, side: .sell), price: 6_000, quantity: 1)
      }
    }
  }

  /// Ten of them with 100 dollars each.
  static var config: SimulationConfig {
    var config = SimulationConfig()
    config.symbols = [.init(name: "S", sector: "X", initialPrice: 60)]
    config.populations = [.init(name: "spendthrifts", strategy: "spendthrift", count: 10)]
    config.populations[0].cash = .constant(100)
    return config
  }
}
