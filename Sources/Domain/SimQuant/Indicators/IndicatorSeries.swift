import SimColumns
import SimKernels

/// Every distinct indicator that somebody declared, along the history of one symbol, a chunk of candles at a time.
///
///     bank      all symbols, one candle: symbols across the vector
///     series    one symbol, many candles: the state in registers
///
/// What comes out are the bank's values, bit for bit, however the history is cut into chunks. A value that is not
/// warmed up is NaN. All memory is taken in `init`.
public struct IndicatorSeries: ~Copyable, Sendable {
  /// In the order they were declared in, each once.
  public let indicators: [Indicator]
  /// Taken in so far.
  public private(set) var candleCount = 0
  private let bank: IndicatorBank
  private let depth: Int  // closes that windows look back
  private let tileRows: Int
  private let closes: Column<Double>  // the last `depth`, and room for as many more
  private let scratchColumn: Column<Double>
  private let scratch: [ColumnView<Double>]

  /// - Parameter declarations: what is to be computed; of equal ones the first counts.
  public init(_ declarations: [Indicator]) {
    bank = IndicatorBank(declarations, symbolCount: 1)
    indicators = bank.view.indicators
    depth = indicators.map(\.closesNeeded).max() ?? 0
    let longest = indicators.map(\.warmUpCandles).max() ?? 0
    tileRows = max(Self.tileRowsMin, min(64 * longest, Self.tileRowsMax), longest)
    closes = Column(count: 2 * depth, filledWith: 0)
    let rows = tileRows + longest
    let scratchCount = bank.view.lanes.array().map(\.scratchCount).max() ?? 0
    let column = Column<Double>(count: scratchCount * rows, filledWith: 0)
    scratch = (0..<scratchCount).map { column.view[$0 * rows..<($0 + 1) * rows] }
    scratchColumn = column
  }

  /// Candles that all indicators go through before the next ones: enough for a decaying average to forget its start
  /// several times, as few as possible for the caches.
  static let tileRowsMin = 1 << 14
  static let tileRowsMax = 1 << 17

  /// Takes the next candles in.
  ///
  /// - Parameters:
  ///   - candles: a row for each candle, oldest first, any number of them.
  ///   - outputs: a column for each of the indicators' ``Indicator/outputNames``, in their order, with at least as many
  ///     rows; row i is the value as of candle i.
  /// - Complexity: O(1) an indicator and candle, no allocation.
  public mutating func take(_ candles: Bars, into outputs: [ColumnView<Double>]) {
    precondition(
      outputs.count == indicators.reduce(0) { $0 + $1.outputCount }, "a column for each value of each indicator")
    let count = candles.close.count
    // The first windows reach back to closes of another call.
    let seam = min(depth, count)
    closes.view[depth..<depth + seam].copy(from: candles.close[0..<seam])
    run(0..<seam, candles, SeriesTape(closes.view[0..<depth + seam], past: depth), outputs)
    var start = seam
    while start < count {
      let rows = start..<min(start + tileRows, count)
      run(rows, candles, SeriesTape(candles.close[start - depth..<rows.upperBound], past: depth), outputs)
      start = rows.upperBound
    }
    if count > depth {
      closes.view.copy(from: candles.close[count - depth..<count])
    } else {
      closes.view.copy(from: closes.view[count..<depth + count])
    }
  }

  private mutating func run(
    _ rows: Range<Int>, _ candles: Bars, _ tape: SeriesTape, _ outputs: [ColumnView<Double>]
  ) {
    guard !rows.isEmpty else { return }
    let tile = Bars(
      high: candles.high[rows], low: candles.low[rows], close: candles.close[rows], volume: candles.volume[rows])
    var output = 0
    for (place, indicator) in indicators.enumerated() {
      bank.view.lanes[place].series(candle: candleCount, tile, tape, scratch) { outputs[output + $0][rows] }
      output += indicator.outputCount
    }
    candleCount += rows.count
  }
}
