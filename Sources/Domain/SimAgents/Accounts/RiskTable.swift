import SimColumns
import SimKernels
import SimMarket
import SimQuant

/// How every agent has fared: the moments of its returns, its peak, its worst and its longest fall. Row = agent, which
/// is the account row of an agent with one account (``AccountLayout``).
///
/// Accounts are *marked* every few ticks, all of them at the same ticks; a return is measured from one mark to the next,
/// a *period*. Moments come in two parts (``MomentBlock``, ``MomentTotals``): a mark adds to short sums in single
/// precision, which after ``MomentBlock/periodsMax`` marks are added to long ones in double precision and start again.
/// So a mark touches half the memory, and the error stays that of 64 additions however long the run.
public struct RiskTable: ~Copyable, Sendable {
  public let view: RiskView
  private let doubles: [ColumnOwner<Double>]
  private let floats: [ColumnOwner<Float>]
  private let lengths: [ColumnOwner<Int32>]

  /// Bytes an agent takes here.
  public static let bytesPerRow =
    7 * MemoryLayout<Double>.size + 6 * MemoryLayout<Float>.size + 2 * MemoryLayout<Int32>.size

  public init(count: Int, placement: MemoryPlacement = .anywhere) {
    doubles = (0..<7).map { _ in ColumnOwner(count: count, placement: placement) }
    floats = (0..<6).map { _ in ColumnOwner(count: count, placement: placement) }
    lengths = (0..<2).map { _ in ColumnOwner(count: count, placement: placement) }
    let (d, f) = (doubles.map(\.view), floats.map(\.view))
    view = RiskView(
      markedEquity: d[0], peak: d[1],
      block: MomentBlock(first: f[0], second: f[1], third: f[2], fourth: f[3], downside: f[4]),
      totals: MomentTotals(first: d[2], second: d[3], third: d[4], fourth: d[5], downside: d[6]), maxDrawdown: f[5],
      peakMark: lengths[0].view, longestUnderwater: lengths[1].view)
  }

  /// Keeps a column that is one of many of its type.
  private final class ColumnOwner<Scalar: BitwiseCopyable & Sendable & ExpressibleByIntegerLiteral>: Sendable {
    private let column: Column<Scalar>
    var view: ColumnView<Scalar> { column.view }

    init(count: Int, placement: MemoryPlacement) {
      column = Column(count: count, filledWith: 0, placement: placement)
    }
  }
}

/// The columns of a ``RiskTable``, borrowed.
public struct RiskView: Sendable {
  /// Equity at the last mark, 1/10,000 dollar, always a whole number. ``AccountView/equity(_:_:)`` is the present one.
  public let markedEquity: ColumnView<Double>
  public let peak: ColumnView<Double>  // highest marked equity since the start
  public let block: MomentBlock
  public let totals: MomentTotals
  public let maxDrawdown: ColumnView<Float>  // worst (peak - equity) / peak since the start, 0 ... 1 and beyond
  public let peakMark: ColumnView<Int32>  // number of the last mark that was not below the peak; the first mark is 1
  public let longestUnderwater: ColumnView<Int32>  // marks in a row below the peak, a fall under way left out

  public var count: Int { markedEquity.count }

  /// The same columns of some agents only, the first of them in row 0.
  public subscript(agents: Range<Int>) -> RiskView {
    RiskView(
      markedEquity: markedEquity[agents], peak: peak[agents], block: block[agents], totals: totals[agents],
      maxDrawdown: maxDrawdown[agents], peakMark: peakMark[agents], longestUnderwater: longestUnderwater[agents])
  }

  /// The kernel that marks accounts with this cash and these shares.
  ///
  /// - Parameter target: return per period below which there is downside.
  public func marking(cash: ColumnView<Int64>, _ quantity: ColumnView<Int32>, target: Double) -> RiskMomentUpdate {
    RiskMomentUpdate(
      cash: cash, quantity: quantity, equity: markedEquity, peak: peak, block: block,
      maxDrawdown: maxDrawdown, peakMark: peakMark, longestUnderwater: longestUnderwater, target: target)
  }

  /// Sets what an agent starts with.
  public func start(_ row: Int, equity: Int64) {
    markedEquity[row] = Double(equity)
    peak[row] = Double(equity)
  }

  /// The moments of the returns of the agent in `row` over the `periods` since the start.
  public func moments(_ row: Int, periods: Int) -> ReturnMoments {
    ReturnMoments(totals.sums(row, block, count: periods))
  }

  /// Where its marked equity has been, from the start, `first`, to the last mark.
  public func path(_ row: Int, first: Int64, periods: Int) -> EquityPath {
    let underwater = periods - Int(peakMark[row])
    return EquityPath(
      count: periods + 1, first: Double(first), last: markedEquity[row], peak: peak[row],
      maxDrawdown: Double(maxDrawdown[row]), underwater: underwater,
      longestUnderwater: max(underwater, Int(longestUnderwater[row])))
  }
}

extension AccountView {
  /// Cash and shares at the last price, 1/10,000 dollar: what the account is worth now.
  public func equity(_ row: Int, _ symbols: SymbolView) -> Int64 {
    cash[row] + Int64(quantity[row]) * symbols.lastPrice(Int(symbol[row])).raw
  }
}
