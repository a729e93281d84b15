import SimColumns
import SimQuant
import Testing

struct CovarianceMatrixTests {
  static func matrix(_ returns: [[Double]], decay: Double) -> CovarianceMatrix {
    var matrix = CovarianceMatrix(symbolCount: returns[0].count, decay: decay)
    let row = Column<Double>(count: returns[0].count, filledWith: 0)
    for period in returns {
      for (symbol, r) in period.enumerated() { row.view[symbol] = r }
      matrix.update(row.view)
    }
    return matrix
  }

  @Test func weightsWrittenOut() throws {
    let fixture = try RiskFixture.loaded.get().covariance
    let matrix = Self.matrix(fixture.returns, decay: fixture.decay)
    for a in 0..<4 {
      for b in 0..<4 {
        #expect(isClose(matrix.covariance(a, b), fixture.matrix[a][b]))
        let both = (fixture.matrix[a][a] * fixture.matrix[b][b]).squareRoot()
        #expect(isClose(matrix.correlation(a, b), fixture.matrix[a][b] / both))
      }
    }
    #expect(isClose(matrix.volatility(of: fixture.values), fixture.volatility))
  }

  @Test func aPortfolioOfOneIsItsSymbol() throws {
    let fixture = try RiskFixture.loaded.get().covariance
    let matrix = Self.matrix(fixture.returns, decay: fixture.decay)
    #expect(isClose(matrix.volatility(of: [0, 0, -3, 0]), 3 * fixture.matrix[2][2].squareRoot()))
    let beta = fixture.matrix[0][1] / fixture.matrix[0][0]
    #expect(isClose(matrix.beta(of: [0, 1, 0, 0], against: [1, 0, 0, 0]), beta))
    #expect(isClose(matrix.correlation(of: [1, 1, 1, 1], with: [-2, -2, -2, -2]), -1))
  }

  @Test func theFirstPeriodCountsInFull() {
    let matrix = Self.matrix([[0.5, -0.25]], decay: 0.5)
    #expect(matrix.covariance(0, 0) == 0.25 && matrix.covariance(0, 1) == -0.125 && matrix.correlation(1, 0) == -1)
  }

  @Test func whatDoesNotMoveHasNoCorrelation() {
    let fresh = CovarianceMatrix(symbolCount: 2)
    #expect(fresh.covariance(0, 1) == nil && fresh.volatility(of: [1, 1]) == nil && fresh.correlation(0, 1) == nil)
    let still = Self.matrix([[0, 0.1], [0, -0.1]], decay: 0.9)
    #expect(still.correlation(0, 1) == nil && still.beta(of: [0, 1], against: [1, 0]) == nil)
    #expect(still.volatility(of: [1, 0]) == 0)
  }
}
