import SimAgents
import SimColumns
import SimEngine
import SimMarket
import SimRandom
import SimTypes

/// A tier-1 strategy that sends whatever comes to its mind: orders of all kinds on both sides, replacements, cancels of
/// nothing, slots twice or not its own, more than it owns or may borrow, limits nobody would accept. What a market must
/// withstand.
public class Fidget: StrategyTable, @unchecked Sendable {
  public class var schema: StrategySchema { schema("fidget", .limited) }

  fileprivate static func schema(_ name: String, _ shortSelling: ShortSelling) -> StrategySchema {
    StrategySchema(
      name: name, tier: 1, summary: "sends orders of every kind, sound or not",
      parameters: [
        ParameterSpec(
          "reach", unit: "fraction", "how far from the last price its limits are at most", standard: .constant(0.01),
          allowed: 0...0.9)
      ],
      ordersPerTickMax: 6, restingOrdersMax: 3, shortSelling: shortSelling)
  }

  private let key: StreamKey
  private let reach: Column<Double>

  public required init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    key = population.streamKey(seed: seed, purpose: .noiseTrader)
    reach = Column(count: population.rows.count, filledWith: 0, placement: placement)
    let draws = SpawnDraws(seed: seed, population: population)
    for (row, agent) in population.rows.enumerated() { reach.view[row] = draws.real(0, row: agent) }
  }

  public var byteCount: Int { reach.count * MemoryLayout<Double>.stride }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    for segment in chunk.segments {
      let last = world.symbols.last[segment.symbol]
      for agent in segment.rows {
        let row = agent - chunk.firstRow
        var stream = RowStream(key, row: UInt32(row), tick: world.tick)
        let width = max(1, Int32(Double(last) * reach.view[row]))
        var nextSlot: UInt32 = 0
        for _ in 0..<stream.bounded(7) {
          let isSell = stream.bounded(2)
          let orderKey = BoxKey(raw: Int32(2 * segment.symbol) | Int32(isSell))
          var price = last - width + Int32(stream.bounded(UInt32(2 * width + 1)))
          var quantity = Int32(stream.bounded(60)) + 1
          switch stream.bounded(40) {
          case 0: quantity = -Int32(stream.bounded(2))
          case 1: price = [.max, 0, .min, -7][Int(stream.bounded(4))]
          case 2: (price, quantity) = (.max - 1, .max)
          case 3: price = last * 3
          default: break
          }
          // Most of the time a slot of its own that it has not named yet.
          let slot = stream.bounded(8) == 0 ? Int(stream.bounded(5)) : Int(nextSlot)
          switch stream.bounded(8) {
          case 0: box.append(agent: agent, key: orderKey, price: price, quantity: quantity, kind: .fillOrKill)
          case 1, 2: box.append(agent: agent, key: orderKey, price: price, quantity: quantity)
          case 3:
            box.cancel(slot: slot, agent: agent, symbol: segment.symbol)
            nextSlot = UInt32(slot) + 1
          default:
            box.place(slot: slot, agent: agent, key: orderKey, price: price, quantity: quantity)
            nextSlot = UInt32(slot) + 1
          }
        }
      }
    }
  }
}

/// The same, but nobody lends it shares.
public final class LongFidget: Fidget, @unchecked Sendable {
  public override class var schema: StrategySchema { schema("long_fidget", .never) }
}

/// The same for agents that trade two symbols, without slots: whatever comes to their minds in either.
public class PairFidget: StrategyTable, @unchecked Sendable {
  public class var schema: StrategySchema { schema("pair_fidget", .pair) }

  fileprivate static func schema(_ name: String, _ use: SymbolUse) -> StrategySchema {
    StrategySchema(
      name: name, tier: 1, summary: "sends orders for several symbols, sound or not", parameters: [],
      ordersPerTickMax: 3, shortSelling: .limited, symbolUse: use)
  }

  private let key: StreamKey

  public required init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    key = population.streamKey(seed: seed, purpose: .noiseTrader)
  }

  public var byteCount: Int { 0 }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    for group in chunk.groups {
      for agent in 0..<group.agentCount {
        for (row, symbol) in zip(group.legs(agent), group.symbols) {
          var stream = RowStream(key, row: UInt32(row - chunk.firstRow), tick: world.tick)
          let last = world.symbols.last[symbol]
          for _ in 0..<stream.bounded(4) {
            let isSell = Int32(stream.bounded(2))
            let price = last + Int32(stream.bounded(41)) - 20
            box.append(
              agent: row, key: BoxKey(raw: Int32(2 * symbol) | isSell), price: price,
              quantity: Int32(stream.bounded(80)) + 1)
          }
        }
      }
    }
  }
}

/// The same for all symbols at once.
public final class MarketFidget: PairFidget, @unchecked Sendable {
  public override class var schema: StrategySchema { schema("market_fidget", .all(sectorsMin: 2)) }
}

extension SmallMarket {
  /// Half of the symbols trade in a call auction and half in a book, and orders rest in both.
  public static func ofBothMechanisms(_ config: SimulationConfig) -> SimulationConfig {
    var config = config
    for index in config.symbols.indices where index % 2 == 1 { config.symbols[index].mechanism = "continuous" }
    for index in config.populations.indices { config.populations[index].timeInForce = "gtc" }
    return config
  }

  /// The small market with agents beside the others who send anything, short of shares to borrow and of what secures
  /// them.
  public static func withFidgets(_ config: SimulationConfig, fidgets: Int = 60) -> SimulationConfig {
    var config = config
    for (strategy, count, cash) in [
      ("long_fidget", fidgets / 4, 20_000), ("fidget", fidgets - fidgets / 4, 10_000),
      ("pair_fidget", fidgets / 4, 4_000), ("market_fidget", fidgets / 12, 8_000),
    ] {
      var population = SimulationConfig.Population(name: strategy + "s", strategy: strategy, count: count)
      population.cash = .uniform(0...Double(cash))
      population.shares = .uniform(0...200)
      population.timeInForce = "gtc"
      config.populations.append(population)
    }
    config.market.shortSelling.borrowPool = 0.01
    config.market.shortSelling.shortLimit = 150
    config.market.shortSelling.maintenanceMargin = 1.5  // called as soon as the price rises
    config.market.shortSelling.feeInterval = 7
    config.market.shortSelling.borrowRate = 1  // a fee anybody notices
    config.risk.ticksPerDay = 1
    return config
  }

  /// The standard strategies, the one that reads indicators, and the one that sends anything.
  public static var registryOfAll: StrategyRegistry {
    var registry = registryWithReaders
    registry.register(Fidget.self)
    registry.register(LongFidget.self)
    registry.register(PairFidget.self)
    registry.register(MarketFidget.self)
    return registry
  }
}
