import Testing

@testable import SimAgents

struct ReactiveRecipeTests {
  @Test func itFitsTheLedgerLine() { #expect(MemoryLayout<ReactiveRecipe>.size == 28) }

  /// The flags share bytes with parts and attempts.
  @Test func flagsDisturbNothing() {
    let bench = ReactiveBench(
      parts: [.thresholdBuyer, .newsReactor, .thresholdSeller], parameters: ["buy_at_start": .constant(1)])
    var recipe = bench.accounts.view.strategySpace.rebound(to: ReactiveRecipe.self)[0]
    #expect(!recipe.isHolding && !recipe.isLeaving && recipe.attempts == 0 && recipe.buysAtOnce)
    recipe.isHolding = true
    recipe.isLeaving = true
    recipe.attempts = 200
    #expect(recipe.isHolding && recipe.isLeaving && recipe.attempts == 63 && recipe.buysAtOnce)
    #expect(recipe.parts == [.thresholdBuyer, .newsReactor, .thresholdSeller])
    recipe.isHolding = false
    recipe.attempts = 0
    #expect(!recipe.isHolding && recipe.isLeaving && recipe.attempts == 0)
    recipe.isLeaving = false
    #expect(!recipe.isLeaving && recipe.parts == [.thresholdBuyer, .newsReactor, .thresholdSeller])
  }

  /// The ends of what is allowed fit their fields.
  @Test(arguments: [true, false]) func extremesFit(high: Bool) {
    let parameters = ReactiveRecipe.parameters.map {
      ($0.name, Distribution.constant(high ? $0.allowed.upperBound : $0.allowed.lowerBound))
    }
    let bench = ReactiveBench(
      parts: [.momentumFollower, .trailingStop, .thresholdSeller],
      parameters: Dictionary(uniqueKeysWithValues: parameters))
    let recipe = bench.accounts.view.strategySpace.rebound(to: ReactiveRecipe.self)[0]
    #expect(recipe.maxPosition == (high ? 65_000 : 1) && recipe.entry == (high ? 60_000 : 1))
    #expect(recipe.stop == (high ? 9_999 : 1) && recipe.newsMultiplier == (high ? 60_000 : 1))
    #expect(recipe.sellFraction == (high ? 200 : 1) && recipe.clip == (high ? 65_000 : 1))
  }
}
