import SimQuant
import SimRandom
import Testing

struct UnitRootTestTests {
  @Test func agreesWithStatsmodels() throws {
    let fixtures = try StatisticsFixture.loaded.get().unitRoots
    #expect(fixtures.count == 6)
    for fixture in fixtures {
      let series = try StatisticsFixture.prices(fixture.column, count: fixture.count).map { DeterministicMath.log($0) }
      let choice: UnitRootTest.LagChoice =
        switch fixture.choice {
        case "akaike": .akaike
        case "schwert": .schwert
        default: .fixed(fixture.lags)
        }
      let test = try #require(UnitRootTest(series, trend: fixture.trend == "n" ? .none : .constant, lags: choice))
      #expect(test.lags == fixture.lags && test.observations == fixture.observations, "\(fixture.name)")
      #expect(isClose(test.statistic, fixture.statistic, 1e-8), "\(fixture.name): \(test.statistic)")
      #expect(isClose(test.rho, fixture.rho, 1e-8), "\(fixture.name)")
    }
  }

  static func walk(_ count: Int, seed: UInt32, memory: Double = 1) -> [Double] {
    var stream = RowStream(StreamKey(seed: 77, purpose: .spawn), row: seed, tick: 0)
    var x = 0.0
    return (0..<count).map { _ in
      x = memory * x + stream.normal()
      return x
    }
  }

  /// 1,000 random walks: 5 % rejected, give or take three standard errors of 0.7 %.
  @Test func oneRandomWalkInTwentyIsRejected() throws {
    var rejected = 0
    let critical = MacKinnon(.one, observations: 100)
    for seed in 0..<1_000 {
      let test = try #require(UnitRootTest(Self.walk(101, seed: UInt32(seed)), lags: .fixed(0)))
      if test.statistic < critical.fivePercent { rejected += 1 }
    }
    #expect((29...71).contains(rejected), "\(rejected) of 1,000")
  }

  @Test func aSeriesThatReturnsIsFound() throws {
    for seed in 0..<20 {
      let test = try #require(UnitRootTest(Self.walk(400, seed: UInt32(seed), memory: 0.8)))
      #expect(test.statistic < MacKinnon(.one, observations: 399).onePercent)
      #expect((1.5...8).contains(test.halfLife ?? 0), "half is gone after 3.1 periods, found \(test.halfLife ?? 0)")
    }
  }

  @Test func scalingAndShiftingDoNotMatter() throws {
    let series = Self.walk(200, seed: 5, memory: 0.9)
    let plain = try #require(UnitRootTest(series))
    let twisted = try #require(UnitRootTest(series.map { 40 - 7 * $0 }))
    #expect(isClose(plain.statistic, twisted.statistic, 1e-9) && plain.lags == twisted.lags)
  }

  @Test func lagsLeaveSomethingToJudgeBy() {
    for (count, lags) in [(3, -1), (20, 8), (100, 12), (600, 19)] {
      #expect(UnitRootTest.lagsMax(count: count, trend: .none) == lags)
    }
    for count in 4...40 {  // from the first length that allows a test it is one
      #expect(UnitRootTest(Self.walk(count, seed: 4), trend: .none)?.statistic.isFinite == true)
    }
  }

  @Test func tooShortOrStillIsNil() {
    #expect(UnitRootTest([]) == nil && UnitRootTest([1, 2, 3]) == nil)
    #expect(UnitRootTest([Double](repeating: 4, count: 100)) == nil)
    #expect(UnitRootTest(Self.walk(10, seed: 1), lags: .fixed(9)) == nil)
  }
}
