import SimColumns

/// How every agent has fared: equity, the moments of its returns, its peak and its worst fall. Row = agent.
///
/// Moments come in two parts. Each tick adds to a short sum in single precision (a *block* of at most
/// ``ticksPerBlock`` ticks); at the block's end it is added to the long sum in double precision and starts again. So
/// the tick touches half the memory, and the error stays that of 64 additions however long the run.
public struct RiskTable: ~Copyable, Sendable {
  /// Ticks of a block: short enough that single-precision sums lose nothing that matters.
  public static let ticksPerBlock = 64

  public let view: RiskView
  private let equity, peak, sum, sumOfSquares: Column<Double>
  private let drawdown, blockSum, blockSumOfSquares: Column<Float>

  public init(count: Int, placement: MemoryPlacement = .anywhere) {
    func long() -> Column<Double> { Column(count: count, filledWith: 0, placement: placement) }
    func short() -> Column<Float> { Column(count: count, filledWith: 0, placement: placement) }
    equity = long()
    peak = long()
    sum = long()
    sumOfSquares = long()
    drawdown = short()
    blockSum = short()
    blockSumOfSquares = short()
    view = RiskView(
      equity: equity.view, peak: peak.view, maxDrawdown: drawdown.view, blockSum: blockSum.view,
      blockSumOfSquares: blockSumOfSquares.view, sum: sum.view, sumOfSquares: sumOfSquares.view)
  }
}

/// The columns of a ``RiskTable``, borrowed.
@frozen public struct RiskView: Sendable {
  public let equity: ColumnView<Double>  // 1/10,000 dollar, always a whole number
  public let peak: ColumnView<Double>  // highest equity since the start
  public let maxDrawdown: ColumnView<Float>  // worst (peak - equity) / peak since the start, 0 ... 1 and beyond
  public let blockSum: ColumnView<Float>  // Σ r over the block under way
  public let blockSumOfSquares: ColumnView<Float>  // Σ r²
  public let sum: ColumnView<Double>  // Σ r over the blocks closed
  public let sumOfSquares: ColumnView<Double>

  public var count: Int { equity.count }

  /// Mean return per tick of the agent in `row` over `ticks` ticks; 0 before the first.
  public func meanReturn(_ row: Int, ticks: Int) -> Double {
    ticks == 0 ? 0 : (sum[row] + Double(blockSum[row])) / Double(ticks)
  }

  /// Sample variance (n - 1) of its return per tick; nil with fewer than two ticks.
  public func returnVariance(_ row: Int, ticks: Int) -> Double? {
    guard ticks >= 2 else { return nil }
    let mean = meanReturn(row, ticks: ticks)
    let squares = sumOfSquares[row] + Double(blockSumOfSquares[row])
    return max(0, squares - Double(ticks) * mean * mean) / Double(ticks - 1)
  }
}
