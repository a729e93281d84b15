import SimQuant
import Testing

struct PortfolioExposureTests {
  @Test func agreesWithTheMatrixWrittenOut() throws {
    let fixture = try RiskFixture.loaded.get().covariance
    let matrix = CovarianceMatrixTests.matrix(fixture.returns, decay: fixture.decay)
    let exposure = PortfolioExposure(values: fixture.values, matrix)
    #expect(exposure.gross == 16_500 && exposure.net == 8_500)
    #expect(isClose(exposure.volatility, fixture.volatility))
    #expect(isClose(exposure.betaExposure, fixture.betaExposure))
    #expect(isClose(exposure.marketCorrelation, fixture.marketCorrelation))
  }

  @Test func holdingTheMarketIsBetaOne() throws {
    let fixture = try RiskFixture.loaded.get().covariance
    let matrix = CovarianceMatrixTests.matrix(fixture.returns, decay: fixture.decay)
    let exposure = PortfolioExposure(values: [250, 250, 250, 250], matrix)
    #expect(isClose(exposure.betaExposure, 1_000) && isClose(exposure.marketCorrelation, 1))
    let flat = PortfolioExposure(values: [0, 0, 0, 0], matrix)
    #expect(flat.volatility == 0 && flat.betaExposure == 0 && flat.marketCorrelation == nil)
  }
}
