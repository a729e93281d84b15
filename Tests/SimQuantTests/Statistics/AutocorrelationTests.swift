import SimQuant
import SimRandom
import Testing

struct AutocorrelationTests {
  @Test func agreesWithStatsmodels() throws {
    let logs = try StatisticsFixture.prices("sp500").map { DeterministicMath.log($0) }
    let found = Autocorrelation.of(zip(logs.dropFirst(), logs).map { $0 - $1 }, lags: 20)
    let expected = try StatisticsFixture.loaded.get().autocorrelation
    #expect(found.count == 20)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-12) }
  }

  @Test(arguments: [1, 2, 7, 8, 9, 17])
  func byHandOnBothSidesOfAVector(lag: Int) {
    let series = (0..<30).map { Double(($0 * $0) % 11) }
    let mean = series.reduce(0, +) / 30
    let top = (lag..<30).reduce(0.0) { $0 + (series[$1] - mean) * (series[$1 - lag] - mean) }
    let bottom = series.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) }
    #expect(abs(Autocorrelation.of(series, lags: lag)[lag - 1] - top / bottom) < 1e-14)
  }

  @Test func aStillSeriesHasNone() {
    #expect(Autocorrelation.of([3, 3, 3, 3], lags: 2).allSatisfy { $0.isNaN })
    #expect(Autocorrelation.of([], lags: 0).isEmpty)
  }
}
