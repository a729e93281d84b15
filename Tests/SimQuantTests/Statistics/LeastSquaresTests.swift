import SimQuant
import Testing

struct LeastSquaresTests {
  /// What a fit says, kept beyond the rows it looks at.
  struct Kept {
    let observations, columns: Int
    let coefficients, residualSums: [Double]
    let last: (coefficient: Double, standardError: Double?)

    init(_ fit: LeastSquares) {
      (observations, columns) = (fit.observations, fit.columns)
      coefficients = fit.coefficients
      residualSums = (0...fit.columns).map { fit.residualSum(columns: $0) }
      last = fit.last
    }
  }

  static func fit(_ columns: [[Double]], _ target: [Double]) -> Kept? {
    var rows = LeastSquaresRows(columns: columns.count)
    for (row, value) in target.enumerated() { rows.add(target: value) { columns[$0][row] } }
    return rows.fit().map { Kept($0) }
  }

  @Test func agreesWithStatsmodels() throws {
    let fixture = try StatisticsFixture.loaded.get().regression
    let fit = try #require(Self.fit(fixture.columns, fixture.target))
    #expect(fit.observations == 40 && fit.columns == 4)
    for (a, b) in zip(fit.coefficients, fixture.coefficients) { #expect(isClose(a, b)) }
    #expect(isClose(fit.last.coefficient, fixture.coefficients[3]))
    #expect(isClose(fit.last.standardError, fixture.lastError))
    for columns in 0...4 { #expect(isClose(fit.residualSums[columns], fixture.residualSums[columns])) }
  }

  @Test func aPerfectFitHasNoResidual() throws {
    let fit = try #require(Self.fit([[1, 1, 1], [1, 2, 4]], [5, 7, 11]))
    #expect(isClose(fit.coefficients[0], 3, 1e-14) && isClose(fit.coefficients[1], 2, 1e-14))
    #expect(fit.residualSums[2] < 1e-28)
    let exact = try #require(Self.fit([[1, 1], [1, 2]], [5, 7]))
    #expect(exact.last.standardError == nil, "no degree of freedom is left")
  }

  @Test func columnsThatFollowFromEachOtherAreRefused() {
    #expect(Self.fit([[1, 2, 3, 4], [2, 4, 6, 8]], [1, 0, 1, 0]) == nil)
    #expect(Self.fit([[0, 0, 0]], [1, 2, 3]) == nil)
    #expect(Self.fit([[1], [2]], [1]) == nil, "fewer observations than columns")
  }
}
