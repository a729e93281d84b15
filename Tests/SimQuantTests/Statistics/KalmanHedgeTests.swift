import SimQuant
import SimRandom
import Testing

struct KalmanHedgeTests {
  @Test func agreesWithTheMatricesOfTheTextbook() throws {
    let fixture = try StatisticsFixture.loaded.get().kalman
    let y = try StatisticsFixture.prices("paired").map { DeterministicMath.log($0) }
    let x = try StatisticsFixture.prices("partner").map { DeterministicMath.log($0) }
    var filter = KalmanHedge(
      stepVariance: fixture.step, observationVariance: fixture.noise, priorVariance: fixture.prior)
    var compared = 0
    for period in y.indices {
      let reading = filter.update(x: x[period], y: y[period])
      guard let row = fixture.rows[String(period)] else { continue }
      #expect(isClose(filter.alpha, row[0], 1e-7) && isClose(filter.beta, row[1], 1e-7))
      #expect(isClose(reading.error, row[2], 1e-6) && isClose(reading.deviation, row[3], 1e-7))
      #expect(reading.zScore == reading.error / reading.deviation)
      compared += 1
    }
    #expect(compared == 4)
  }

  @Test func withoutStepsItIsLeastSquares() throws {
    let pair = CointegrationTests.pair(500, seed: 2, memory: 0.5)
    let (y, x) = (pair.a.map { DeterministicMath.log($0) }, pair.b.map { DeterministicMath.log($0) })
    var filter = KalmanHedge(stepVariance: 0, observationVariance: 1e-4, priorVariance: 1e4)
    for period in y.indices { filter.update(x: x[period], y: y[period]) }
    let line = try #require(SimpleRegression(x: x, y: y))
    #expect(isClose(filter.alpha, line.alpha, 1e-4) && isClose(filter.beta, line.beta, 1e-4))
  }

  @Test func itFollowsAHedgeRatioThatMoves() {
    var filter = KalmanHedge(stepVariance: 1e-4, observationVariance: 1e-2)
    var stream = RowStream(StreamKey(seed: 81, purpose: .spawn), row: 0, tick: 0)
    for period in 0..<4_000 {
      let x = 3 * stream.normal()
      filter.update(x: x, y: 1 + (period < 2_000 ? 0.5 : 2) * x + 0.1 * stream.normal())
      if period == 1_999 { #expect(abs(filter.beta - 0.5) < 0.1) }
    }
    #expect(abs(filter.beta - 2) < 0.1 && abs(filter.alpha - 1) < 0.15)
  }
}
