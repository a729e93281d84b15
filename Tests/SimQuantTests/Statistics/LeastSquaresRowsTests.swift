import SimQuant
import SimRandom
import Testing

struct LeastSquaresRowsTests {
  /// Counts on both sides of a block's end, against the formulas for a straight line.
  @Test(arguments: [3, 4, 127, 128, 129, 255, 256, 257, 1_000])
  func blocksDoNotShow(count: Int) throws {
    var stream = RowStream(StreamKey(seed: 61, purpose: .spawn), row: UInt32(count), tick: 0)
    let x = (0..<count).map { _ in stream.normal() }
    let y = x.map { 2 + 0.5 * $0 + stream.normal() }
    var rows = LeastSquaresRows(columns: 2)
    for place in 0..<count { rows.add(target: y[place]) { $0 == 0 ? 1 : x[place] } }
    let found = rows.fit()
    let fit = try #require(found)
    let line = try #require(SimpleRegression(x: x, y: y))
    #expect(isClose(fit.coefficients[0], line.alpha, 1e-11) && isClose(fit.coefficients[1], line.beta, 1e-11))
    let residual = line.residuals(x: x, y: y).reduce(0) { $0 + $1 * $1 }
    #expect(isClose(fit.residualSum(columns: 2), residual, 1e-11) && fit.observations == count)
  }

  @Test func itGoesOnAfterAFit() {
    var rows = LeastSquaresRows(columns: 1)
    let none = rows.fit()?.coefficients
    rows.add(target: 4) { _ in 2 }
    let one = rows.fit()?.coefficients
    rows.add(target: 1) { _ in 1 }
    let two = rows.fit()?.coefficients
    #expect(none == nil)
    #expect(isClose(one?[0], 2, 1e-15))
    #expect(isClose(two?[0], 1.8, 1e-15))  // (2·4 + 1·1) / (4 + 1)
  }

  /// Regressions one after another in one memory are those of memories of their own.
  @Test(arguments: [1, 2, 5], [3, 127, 128, 129, 300])
  func itBeginsAnew(columns: Int, count: Int) {
    func regress(_ rows: inout LeastSquaresRows, seed: UInt32) -> (coefficients: [Double], error: Double?)? {
      var stream = RowStream(StreamKey(seed: 62, purpose: .spawn), row: seed, tick: UInt32(count))
      for _ in 0..<count {
        let x = (0..<columns).map { _ in stream.normal() }
        rows.add(target: stream.normal()) { x[$0] }
      }
      return rows.fit().map { ($0.coefficients, $0.last.standardError) }
    }
    var shared = LeastSquaresRows(columns: 6)
    for seed in UInt32(0)..<4 {
      var own = LeastSquaresRows(columns: columns)
      shared.begin(columns: columns)
      let (a, b) = (regress(&own, seed: seed), regress(&shared, seed: seed))
      #expect(a?.coefficients == b?.coefficients && a?.error == b?.error)
      #expect((a == nil) == (columns > count))
    }
  }

  @Test func moreColumnsThanThereIsRoomForTrap() async {
    await #expect(processExitsWith: .failure) {
      var rows = LeastSquaresRows(columns: 2)
      rows.begin(columns: 3)
    }
  }
}
