import SimTestSupport
import Testing

@testable import SimQuant

struct StylisedFactsReportTests {
  private func report(returns: [Double]) throws -> StylisedFactsReport {
    StylisedFactsReport(try FactFixture.history(returns: returns.map { 0.01 * $0 }), scales: [1], resamples: 100)
  }

  private func failures(_ report: StylisedFactsReport) -> [StylisedFact] {
    StylisedFact.allCases.filter { report.verdict($0).word == "fail" }
  }

  // MARK: - What must pass

  /// Twenty years of two indices show all eleven: they are what the list was made from.
  @Test(arguments: ["sp500", "nasdaq"]) func realIndicesPass(name: String) throws {
    let report = StylisedFactsReport(try FactFixture.history(name), scales: [1])
    #expect(failures(report).isEmpty)
    #expect(report.count("pass") == 11 && report.count("pass", gatesOnly: true) == 7)
  }

  @Test(arguments: 1...2) func garchReturnsCluster(seed: UInt64) throws {
    let report = try report(returns: FactFixture.garch(5_000, alpha: 0.1, beta: 0.88, seed: seed))
    #expect(report.verdict(.volatilityClustering) == .pass)
    #expect(report.verdict(.intermittency) == .pass)
    // All of it is what the filter takes out.
    #expect(report.verdict(.conditionalHeavyTails) != .pass)
  }

  // MARK: - What must fail

  @Test(arguments: 1...3) func gaussianReturnsFail(seed: UInt64) throws {
    let found = failures(try report(returns: FactFixture.normals(3_000, seed: seed)))
    for fact in [StylisedFact.heavyTails, .volatilityClustering, .slowDecay, .conditionalHeavyTails] {
      #expect(found.contains(fact), "\(fact)")
    }
    #expect(!found.contains(.noAutocorrelation))
  }

  /// Shuffling keeps the distribution and destroys all memory.
  @Test(arguments: ["sp500", "nasdaq"]) func shuffledIndicesFailWhatNeedsMemory(name: String) throws {
    var generator = TestGenerator(seed: 1)
    let shuffled = try FactFixture.returns(name).shuffled(using: &generator).map { 100 * $0 }
    let report = try report(returns: shuffled)
    #expect(report.verdict(.volatilityClustering).word == "fail")
    #expect(report.verdict(.slowDecay).word == "fail")
    #expect(report.verdict(.heavyTails) == .pass)
    #expect(report.verdict(.noAutocorrelation) == .pass)
  }

  @Test func trendingReturnsAreNotFreeOfAutocorrelation() throws {
    let report = try report(returns: FactFixture.autoregression(2_000, phi: 0.5, seed: 1))
    #expect(report.verdict(.noAutocorrelation).word == "fail")
  }

  // MARK: - What cannot be told

  @Test func shortHistoriesSayHowManyReturnsAreMissing() throws {
    let report = try report(returns: FactFixture.normals(300, seed: 1))
    #expect(report.estimate("tail_index", scale: 1)?.verdict.reason == "needs 1000 returns, there are 300")
    #expect(report.verdict(.slowDecay).word == "not computable")
    #expect(report.verdict(.volumeVolatility) == .notComputable(reason: "no volume given"))
    #expect(report.verdict(.noAutocorrelation) == .pass)
  }

  @Test func aPriceThatNeverMovesPassesNothing() throws {
    let report = StylisedFactsReport(
      try PriceHistory(closes: [Double](repeating: 7, count: 3_000)), scales: [1], resamples: 100)
    #expect(report.count("pass") == 0)
  }

  // MARK: - Scales and errors

  @Test func verdictsAreGivenAtTheFirstScale() throws {
    let history = try FactFixture.history("sp500")
    let report = StylisedFactsReport(history, scales: [5, 20], resamples: 100)
    #expect(report.estimates.count == 2 * FactMetric.all.count)
    #expect(report.decisive.allSatisfy { $0.scale == 5 && $0.returns == 1_006 })
    #expect(report.estimate("excess_kurtosis", scale: 20)?.returns == 251)
    #expect(report.estimate("excess_kurtosis", scale: 1) == nil)
  }

  @Test func everyValueHasAnErrorAndTheSameSeedTheSameBits() throws {
    let history = try FactFixture.history("book")
    let reports = [0, 0, 1].map { StylisedFactsReport(history, scales: [1], seed: $0, resamples: 100) }
    for estimate in reports[0].estimates where estimate.value.isFinite {
      #expect(estimate.standardError > 0 && estimate.blockLength >= 1, "\(estimate.metric.name)")
    }
    let errors = reports.map { $0.estimates.map(\.standardError.bitPattern) }
    #expect(errors[0] == errors[1] && errors[0] != errors[2])
  }

  @Test func scalesThatDoNotAscendTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = StylisedFactsReport(try PriceHistory(closes: [Double](repeating: 1, count: 200)), scales: [5, 5])
    }
  }
}
