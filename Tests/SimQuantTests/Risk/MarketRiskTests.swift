import SimColumns
import SimQuant
import Testing

struct MarketRiskTests {
  /// Two symbols that move alike, one against them, one not at all.
  private func matrix() -> CovarianceMatrix {
    var matrix = CovarianceMatrix(symbolCount: 4, decay: 0.5)
    let returns = Column<Double>(count: 4, filledWith: 0)
    for change in [0.01, -0.02, 0.01] {
      (returns.view[0], returns.view[1], returns.view[2]) = (change, 2 * change, -change)
      matrix.update(returns.view)
    }
    return matrix
  }

  @Test func theMarketByHand() throws {
    let matrix = matrix()
    let risk = MarketRisk(matrix, periodsPerYear: 100)
    // Index returns are half of the first symbol's; variance = (4·0.01² + 2·0.02² + 0.01²)/7, newest first 4 : 2 : 1.
    let variance = (4 * 1e-4 + 2 * 4e-4 + 1e-4) / 7
    #expect(risk.periods == 3)
    let volatility = try #require(risk.volatility)
    #expect(abs(volatility - (variance / 4 * 100).squareRoot()) < 1e-12)
    // Pairs: +1, -1, -1; those with the one that stands still do not count.
    let correlation = try #require(risk.averageCorrelation)
    #expect(abs(correlation + 1.0 / 3) < 1e-12)
  }

  @Test func aHoldingLongShortAndNone() throws {
    let matrix = matrix()
    let long = HoldingRisk(values: [0, 300, 0, 0], matrix, periodsPerYear: 100)
    let short = HoldingRisk(values: [0, -300, 0, 0], matrix, periodsPerYear: 100)
    let (beta, correlation) = (try #require(long.beta), try #require(long.marketCorrelation))
    #expect(abs(beta - 4) < 1e-12 && abs(correlation - 1) < 1e-12)
    let variance = 4 * (4 * 1e-4 + 2 * 4e-4 + 1e-4) / 7
    let volatility = try #require(long.volatility)
    #expect(abs(volatility - (variance * 100).squareRoot()) < 1e-12)
    let against = try #require(short.marketCorrelation)
    #expect(short.beta == -beta && short.volatility == long.volatility)
    #expect(abs(against + 1) < 1e-12, "its profit falls when the market rises")
    let pair = HoldingRisk(values: [600, -300, 0, 0], matrix, periodsPerYear: 100)
    #expect(pair.value == 300 && pair.gross == 900)
    let mixed = PortfolioExposure(values: [600, -300, 0, 0], matrix)
    #expect(pair.beta == mixed.betaExposure.map { $0 / 900 } && pair.beta != nil)
    let none = HoldingRisk(values: [0, 0, 0, 0], matrix, periodsPerYear: 100)
    #expect(none.value == 0 && none.beta == nil && none.volatility == nil && none.marketCorrelation == nil)
  }

  @Test func nothingBeforeTheFirstPeriodOrWhereNothingMoves() {
    var matrix = CovarianceMatrix(symbolCount: 2)
    let early = MarketRisk(matrix, periodsPerYear: 100)
    #expect(early.periods == 0 && early.volatility == nil && early.averageCorrelation == nil)
    let returns = Column<Double>(count: 2, filledWith: 0)
    matrix.update(returns.view)
    let still = MarketRisk(matrix, periodsPerYear: 100)
    #expect(still.volatility == 0 && still.averageCorrelation == nil)
    #expect(HoldingRisk(values: [5, 0], matrix, periodsPerYear: 100).beta == nil)
  }
}
