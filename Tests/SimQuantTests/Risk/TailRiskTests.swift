import SimQuant
import Testing

struct TailRiskTests {
  @Test func theGoldenVector() throws {
    let metrics = RiskMetrics(equity: try RiskFixture.golden())
    let equity = try RiskFixture.golden()
    let moments = ReturnMoments(zip(equity.dropFirst(), equity).map { $0 / $1 - 1 })
    #expect(isClose(TailRisk.gaussianValueAtRisk(moments), 0.006453557, 1e-7))
    #expect(isClose(TailRisk.cornishFisherValueAtRisk(moments), metrics.cornishFisherValueAtRisk))
  }

  @Test func aTailThatGainsCostsNothing() {
    let gains = (1...40).map { Double($0) / 1_000 }
    #expect(TailRisk.historicalValueAtRisk(ascending: gains) == 0)
    #expect(TailRisk.expectedShortfall(ascending: gains) == 0)
    #expect(TailRisk.cornishFisherValueAtRisk(ReturnMoments(gains)) == 0)
  }

  @Test func theShortfallIsNeverBelowTheQuantile() {
    for count in 1...60 {
      let returns = (0..<count).map { Double(($0 * 37) % 61) / 100 - 0.4 }.sorted()
      let quantile = TailRisk.historicalValueAtRisk(ascending: returns)!
      #expect(TailRisk.expectedShortfall(ascending: returns)! >= quantile)
    }
    #expect(TailRisk.expectedShortfall(ascending: [-0.4, -0.2, 0.1, 0.2], tailProbability: 0.34)! == (0.4 + 0.2) / 2)
  }

  /// The formula of the domain against the curve itself.
  @Test func theDomainIsWhereQuantilesKeepTheirOrder() {
    for skewness in stride(from: -3.0, through: 3, by: 0.25) {
      for kurtosis in stride(from: -2.0, through: 14, by: 0.5) {
        let curve = stride(from: -40.0, through: 40, by: 0.05).map {
          TailRisk.cornishFisherQuantile($0, skewness: skewness, excessKurtosis: kurtosis)
        }
        let isRising = zip(curve.dropFirst(), curve).allSatisfy { $0 > $1 }
        #expect(
          TailRisk.isMonotone(skewness: skewness, excessKurtosis: kurtosis) == isRising,
          "skewness \(skewness), excess kurtosis \(kurtosis)")
      }
    }
  }

  @Test func aNormalTailIsNotBent() {
    #expect(TailRisk.cornishFisherQuantile(-1.6448536, skewness: 0, excessKurtosis: 0) == -1.6448536)
  }
}
