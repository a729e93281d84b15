import Foundation
import SimAgents
import SimEngine
import Testing

/// A small configuration without problems, and the ways in which tests spoil it.
enum ConfigurationFixture {
  static let registry = StrategyRegistry.standard

  /// 12 agents, 3 symbols in 2 sectors.
  static var config: SimulationConfig {
    var config = SimulationConfig()
    config.symbols = [
      .init(name: "AAA", sector: "Energy", initialPrice: 10),
      .init(name: "BBB", sector: "Materials", initialPrice: 20.5),
      .init(name: "CCC", sector: "Energy", initialPrice: 30.25),
    ]
    var makers = SimulationConfig.Population(name: "makers", strategy: "market_maker", count: 5)
    makers.shares = .constant(800)
    var noise = SimulationConfig.Population(name: "noise", strategy: "noise_trader", count: 7)
    noise.symbols = .named(["CCC", "AAA"])
    noise.cash = .normal(mean: 1_000, deviation: 100, within: 500...2_000)
    noise.parameters = [.init(name: "order_probability", distribution: .uniform(0.01...0.08))]
    config.populations = [makers, noise]
    return config
  }

  static func text(run: String = "", market: String = "", populations: String? = nil, more: String = "") -> String {
    let standard = "{ name: 'noise', strategy: 'noise_trader', count: 10 }"
    return """
      {
        run: { \(run) },
        market: { \(market) },
        symbols: [{ name: 'AAA', sector: 'Energy', initial_price: 10 }],
        populations: [\(populations ?? standard)],
        \(more)
      }
      """
  }

  static func problems(_ text: String, overrides: [ConfigurationOverride] = []) -> [ConfigurationProblem] {
    do {
      _ = try ConfigurationText(text, file: "test.json5").rules(registry: registry, overrides: overrides)
      return []
    } catch {
      return error.problems
    }
  }

  /// `config/` of this package.
  static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../config").standardizedFileURL
  }

  static func file(_ name: String) throws -> ConfigurationText {
    let url = folder.appending(path: name)
    let text = ConfigurationText(try String(contentsOf: url, encoding: .utf8), file: "config/\(name)")
    guard text.basedOn != nil else { return text }
    return ConfigurationText(text.text, file: text.file, base: try file("production.json5"))
  }
}
