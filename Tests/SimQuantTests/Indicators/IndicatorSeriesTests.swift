import SimColumns
import SimQuant
import Testing

struct IndicatorSeriesTests {
  /// Windows shorter and longer than a refresh, averages that settle within a tile and ones that do not.
  private static let indicators: [Indicator] =
    everyIndicator + [
      .sma(period: 1), .sma(period: 300), .ema(period: 1), .ema(period: 100), .rsi(period: 14),
      .macd(fast: 12, slow: 26, signal: 9), .bollinger(period: 300, width: 2.5), .bollinger(period: 1, width: 2),
      .atr(period: 14), .vwap(period: 1), .vwap(period: 40), .realisedVolatility(period: 40), .rateOfChange(period: 1),
      .stochastic(period: 1, slowing: 1, smoothing: 1), .stochastic(period: 14, slowing: 1, smoothing: 5),
    ]

  /// What the bank says of one symbol, candle by candle, and the series, all at once or cut up.
  private func expectTwins(
    _ bars: [TestBar], cuts: [Int], _ indicators: [Indicator] = Self.indicators,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let run = BankRun(indicators)
    let names = indicators.flatMap(\.outputNames)
    let table = BarTable(bars)
    let outputs = names.map { _ in Held(rows: bars.count) }
    var series = IndicatorSeries(indicators)
    var start = 0
    for end in cuts + [bars.count] {
      series.take(table.bars(start..<end), into: outputs.map { $0.column.view[start..<end] })
      start = end
    }
    #expect(series.candleCount == bars.count && series.indicators == indicators)
    for (candle, bar) in bars.enumerated() {
      run.take(bar)
      for (name, (value, output)) in zip(names, zip(run.values(), outputs))
      where IndicatorView.known(output.column.view[candle]) != value {
        Issue.record(
          "\(name), candle \(candle): \(output.column.view[candle]), not \(value ?? .nan)",
          sourceLocation: sourceLocation)
        return
      }
    }
  }

  @Test(arguments: [0, 1, 2, 5, 6, 7, 8, 9, 63, 64, 65, 255, 256, 257, 300, 301, 700]) func boundaryLengths(count: Int)
  {
    expectTwins(TestBar.walk(count, seed: UInt64(count) + 3), cuts: [])
  }

  @Test(arguments: [[1], [1, 2, 3, 4, 5, 6, 7, 8], [40, 40, 299, 300, 301, 555], [256, 512]])
  func chunksOfAHistory(cuts: [Int]) {
    expectTwins(TestBar.walk(800, seed: 77), cuts: cuts)
  }

  /// Long enough that averages run in stretches, over the border of a tile, with misprints that leave windows again.
  @Test func aLongHistoryWithMisprints() {
    var bars = TestBar.walk(18_500, seed: 5)
    for candle in stride(from: 1_000, to: bars.count, by: 1_777) { bars[candle] = bars[candle].scaled(by: 1e6) }
    expectTwins(
      bars, cuts: [9_000],
      [
        .sma(period: 20), .ema(period: 12), .rsi(period: 14), .macd(fast: 12, slow: 26, signal: 9),
        .bollinger(period: 20, width: 2), .atr(period: 14), .realisedVolatility(period: 20),
      ])
  }

  /// Blocks between refreshes side by side, in histories that begin anywhere in one; windows of one candle, shorter and
  /// longer than a block; a misprint that leaves the window within a block.
  @Test(arguments: [[], [255], [2_305]]) func windowsInBlocks(cuts: [Int]) {
    var bars = TestBar.walk(5_200, seed: 9)
    bars[4_000] = bars[4_000].scaled(by: 1e9)
    expectTwins(
      bars, cuts: cuts,
      [
        .sma(period: 1), .sma(period: 20), .sma(period: 256), .sma(period: 300), .bollinger(period: 1, width: 2),
        .bollinger(period: 20, width: 2.5), .bollinger(period: 300, width: 2), .realisedVolatility(period: 20),
      ])
  }

  /// So large that a run-in of the averages behind it does not forget it: stretches beside each other do not fit.
  @Test func aMisprintThatIsNotForgotten() {
    var bars = TestBar.walk(17_500, seed: 6)
    bars[3_000] = bars[3_000].scaled(by: 1e60)
    expectTwins(
      bars, cuts: [],
      [.ema(period: 26), .rsi(period: 14), .macd(fast: 12, slow: 26, signal: 9), .atr(period: 14)])
  }

  /// Averages of changes fade away where a price stands still, and come back.
  @Test func aPriceThatStandsStillForLong() {
    var bars = TestBar.walk(6_000, seed: 8)
    for candle in 2_000..<3_500 {
      bars[candle] = TestBar(high: 7.3, low: 7.3, close: 7.3, volume: 0)
    }
    expectTwins(
      bars, cuts: [1_800, 3_000],
      [.rsi(period: 14), .rsi(period: 2), .macd(fast: 3, slow: 6, signal: 4), .atr(period: 14), .atr(period: 3)])
  }

  @Test func equalDeclarationsAreOneAndAColumnForEachValue() async {
    let series = IndicatorSeries([.sma(period: 3), .ema(period: 3), .sma(period: 3)])
    #expect(series.indicators == [.sma(period: 3), .ema(period: 3)] && series.candleCount == 0)
    await #expect(processExitsWith: .failure) {
      var series = IndicatorSeries([.macd(fast: 2, slow: 3, signal: 2)])
      let table = BarTable(TestBar.golden)
      series.take(table.bars(0..<30), into: [table.bars(0..<30).close])
    }
  }
}

/// A column that arrays can hold.
private final class Held {
  let column: Column<Double>
  init(rows: Int) { column = Column(count: rows, filledWith: 0) }
}

/// Candles of one symbol, a row each.
private final class BarTable {
  private let high, low, close, volume: Column<Double>

  init(_ bars: [TestBar]) {
    high = Column(bars.map(\.high))
    low = Column(bars.map(\.low))
    close = Column(bars.map(\.close))
    volume = Column(bars.map(\.volume))
  }

  func bars(_ rows: Range<Int>) -> Bars {
    Bars(high: high.view[rows], low: low.view[rows], close: close.view[rows], volume: volume.view[rows])
  }
}
