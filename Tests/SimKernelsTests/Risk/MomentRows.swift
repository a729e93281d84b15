import SimColumns
import SimKernels

/// The columns of ``RiskMomentUpdate`` with their owner.
final class MomentRows {
  let cash: Column<Int64>
  let quantity: Column<Int32>
  let equity, peak: Column<Double>
  let shorts: [ColumnBox<Float>]
  let longs: [ColumnBox<Double>]
  let drawdown: Column<Float>
  let peakMark, longest: Column<Int32>

  final class ColumnBox<Scalar: BitwiseCopyable & Sendable & ExpressibleByIntegerLiteral> {
    private let column: Column<Scalar>
    var view: ColumnView<Scalar> { column.view }
    init(_ count: Int) { column = Column(count: count, filledWith: 0) }
  }

  init(_ count: Int) {
    cash = Column(count: count, filledWith: 0)
    quantity = Column(count: count, filledWith: 0)
    equity = Column(count: count, filledWith: 0)
    peak = Column(count: count, filledWith: 0)
    shorts = (0..<5).map { _ in ColumnBox(count) }
    longs = (0..<5).map { _ in ColumnBox(count) }
    drawdown = Column(count: count, filledWith: 0)
    peakMark = Column(count: count, filledWith: 0)
    longest = Column(count: count, filledWith: 0)
  }

  var block: MomentBlock {
    let views = shorts.map(\.view)
    return MomentBlock(first: views[0], second: views[1], third: views[2], fourth: views[3], downside: views[4])
  }

  var totals: MomentTotals {
    let views = longs.map(\.view)
    return MomentTotals(first: views[0], second: views[1], third: views[2], fourth: views[3], downside: views[4])
  }

  func update(target: Double = 0) -> RiskMomentUpdate {
    RiskMomentUpdate(
      cash: cash.view, quantity: quantity.view, equity: equity.view, peak: peak.view, block: block,
      maxDrawdown: drawdown.view, peakMark: peakMark.view, longestUnderwater: longest.view, target: target)
  }

  /// Gives `row` an equity to start from.
  func start(_ row: Int, equity value: Double) {
    equity.view[row] = value
    peak.view[row] = value
  }

  var bits: [UInt64] {
    equity.view.array().map(\.bitPattern) + peak.view.array().map(\.bitPattern)
      + shorts.flatMap { $0.view.array().map { UInt64($0.bitPattern) } }
      + longs.flatMap { $0.view.array().map(\.bitPattern) }
      + drawdown.view.array().map { UInt64($0.bitPattern) }
      + (peakMark.view.array() + longest.view.array()).map { UInt64(UInt32(bitPattern: $0)) }
  }
}
