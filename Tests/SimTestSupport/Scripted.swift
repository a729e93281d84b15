import SimAgents
import SimColumns
import SimMarket
import SimTypes

/// A strategy that does what its parameters say, at the ticks they name: for scenes of two or three agents.
///
/// Limits are a tenth beyond the last price unless `reach` says otherwise, so that orders of one tick meet; in a call
/// auction of one buyer and one seller they trade at the last price.
public class Scripted: StrategyTable, @unchecked Sendable {
  public class var schema: StrategySchema { schema("scripted", .never) }

  fileprivate static func schema(_ name: String, _ shortSelling: ShortSelling) -> StrategySchema {
    func tick(_ name: String) -> ParameterSpec {
      ParameterSpec(name, unit: "ticks", "when", standard: .constant(1e9), allowed: 0...1e9, isInteger: true)
    }
    func shares(_ name: String) -> ParameterSpec {
      ParameterSpec(name, unit: "shares", "how many", standard: .constant(100), allowed: 1...1e6, isInteger: true)
    }
    return StrategySchema(
      name: name, tier: 1, summary: "follows a script",
      parameters: [
        tick("sells_at"), shares("sells"), tick("buys_at"), shares("buys"),
        ParameterSpec(
          "reach", unit: "fraction", "of the last price, how far its limits go beyond it", standard: .constant(0.1),
          allowed: -0.9...0.9),
        ParameterSpec(
          "times", unit: "orders", "how many orders of one tick", standard: .constant(1), allowed: 1...4,
          isInteger: true),
      ],
      ordersPerTickMax: 8, shortSelling: shortSelling)
  }

  private let acts: [[Int]]
  private let reach: [Double]

  public required init(
    _ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement
  ) {
    let draws = SpawnDraws(seed: seed, population: population)
    acts = population.rows.map { row in [0, 1, 2, 3, 5].map { draws.integer($0, row: row) } }
    reach = population.rows.map { draws.real(4, row: $0) }
  }

  public var byteCount: Int { 0 }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    for segment in chunk.segments {
      let last = Double(world.symbols.last[segment.symbol])
      for agent in segment.rows {
        let (act, reach) = (acts[agent - chunk.firstRow], reach[agent - chunk.firstRow])
        for (side, when, shares, limit) in [
          (Side.sell, act[0], act[1], last * (1 - reach)), (.buy, act[2], act[3], last * (1 + reach)),
        ] where when == Int(world.tick) {
          for _ in 0..<act[4] {
            box.append(
              agent: agent, key: BoxKey(symbol: Int32(segment.symbol), side: side), price: Int32(limit),
              quantity: Int32(shares))
          }
        }
      }
    }
  }
}

/// The same, but it may sell short.
public final class ScriptedBear: Scripted, @unchecked Sendable {
  public override class var schema: StrategySchema { schema("scripted_bear", .limited) }
}
