import Testing

@testable import SimNews

struct NewsSettingsTests {
  @Test func aRateTurnsRoundAtItsBounds() {
    var rate = NewsSettings.Rate()
    rate.bounds = 0.01...0.08
    #expect(rate.turned(0.05) == 0.05)
    #expect(abs(rate.turned(0.008) - 0.012) < 1e-15)
    #expect(abs(rate.turned(0.081) - 0.079) < 1e-15)
    #expect(rate.turned(0.01) == 0.01 && rate.turned(0.08) == 0.08)
  }

  @Test func theMeanDistanceIsThePauseAndTheWait() {
    let rare = NewsSettings.Occurrence(probability: 0.002, minInterval: 100, magnitude: 0...1, duration: 50)
    #expect(abs(rare.meanInterval - 599) < 1e-9)
    let certain = NewsSettings.Occurrence(probability: 1, minInterval: 7, magnitude: 0...1, duration: 50)
    #expect(certain.meanInterval == 7)
    #expect(certain.activeMax == 8)
  }
}
