import Testing

@testable import SimQuant

struct LaggedCorrelationTests {
  private func value(_ statistic: MeanFunctional) -> Double { statistic.function(statistic.means()) }

  /// The definition.
  private func plain(_ x: [Double], _ y: [Double], _ lag: Int) -> Double {
    let (a, b) = (MeanFunctional.standardised(x), MeanFunctional.standardised(y))
    return (0..<x.count - lag).reduce(0) { $0 + a[$1] * b[$1 + lag] } / Double(x.count)
  }

  @Test(arguments: [0...0, 1...1, 3...20, 51...99]) func isTheMeanOverTheLags(lags: ClosedRange<Int>) {
    let x = FactFixture.autoregression(200, phi: 0.5, seed: 1)
    let y = zip(x, FactFixture.normals(200, seed: 2)).map { $0 + $1 }
    let expected = lags.reduce(0) { $0 + plain(x, y, $1) } / Double(lags.count)
    #expect(abs(value(.laggedCorrelation(x, y, lags: lags)) - expected) < 1e-12)
    let own = lags.reduce(0) { $0 + plain(x, x, $1) } / Double(lags.count)
    #expect(abs(value(.autocorrelation(x, lags: lags)) - own) < 1e-12)
  }

  @Test func whatComesLaterCounts() {
    let x = FactFixture.normals(2_000, seed: 1)
    let echo = [0.0] + x.dropLast()
    #expect(value(.laggedCorrelation(x, echo, lags: 1...1)) > 0.99)
    #expect(abs(value(.laggedCorrelation(echo, x, lags: 1...1))) < 0.1)
  }

  @Test func anAutoregressionForgetsByItsFactor() {
    let x = FactFixture.autoregression(20_000, phi: 0.7, seed: 6)
    #expect(abs(value(.autocorrelation(x, lags: 1...1)) - 0.7) < 0.03)
    #expect(abs(value(.autocorrelation(x, lags: 3...3)) - 0.343) < 0.05)
  }

  @Test func aConstantHasNoCorrelation() {
    let constant = [Double](repeating: 1, count: 50)
    #expect(value(.autocorrelation(constant, lags: 1...2)).isNaN)
    #expect(value(.laggedCorrelation(constant, FactFixture.normals(50, seed: 1), lags: 0...0)).isNaN)
  }
}
