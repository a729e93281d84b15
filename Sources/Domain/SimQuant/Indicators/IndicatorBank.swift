import SimColumns
import SimKernels

/// Every distinct indicator that somebody declared, of every symbol, computed once and kept up to date.
///
///     columns    [declaration][value][symbol]          symbols across the vector
///     update     a closed candle in, O(1) a declaration and symbol; nothing is recomputed from history
///
/// A value that is not warmed up is NaN in its column, and nil for whoever asks ``IndicatorView`` for it: no number
/// stands in for it. All memory is taken in `init`; updating allocates nothing.
public struct IndicatorBank: ~Copyable, Sendable {
  public let view: IndicatorView
  private let values: Column<Double>
  private let candles: Column<UInt32>
  private let declared: Column<Indicator>
  private let lanes: Column<IndicatorLane>
  private let outputs: Column<ColumnView<Double>>
  private let firstOutputs: Column<Int32>

  /// - Parameters:
  ///   - declarations: what is to be computed; of equal ones the first counts, the others are the same lane.
  ///   - symbolCount: rows, at least 0.
  public init(_ declarations: [Indicator], symbolCount: Int) {
    precondition(symbolCount >= 0, "a bank has no negative symbols")
    var indicators: [Indicator] = []
    for declaration in declarations where !indicators.contains(declaration) { indicators.append(declaration) }

    let nothing = Column<Double>(count: 0, filledWith: 0)
    let plan = Plan(indicators, stride: 0, values: nothing.view)
    let stride = SlotRing.stride(symbolCount: symbolCount)
    values = Column(count: plan.memory.runCount * stride, filledWith: 0)
    candles = Column(count: symbolCount, filledWith: 0)
    let built = Plan(indicators, stride: stride, values: values.view)
    for column in built.outputs.joined() { column.fill(0..<column.count, with: .nan) }
    declared = Column(indicators)
    lanes = Column(built.lanes)
    outputs = Column(Array(built.outputs.joined()))
    firstOutputs = Column(built.outputs.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) })
    view = IndicatorView(
      symbolCount: symbolCount, declared: declared.view, lanes: lanes.view, outputs: outputs.view,
      firstOutput: firstOutputs.view, closes: built.memory.closes,
      keepsCloses: indicators.contains { $0.closesNeeded > 0 }, candles: candles.view)
  }

  /// Memory of all columns.
  public var byteCount: Int { values.count * MemoryLayout<Double>.stride + candles.count * MemoryLayout<UInt32>.stride }

  private struct Plan {
    var memory: LaneMemory
    var outputs: [[ColumnView<Double>]] = []
    var lanes: [IndicatorLane] = []

    init(_ indicators: [Indicator], stride: Int, values: ColumnView<Double>) {
      let depth = indicators.map(\.closesNeeded).max() ?? 0
      memory = LaneMemory(stride: stride, depth: depth, values: values)
      for indicator in indicators {
        outputs.append(indicator.outputNames.map { _ in memory.column() })
        lanes.append(IndicatorLane(indicator, outputs: outputs[outputs.count - 1], &memory))
      }
    }
  }
}

/// The columns of an ``IndicatorBank``, borrowed. Plain memory, without references to count.
public struct IndicatorView: BitwiseCopyable, Sendable {
  public let symbolCount: Int
  // Row = declaration; one more row of `firstOutput` holds the end.
  let declared: ColumnView<Indicator>
  let lanes: ColumnView<IndicatorLane>
  @usableFromInline let outputs: ColumnView<ColumnView<Double>>  // those of a declaration from its `firstOutput` on
  @usableFromInline let firstOutput: ColumnView<Int32>
  let closes: SlotRing  // as far back as a lane looks
  let keepsCloses: Bool
  let candles: ColumnView<UInt32>  // taken in so far

  /// Rows that all lanes go through before the next ones: few enough that the candle and the scratch columns stay near,
  /// enough that a run of a column is fetched ahead.
  static let tileRows = 2_048

  /// In the order they were declared in, each once.
  public var indicators: [Indicator] { declared.array() }

  /// Takes the next candle of a range of symbols in.
  ///
  /// Ranges that do not overlap may be updated at the same time. Whether symbols are updated one by one or together
  /// makes no difference to any bit.
  /// - Parameters:
  ///   - symbols: all of which have seen equally many candles.
  ///   - bars: the candle of every symbol of the bank; only the rows of `symbols` are read.
  /// - Complexity: O(1) a declaration and symbol on average. Windows work a whole block up every `period` candles, in
  ///   the same update for all symbols.
  public func update(_ symbols: Range<Int>, _ bars: Bars) {
    precondition(symbols.lowerBound >= 0 && symbols.upperBound <= symbolCount, "only the bank's symbols are updated")
    precondition(bars.close.count >= symbols.upperBound, "there is a candle for every symbol")
    guard let first = symbols.first, let last = symbols.last else { return }
    let count = candles[first]
    precondition(candles[last] == count, "symbols of a range have seen equally many candles")
    let candle = Int(count)
    var start = first
    while start < symbols.upperBound {
      let rows = start..<min(start + Self.tileRows, symbols.upperBound)
      if keepsCloses { closes.at(candle: candle)[rows].copy(from: bars.close[rows]) }
      for lane in 0..<lanes.count {
        lanes[lane].update(rows, candle: candle, bars, previous: closes.at(candle: max(0, candle - 1)))
      }
      assert(areAt(count, rows), "symbols of a range have seen equally many candles")
      candles.fill(rows, with: count + 1)
      start = rows.upperBound
    }
  }

  private func areAt(_ candle: UInt32, _ symbols: Range<Int>) -> Bool {
    for symbol in symbols where candles[symbol] != candle { return false }
    return true
  }

  /// Candles that a symbol's indicators have seen.
  public func candleCount(symbol: Int) -> Int { Int(candles[symbol]) }

  /// A value as of the last closed candle, nil as long as it is not warmed up.
  ///
  /// - Parameters:
  ///   - indicator: one of the bank's.
  ///   - output: which of its values, in the order of ``Indicator/outputNames``.
  /// - Complexity: O(declarations). In a loop over symbols, take ``columns(of:)`` once and look through ``known(_:)``.
  public func value(of indicator: Indicator, _ output: Int = 0, symbol: Int) -> Double? {
    guard let columns = columns(of: indicator) else {
      preconditionFailure("\(IndicatorText.text(indicator)) was not declared to this bank")
    }
    return Self.known(columns[output][symbol])
  }

  /// The columns of an indicator, one for each of ``Indicator/outputNames``, a row for each symbol: NaN until warmed
  /// up. Nil when it was not declared.
  public func columns(of indicator: Indicator) -> [ColumnView<Double>]? {
    lane(of: indicator).map { lane in
      (Int(firstOutput[lane])..<Int(firstOutput[lane + 1])).map { outputs[$0][0..<symbolCount] }
    }
  }

  /// The place of an indicator in ``indicators``, for ``value(lane:output:symbol:)``; nil when it was not declared.
  /// - Complexity: O(declarations), no allocation.
  public func lane(of indicator: Indicator) -> Int? { (0..<declared.count).first { declared[$0] == indicator } }

  /// Whether `lane` is the place of an indicator.
  public func isLane(_ lane: Int, of indicator: Indicator) -> Bool {
    lane >= 0 && lane < declared.count && declared[lane] == indicator
  }

  /// A value as of the last closed candle, NaN as long as it is not warmed up.
  /// - Complexity: O(1), no allocation.
  @inlinable public func value(lane: Int, output: Int = 0, symbol: Int) -> Double {
    outputs[Int(firstOutput[lane]) &+ output][symbol]
  }

  /// Nil for the NaN that stands for "not warmed up".
  @inlinable @inline(__always) public static func known(_ value: Double) -> Double? { value.isNaN ? nil : value }
}
