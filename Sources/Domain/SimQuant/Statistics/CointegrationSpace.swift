import SimColumns

/// Memory for tests of cointegration, one after another: the prices, what a line leaves of them, and the regressions.
public struct CointegrationSpace: ~Copyable, Sendable {
  private let columnA, columnB, residualColumn: Column<Double>
  var rows: LeastSquaresRows

  /// - Parameters:
  ///   - prices: of each side, the most that a test has.
  ///   - lags: how they are chosen.
  public init(prices: Int, lags: UnitRootTest.LagChoice = .akaike) {
    columnA = Column(count: prices, filledWith: 0)
    columnB = Column(count: prices, filledWith: 0)
    residualColumn = Column(count: prices, filledWith: 0)
    rows = LeastSquaresRows(columns: UnitRootTest.columnsMax(count: prices, trend: .none, lags: lags))
  }

  public var byteCount: Int { 3 * columnA.count * MemoryLayout<Double>.stride + rows.byteCount }

  /// Logarithms of prices, oldest first: what is to be tested.
  var logA: ColumnView<Double> { columnA.view }
  var logB: ColumnView<Double> { columnB.view }
  var residuals: ColumnView<Double> { residualColumn.view }
}
