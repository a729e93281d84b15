import Foundation
import SimEngine
import SimTestSupport
import Testing

/// Prices follow fair values: where they open, how far they stray, how lively they are.
struct FairValueMarketTests {
  /// Prices and fair values by symbol and tick.
  private final class Paths: SimulationHook {
    let name = "paths"
    var last: [[Double]] = []
    var fair: [[Double]] = []

    func tickEnds(_ frame: borrowing TickFrame) {
      let symbols = frame.symbols
      last.append((0..<symbols.count).map { Double(symbols.last[$0]) })
      fair.append((0..<symbols.count).map { symbols.fair[$0] })
    }
  }

  private func paths(_ config: SimulationConfig) throws -> Paths {
    let paths = Paths()
    _ = try Simulation(try SmallMarket.rules(config), hooks: [paths]).run()
    return paths
  }

  @Test func withoutNewsPricesOpenAtAndStayNearFairValueAndAreLively() throws {
    var config = FairValueMarket.config(ticks: 1_500)
    config.economy.news.enabled = false
    let paths = try paths(config)
    for symbol in 0..<2 {
      let gaps = zip(paths.last, paths.fair).map { log($0[symbol] / $1[symbol]) }
      #expect(gaps.prefix(10).allSatisfy { abs($0) < 0.02 })
      #expect(gaps.allSatisfy { abs($0) < 0.15 })
      let returns = zip(paths.last, paths.last.dropFirst()).map { log($1[symbol] / $0[symbol]) }
      let mean = returns.reduce(0, +) / Double(returns.count)
      let variance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(returns.count - 1)
      #expect((0.000_5...0.003).contains(variance.squareRoot()), "\(variance.squareRoot())")
    }
  }

  /// Over fifty ticks nearly all that moves a price is its fair value.
  @Test func pricesFollowFairValues() throws {
    var config = FairValueMarket.config(ticks: 1_500)
    config.economy.news.enabled = false
    config.economy.fairValue.volatility = 0.002
    let paths = try paths(config)
    for symbol in 0..<2 {
      var (product, prices, values) = (0.0, 0.0, 0.0)
      for tick in stride(from: 50, to: 1_500, by: 50) {
        let price = log(paths.last[tick][symbol] / paths.last[tick - 50][symbol])
        let value = log(paths.fair[tick][symbol] / paths.fair[tick - 50][symbol])
        (product, prices, values) = (product + price * value, prices + price * price, values + value * value)
      }
      #expect(product / (prices * values).squareRoot() > 0.9)
    }
  }

  @Test func withoutAnEconomyFairValuesStandStill() throws {
    var config = FairValueMarket.config(ticks: 20)
    config.economy.enabled = false
    let simulation = Simulation(try SmallMarket.rules(config))
    _ = try simulation.run(20)
    let frame = simulation.frame
    #expect(frame.economy == nil && frame.events.isEmpty)
    for symbol in 0..<2 { #expect(frame.symbols.fair[symbol] == Double(frame.symbols.initial[symbol])) }
  }
}
