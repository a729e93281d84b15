import SimMarket
import SimTypes
import Testing

struct ImpactModelTests {
  @Test func theLawsMeetAtOnePeriodsVolume() {
    for law in ImpactModel.Law.allCases {
      #expect(ImpactModel(law).impact(size: 1_000, volume: 1_000, volatility: 0.02) == 0.02)
    }
  }

  @Test func aQuarterOfTheSizeHasHalfTheImpactOrAQuarter() {
    #expect(ImpactModel(.squareRoot).impact(size: 250, volume: 1_000, volatility: 0.02) == 0.01)
    #expect(ImpactModel(.linear).impact(size: 250, volume: 1_000, volatility: 0.02) == 0.005)
    #expect(ImpactModel(.linear, coefficient: 2).impact(size: 250, volume: 1_000, volatility: 0.02) == 0.01)
  }

  @Test func theExpectedPriceIsWorseOnBothSides() throws {
    let model = ImpactModel(.squareRoot)
    let buy = try #require(model.price(middle: 100, side: .buy, size: 250, volume: 1_000, volatility: 0.02))
    let sell = try #require(model.price(middle: 100, side: .sell, size: 250, volume: 1_000, volatility: 0.02))
    #expect(abs(buy - 101) < 1e-12 && abs(sell - 99) < 1e-12)
  }

  @Test func whereNothingTradedNothingIsKnown() {
    #expect(ImpactModel(.linear).impact(size: 1, volume: 0, volatility: 0.02) == nil)
    #expect(ImpactModel(.linear).impact(size: 0, volume: 10, volatility: 0.02) == 0)
  }
}
