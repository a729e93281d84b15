import SimQuant
import SimRandom
import Testing

struct FactorScoresTests {
  static func closes(_ count: Int, drift: Double, volatility: Double = 0.01) -> [Double] {
    (0..<count).map { 50 * DeterministicMath.exp(drift * Double($0) + ($0.isMultiple(of: 2) ? volatility : 0)) }
  }

  @Test func rawValuesByHand() throws {
    let closes = Self.closes(100, drift: 0.002)
    let raw = FactorScores.Raw(closes: closes, fairValue: 2 * closes[99], candlesPerYear: 100)
    #expect(isClose(raw.value, 0.6931471805599453, 1e-13))
    // 32 returns of drift ± volatility: half of each.
    let deviation = 0.01 * (32.0 / 31).squareRoot() * 10
    #expect(isClose(raw.volatility, deviation, 1e-10))
    // From candle -64 to candle -4, both odd: 60 steps of drift.
    #expect(isClose(raw.momentum, 60 * 0.002 / deviation, 1e-10))
    let last = Array(closes[84...])
    let mean = last.reduce(0, +) / 16
    let spread = (last.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 16).squareRoot()
    #expect(isClose(raw.meanReversion, (mean - closes[99]) / spread, 1e-10))
  }

  @Test(arguments: [0, 1, 15, 16, 17, 32, 33, 64, 65])
  func eachFactorWaitsForItsCandles(count: Int) {
    let raw = FactorScores.Raw(closes: Self.closes(count, drift: 0.001), fairValue: 50, candlesPerYear: 252)
    #expect((raw.value != nil) == (count >= 1) && (raw.meanReversion != nil) == (count >= 16))
    #expect((raw.volatility != nil) == (count >= 33) && (raw.momentum != nil) == (count >= 65))
  }

  @Test func whatDidNotMoveHasNoMomentum() {
    let raw = FactorScores.Raw(closes: [Double](repeating: 9, count: 70), fairValue: nil, candlesPerYear: 252)
    #expect(raw.volatility == 0 && raw.momentum == nil && raw.meanReversion == nil && raw.value == nil)
  }

  @Test func onlyTheLastCandlesCount() {
    let closes = Self.closes(200, drift: -0.001)
    let whole = FactorScores.Raw(closes: closes, fairValue: 40, candlesPerYear: 252)
    #expect(whole == FactorScores.Raw(closes: Array(closes.suffix(65)), fairValue: 40, candlesPerYear: 252))
  }

  @Test func scoresRankTheSymbols() throws {
    let symbols = (0..<9).map { symbol in
      FactorScores.Raw(
        closes: Self.closes(70, drift: 0.001 * Double(symbol - 4)), fairValue: symbol == 3 ? nil : 60,
        candlesPerYear: 252)
    }
    let scores = FactorScores.scores(symbols)
    let momentum = try scores.map { try #require($0.momentum) }
    #expect(momentum == momentum.sorted() && momentum[0] < 0 && momentum[8] <= 1)
    #expect(scores[3].value == nil && scores[3].momentum != nil)
    let value = scores.compactMap(\.value)
    #expect(value.count == 8 && value == value.sorted(by: >), "who fell is cheap")
    #expect(abs(value.reduce(0, +)) < 1e-12)
  }
}
