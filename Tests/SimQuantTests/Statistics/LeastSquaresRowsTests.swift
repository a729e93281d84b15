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
    let none = rows.fit()
    rows.add(target: 4) { _ in 2 }
    let one = rows.fit()
    rows.add(target: 1) { _ in 1 }
    let two = rows.fit()
    #expect(none == nil)
    #expect(isClose(one?.coefficients[0], 2, 1e-15))
    #expect(isClose(two?.coefficients[0], 1.8, 1e-15))  // (2·4 + 1·1) / (4 + 1)
  }
}
