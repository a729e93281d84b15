import SimColumns

/// The sums of ``ReturnSums`` for many rows, as the tick adds to them: single precision, over one short block.
///
/// Returns are scaled before they are raised to a power,
///
///     s = 1024 · r        cut to ± 2³⁰
///
/// so that neither end of single precision is met: r⁴ of an account of $300 million that gains the smallest unit of
/// money is still a normal number (a subnormal one costs a hundred times as much), and 64 of the largest s⁴ still fit. A
/// power of two, so scaling rounds nothing. The cut stands at a million-fold gain in one period, which only an account
/// that was all but empty makes.
public struct MomentBlock: Sendable {
  /// Additions after which a block has to be folded into ``MomentTotals``: it bounds the rounding error, and keeps the
  /// sum of fourth powers finite.
  public static let periodsMax = 64
  public static let scale: Float = 0x1p10  // of a return
  public static let scaledMax: Float = 0x1p30  // magnitude of a scaled return

  public let first, second, third, fourth: ColumnView<Float>  // Σ s … Σ s⁴
  public let downside: ColumnView<Float>  // Σ min(s - scaled target, 0)²

  public init(
    first: ColumnView<Float>, second: ColumnView<Float>, third: ColumnView<Float>, fourth: ColumnView<Float>,
    downside: ColumnView<Float>
  ) {
    (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
    self.downside = downside
  }

  /// The same columns of some rows only, the first of them in row 0.
  public subscript(rows: Range<Int>) -> Self {
    Self(
      first: first[rows], second: second[rows], third: third[rows], fourth: fourth[rows], downside: downside[rows])
  }
}

/// The same sums over all blocks that have ended: double precision, still of scaled returns.
public struct MomentTotals: Sendable {
  public let first, second, third, fourth, downside: ColumnView<Double>

  public init(
    first: ColumnView<Double>, second: ColumnView<Double>, third: ColumnView<Double>, fourth: ColumnView<Double>,
    downside: ColumnView<Double>
  ) {
    (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
    self.downside = downside
  }

  /// The same columns of some rows only, the first of them in row 0.
  public subscript(rows: Range<Int>) -> Self {
    Self(
      first: first[rows], second: second[rows], third: third[rows], fourth: fourth[rows], downside: downside[rows])
  }

  /// Ends the block: its sums are added to these and start again at 0.
  ///
  /// - Complexity: 60 bytes read and 60 written a row; once in ``MomentBlock/periodsMax`` periods.
  @inlinable public func fold(_ rows: Range<Int>, _ block: MomentBlock) {
    BlockFold.run(rows, short: block.first, into: first)
    BlockFold.run(rows, short: block.second, into: second)
    BlockFold.run(rows, short: block.third, into: third)
    BlockFold.run(rows, short: block.fourth, into: fourth)
    BlockFold.run(rows, short: block.downside, into: downside)
  }

  /// What `row` comes to, the block under way included, in units of returns.
  ///
  /// - Parameter count: periods since the start; the same for every row, so no column keeps it.
  public func sums(_ row: Int, _ block: MomentBlock, count: Int) -> ReturnSums {
    let unit = 1 / Double(MomentBlock.scale)  // a power of two: exact, as are its powers
    let square = unit * unit
    return ReturnSums(
      count: count,
      first: (first[row] + Double(block.first[row])) * unit,
      second: (second[row] + Double(block.second[row])) * square,
      third: (third[row] + Double(block.third[row])) * (square * unit),
      fourth: (fourth[row] + Double(block.fourth[row])) * (square * square),
      downside: (downside[row] + Double(block.downside[row])) * square)
  }
}
