import Testing

@testable import SimQuant

struct StationaryBootstrapTests {
  private let bootstrap = StationaryBootstrap(seed: 1)

  private func mean(_ series: [Double]) -> MeanFunctional { MeanFunctional([series]) { $0[0] } }

  private func averageError(count: Int, phi: Double) -> Double {
    let errors = (1...20).map { seed in
      bootstrap.run(mean(FactFixture.autoregression(count, phi: phi, seed: UInt64(seed))), row: 0).standardError
    }
    return errors.reduce(0, +) / 20
  }

  /// The mean of n independent values of variance 1 has the standard error 1/√n.
  @Test func independentValues() {
    #expect(abs(averageError(count: 1_000, phi: 0) * 1_000.0.squareRoot() - 1) < 0.08)
  }

  /// Of an autoregression, 1/((1 - φ)·√n): here twice the error that ignores memory would be too small by half of it.
  @Test func valuesWithMemory() {
    let truth = 1 / (0.4 * 4_000.0.squareRoot())
    #expect(abs(averageError(count: 4_000, phi: 0.6) / truth - 1) < 0.12)
  }

  /// The first autocorrelation of n independent values has the standard error 1/√n.
  @Test func autocorrelations() {
    let errors = (1...10).map { seed in
      bootstrap.run(.autocorrelation(FactFixture.normals(2_000, seed: seed), lags: 1...1), row: 0).standardError
    }
    #expect(abs(errors.reduce(0, +) / 10 * 2_000.0.squareRoot() - 1) < 0.08)
  }

  /// Given the block length, arch's own resampling has the same spread: two statistics of three series.
  @Test(arguments: ["sp500", "nasdaq", "book"]) func agreesWithArch(name: String) throws {
    let returns = try FactFixture.returns(name)
    let rows = try FactFixture.rows("errors.csv").filter { $0["series"] == name }
    #expect(rows.count == 2)
    for row in rows {
      let statistic: MeanFunctional =
        row["metric"] == "skewness" ? .skewness(returns) : .excessKurtosis(returns)
      let block = try #require(Double(row["block"] ?? ""))
      let expected = try #require(Double(row["error"] ?? ""))
      let found = bootstrap.run(statistic, row: 3, blockLength: block)
      #expect(found.blockLength == block)
      #expect(abs(found.standardError / expected - 1) < 0.12, "\(row)")  // 500 resamples: 3 % is one deviation
    }
  }

  @Test func theSameSeedAndRowGiveTheSameBits() {
    let statistic = mean(FactFixture.normals(300, seed: 2))
    #expect(bootstrap.run(statistic, row: 5) == StationaryBootstrap(seed: 1).run(statistic, row: 5))
    #expect(bootstrap.run(statistic, row: 5) != bootstrap.run(statistic, row: 6))
    #expect(bootstrap.run(statistic, row: 5) != StationaryBootstrap(seed: 2).run(statistic, row: 5))
  }

  /// A block as long as the series is the series turned round: every resample has the same mean, or nearly.
  @Test func oneLongBlockHasNoSpread() {
    let statistic = mean(FactFixture.normals(300, seed: 2))
    let long = bootstrap.run(statistic, row: 0, blockLength: 1e7)
    #expect(long.standardError < 1e-3)
  }

  @Test func blocksOfOneAreThePlainBootstrap() {
    let series = MeanFunctional.standardised(FactFixture.autoregression(2_000, phi: 0.8, seed: 4))
    let found = bootstrap.run(mean(series), row: 0, blockLength: 1)
    #expect(abs(found.standardError * 2_000.0.squareRoot() - 1) < 0.12)
  }

  @Test func aStatisticThatOftenDoesNotExistHasNoError() {
    let series = FactFixture.normals(300, seed: 2)
    let fragile = MeanFunctional([series]) { $0[0] > 0 ? $0[0] : .nan }
    #expect(bootstrap.run(fragile, row: 0).standardError.isNaN)
  }
}
