import SimQuant
import SimRandom
import Testing

struct CointegrationTests {
  @Test func agreesWithStatsmodels() throws {
    let fixtures = try StatisticsFixture.loaded.get().pairs
    #expect(fixtures.count == 5)
    for fixture in fixtures {
      let found = try Cointegration(
        a: StatisticsFixture.prices(fixture.a, count: fixture.count),
        b: StatisticsFixture.prices(fixture.b, count: fixture.count))
      #expect(found.named.count == fixture.expected.count)
      for (name, value) in found.named {
        let expected = try #require(fixture.expected[name])
        #expect(isClose(value, expected, 1e-8), "\(fixture.a), \(name): \(String(describing: value))")
      }
    }
  }

  /// Two prices: independent walks, or the second's walk and a gap that forgets a part of itself every period.
  static func pair(_ count: Int, seed: UInt32, memory: Double?) -> (a: [Double], b: [Double]) {
    var stream = RowStream(StreamKey(seed: 78, purpose: .spawn), row: seed, tick: 0)
    var (walkA, walkB, gap) = (0.0, 0.0, 0.0)
    var pair = (a: [Double](), b: [Double]())
    for _ in 0..<count {
      walkA += 0.01 * stream.normal()
      walkB += 0.01 * stream.normal()
      if let memory { gap = memory * gap + 0.01 * stream.normal() }
      pair.a.append(100 * DeterministicMath.exp(memory == nil ? walkA : 0.7 * walkB + gap))
      pair.b.append(40 * DeterministicMath.exp(walkB))
    }
    return pair
  }

  /// 600 pairs that have nothing to do with each other: 5 % rejected, give or take three standard errors of 0.9 %. With
  /// the lags known (there are none); choosing them by Akaike's criterion rejects a little more often.
  @Test func oneUnrelatedPairInTwentyPasses() throws {
    var (rejected, rejectedByChoice) = (0, 0)
    for seed in 0..<600 {
      let pair = Self.pair(120, seed: UInt32(seed), memory: nil)
      if try Cointegration(a: pair.a, b: pair.b, lags: .fixed(0)).isCointegrated { rejected += 1 }
      if seed < 200, try Cointegration(a: pair.a, b: pair.b).isCointegrated { rejectedByChoice += 1 }
    }
    #expect((14...46).contains(rejected), "\(rejected) of 600")
    #expect((2...26).contains(rejectedByChoice), "\(rejectedByChoice) of 200")
  }

  @Test func constructedPairsAreFound() throws {
    for seed in 0..<30 {
      let pair = Self.pair(400, seed: UInt32(seed), memory: 0.8)
      let found = try Cointegration(a: pair.a, b: pair.b)
      #expect(found.isCointegrated && abs(found.beta - 0.7) < 0.2)
      #expect((1.2...8).contains(found.halfLife ?? 0), "half is gone after 3.1 periods, found \(found.halfLife ?? 0)")
    }
  }

  @Test func theUnitsOfPricesDoNotMatter() throws {
    let pair = Self.pair(300, seed: 3, memory: 0.9)
    let plain = try Cointegration(a: pair.a, b: pair.b)
    let scaled = try Cointegration(a: pair.a.map { $0 * 100 }, b: pair.b.map { $0 / 8 })
    #expect(isClose(plain.beta, scaled.beta, 1e-9) && isClose(plain.zScore, scaled.zScore, 1e-9))
    #expect(isClose(plain.test.statistic, scaled.test.statistic, 1e-8) && !isClose(plain.alpha, scaled.alpha))
  }

  @Test func whatCannotBeTestedSaysWhy() {
    let pair = Self.pair(100, seed: 1, memory: nil)
    #expect(throws: Cointegration.Problem.tooFew(found: 19, needed: 20)) {
      try Cointegration(a: Array(pair.a[..<19]), b: Array(pair.b[..<19]))
    }
    for bad in [0, -1, Double.nan, .infinity] {
      var a = pair.a
      a[7] = bad
      #expect(throws: Cointegration.Problem.notPositive(index: 7)) { try Cointegration(a: a, b: pair.b) }
      #expect(throws: Cointegration.Problem.notPositive(index: 7)) { try Cointegration(a: pair.b, b: a) }
    }
    let still = [Double](repeating: 5, count: 100)
    #expect(throws: Cointegration.Problem.constant) { try Cointegration(a: pair.a, b: still) }
    #expect(throws: Cointegration.Problem.constant) { try Cointegration(a: still, b: pair.b) }
    #expect(throws: Cointegration.Problem.constant) { try Cointegration(a: pair.b.map { 3 * $0 }, b: pair.b) }
  }
}
