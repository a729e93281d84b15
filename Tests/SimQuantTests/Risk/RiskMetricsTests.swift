import SimKernels
import SimQuant
import SimRandom
import Testing

struct RiskMetricsTests {
  @Test func everyFigureAgreesWithNumpyAndScipy() throws {
    let cases = try RiskFixture.loaded.get().cases
    #expect(cases.count == 7)
    for fixture in cases {
      let settings = RiskSettings(periodsPerYear: fixture.periodsPerYear, riskFreePerYear: fixture.riskFree)
      let found = RiskMetrics(equity: fixture.equity, settings).named
      #expect(found.count == fixture.expected.count)
      for (name, value) in found {
        let expected = try #require(fixture.expected[name], "\(name) is a figure of the fixture")
        #expect(isClose(value, expected), "\(fixture.name), \(name): \(String(describing: value))")
      }
    }
  }

  @Test func theGoldenVector() throws {
    let metrics = RiskMetrics(equity: try RiskFixture.golden())
    func agrees(_ value: Double?, _ expected: Double) -> Bool { abs((value ?? .nan) - expected) < 6e-10 }
    #expect(metrics.periods == 21)
    #expect(agrees(metrics.sharpe, 4.580646878))
    #expect(agrees(metrics.sortino, 9.401875852))
    #expect(agrees(metrics.historicalValueAtRisk, 0.003972195))
    #expect(agrees(metrics.cornishFisherValueAtRisk, 0.006499608))
    #expect(metrics.valueAtRisk == metrics.cornishFisherValueAtRisk, "21 returns have not seen their tail")
    #expect(agrees(metrics.maxDrawdown, 0.011916584))
    #expect(metrics.maxDrawdownPeriods == 5)
    #expect(agrees(metrics.totalReturn, 0.029) && agrees(metrics.volatility, 0.075534209))
    #expect(agrees(metrics.skewness, 0.084608883) && agrees(metrics.excessKurtosis, -1.678002059))
  }

  @Test func whatIsNotDefinedIsNil() {
    let none = RiskMetrics(equity: [])
    #expect(none.named.allSatisfy { $0.name == "periods" || $0.value == nil })
    let still = RiskMetrics(equity: [Double](repeating: 100, count: 50))
    #expect(still.volatility == 0 && still.totalReturn == 0 && still.maxDrawdown == 0)
    #expect(still.sharpe == nil && still.sharpeLo2002 == nil && still.sortino == nil && still.calmar == nil)
    #expect(still.skewness == nil && still.cornishFisherValueAtRisk == nil && still.historicalValueAtRisk == 0)
    let growing = RiskMetrics(equity: (0..<50).map { 100 * DeterministicMath.exp(0.01 * Double($0)) })
    #expect(growing.volatility == 0, "equal returns have no spread, whatever rounding leaves")
    #expect(growing.sharpe == nil && growing.sortino == nil && growing.calmar == nil)
    let ruined = RiskMetrics(equity: [100, 50, -10])
    #expect(ruined.annualisedReturn == nil && ruined.calmar == nil && ruined.totalReturn == -1.1)
    let once = RiskMetrics(equity: [100, 90])
    #expect(once.volatility == nil && once.sharpe == nil && once.maxDrawdown == 0.1)
    #expect(RiskMetrics(equity: [0, 0, 0]).periods == 0, "no return out of nothing")
  }

  @Test func noFigureIsEverInfinite() {
    var stream = RowStream(StreamKey(seed: 8, purpose: .spawn), row: 0, tick: 0)
    for count in 0..<40 {
      let equity = (0..<count).map { _ in Double(stream.bounded(4)) * 1e300 - 1e299 }
      for (name, value) in RiskMetrics(equity: equity).named { #expect(value?.isFinite ?? true, "\(name) of \(count)") }
    }
  }

  @Test func aCertainNumberOfReturnsCanBeAskedFor() throws {
    let equity = try RiskFixture.golden()
    let strict = RiskMetrics(equity: equity, RiskSettings(returnsMin: 22))
    #expect(strict.sharpe == nil && strict.sortino == nil && strict.calmar == nil && strict.skewness == nil)
    #expect(strict.historicalValueAtRisk == nil && strict.totalReturn != nil && strict.volatility != nil)
    #expect(RiskMetrics(equity: equity, RiskSettings(returnsMin: 21)).sharpe != nil)
  }

  @Test func theUnitOfMoneyDoesNotMatter() throws {
    let equity = try RiskFixture.golden()
    let cents = RiskMetrics(equity: equity.map { $0 * 128 })
    #expect(cents == RiskMetrics(equity: equity))  // a power of two: not a bit of difference
  }

  @Test func annualisationScalesWithTheRootOfTime() throws {
    let equity = try RiskFixture.golden()
    let daily = RiskMetrics(equity: equity)
    let ticks = RiskMetrics(equity: equity, .ticks(perDay: 390))
    let root = Double(390).squareRoot()
    #expect(isClose(ticks.sharpe, daily.sharpe.map { $0 * root }))
    #expect(isClose(ticks.sortino, daily.sortino.map { $0 * root }))
    #expect(isClose(ticks.volatility, daily.volatility.map { $0 * root }))
    #expect(ticks.maxDrawdown == daily.maxDrawdown)
  }

  @Test func streamedAlongItIsTheSame() throws {
    let fixture = try RiskFixture.loaded.get().cases[2]
    let settings = RiskSettings()
    var (sums, path, window) = (ReturnSums(), EquityPath(), ReturnWindow(capacity: 2_000))
    for equity in fixture.equity {
      if path.count > 0 {
        let r = (equity - path.last) / path.last
        sums.add(r, target: settings.riskFreePerPeriod)
        window.add(r)
      }
      path.add(equity)
    }
    let moments = ReturnMoments(sums, precision: 0x1p-40)
    let streamed = RiskMetrics(moments, path, window: window.returns, settings)
    for (a, b) in zip(streamed.named, RiskMetrics(equity: fixture.equity, settings).named) {
      #expect(isClose(a.value, b.value), "\(a.name)")
    }
    let unwatched = RiskMetrics(moments, path, settings)
    #expect(unwatched.historicalValueAtRisk == nil && unwatched.sharpeLo2002 == nil)
    #expect(unwatched.sharpe == streamed.sharpe)
    #expect(unwatched.valueAtRisk == unwatched.cornishFisherValueAtRisk, "Cornish-Fisher is there for everyone")
    #expect(streamed.valueAtRisk == streamed.historicalValueAtRisk, "1,299 returns have seen their tail")
  }
}
