import SimAgents
import SimEngine
import Testing

struct ConfigurationLayerTests {
  private let base = """
    {
      run: { ticks: 500, seed: 7 },
      symbols: [{ name: "A", sector: "s", initial_price: 10 }],
      economy: {
        fair_value: { volatility: 0.001 },
        sectors: [{ name: "s", volatility: 0.002, growth: 0.01 }],
      },
      populations: [
        { name: "noise", strategy: "noise_trader", count: 30, cash: { uniform: [10, 20] } },
        { name: "makers", strategy: "market_maker", count: 1, shares: 50, parameters: { half_spread: 0.001 } },
        { name: "crowd", strategy: "background_pool", count: 1 },
      ],
    }
    """

  private func text(_ layer: String) -> ConfigurationText {
    ConfigurationText(layer, file: "layer.json5", base: ConfigurationText(base, file: "base.json5"))
  }

  private func problems(_ layer: String) -> [String] {
    do {
      _ = try text(layer).config()
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test func whatIsSaidHoldsAndTheRestIsTheOthers() throws {
    let layered = try text(#"{ based_on: "base.json5", run: { ticks: 9 } }"#).config()
    var expected = try ConfigurationText(base, file: "base.json5").config()
    expected.run.ticks = 9
    #expect(layered == expected && layered.run.seed == 7)
    let symbols = #"{ based_on: "base.json5", symbols: [{ name: "B", sector: "t", initial_price: 5 }] }"#
    #expect(try text(symbols).config().symbols.map(\.name) == ["B"], "a list is replaced as a whole")
    #expect(text(symbols).basedOn == "base.json5" && ConfigurationText(base, file: "b").basedOn == nil)
  }

  @Test func factorsMultiplyWhatTheyFit() throws {
    let config = try text(
      """
      { based_on: "base.json5", factors: [
        { count: 0.1 },
        { strategy: "noise_trader", cash: 2, parameters: { price_deviation: 3 }, set: { order_probability: 0.5 } },
        { tier: 3, parameters: { orders_per_tick: 0.5 } },
        { name: "makers", shares: 3, parameters: { half_spread: 5 } },
        { volatility: 2 },
      ] }
      """
    ).config()
    #expect(config.populations.map(\.count) == [3, 1, 1], "nobody is lost by rounding")
    let (noise, makers, crowd) = (config.populations[0], config.populations[1], config.populations[2])
    #expect(noise.cash == .uniform(20...40) && makers.cash == .constant(100_000))
    #expect(noise.parameters.first { $0.name == "price_deviation" }?.distribution == .constant(0.02 * 3))
    #expect(noise.parameters.first { $0.name == "order_probability" }?.distribution == .constant(0.5))
    #expect(makers.parameters.map(\.distribution) == [.constant(0.001 * 5)] && makers.shares == .constant(150))
    #expect(crowd.parameters.map(\.distribution) == [.constant(17.5 * 0.5)])
    #expect(config.economy.fairValue.volatility == 0.002)
    #expect(config.economy.sectors[0].company.volatility == 0.004 && config.economy.sectors[0].company.growth == 0.01)
  }

  @Test(arguments: [
    (#"{ based_on: 5 }"#, "layer.json5:1:13: based_on: found 5, expected the path"),
    (#"{ based_on: "b", factors: [{ cuont: 2 }] }"#, "factors[0].cuont: unknown key; did you mean `count`"),
    (#"{ based_on: "b", factors: [{ count: -1 }] }"#, "layer.json5:1:37: factors[0].count: found -1"),
    (#"{ based_on: "b", factors: [{ strategy: "nois" }] }"#, "factors[0]: found an entry that fits no population"),
    (
      #"{ based_on: "b", factors: [{ tier: 1, parameters: { half_spread: 2 } }] }"#,
      "factors[0].parameters.half_spread: found a parameter that `noise` has not"
    ),
    (
      #"{ based_on: "b", factors: [{ name: "makers", parameters: { half_spread: { uniform: [1, 2] } } }] }"#,
      "a distribution"
    ),
    (#"{ based_on: "b", run: { tikcs: 1 } }"#, "layer.json5:1:25: run.tikcs: unknown key; did you mean `ticks`"),
  ])
  func whatIsWrongIsNamed(layer: String, sentence: String) {
    let found = problems(layer)
    #expect(found.count == 1 && found[0].contains(sentence), "\(found)")
  }

  @Test func aBaseHasToStandForItself() throws {
    let missing = ConfigurationText(#"{ based_on: "b" }"#, file: "layer.json5")
    #expect(throws: InvalidConfiguration.self) { try missing.config() }
    let twice = ConfigurationText(
      #"{ based_on: "b" }"#, file: "c", base: text(#"{ based_on: "base.json5" }"#))
    #expect(throws: InvalidConfiguration.self) { try twice.config() }
    let broken = ConfigurationText(
      #"{ based_on: "b" }"#, file: "c", base: ConfigurationText("{ run: { ticks: true } }", file: "b.json5"))
    do {
      _ = try broken.config()
      Issue.record("a broken base was accepted")
    } catch {
      #expect(error.description.contains("b.json5:1:17"), "\(error)")
    }
  }
}
