import SimColumns
import SimKernels

extension IndicatorLane {
  /// Columns that a run along a series needs besides state and results.
  var scratchCount: Int {
    switch self {
    case .sma, .ema, .macd, .bollinger, .rateOfChange: 0
    case .atr, .realisedVolatility: 1
    case .vwap: 2
    case .rsi, .stochastic: 3
    }
  }

  /// Takes a run of one symbol's candles in, that of row 0, and writes down all values.
  ///
  /// - Parameters:
  ///   - candle: number of the first of them.
  ///   - closes: theirs, and as many before them as the lane looks back.
  ///   - scratch: at least ``scratchCount`` columns with a row for each candle, and for as many more as the longest
  ///     window has.
  ///   - output: the column of each of the indicator's values, a row for each candle.
  @inline(__always) func series(
    candle: Int, _ bars: Bars, _ closes: SeriesTape, _ scratch: [ColumnView<Double>],
    _ output: (Int) -> ColumnView<Double>
  ) {
    let (high, low, close) = (bars.high, bars.low, bars.close)
    switch self {
    case .sma(let kernel): kernel.series(candle: candle, closes, into: output(0))
    case .ema(let kernel): kernel.series(candle: candle, close, into: output(0))
    case .rsi(let kernel):
      kernel.series(candle: candle, closes, scratch: (scratch[0], scratch[1], scratch[2]), into: output(0))
    case .macd(let kernel):
      kernel.series(candle: candle, close: close, lines: output(0), signals: output(1), histograms: output(2))
    case .bollinger(let kernel):
      kernel.series(candle: candle, closes, uppers: output(0), middles: output(1), lowers: output(2))
    case .atr(let kernel):
      kernel.series(candle: candle, high: high, low: low, close: closes, scratch: scratch[0], into: output(0))
    case .vwap(let kernel):
      kernel.series(
        candle: candle, high: high, low: low, close: close, volume: bars.volume, scratch: (scratch[0], scratch[1]),
        into: output(0))
    case .realisedVolatility(let kernel):
      kernel.series(candle: candle, closes, scratch: scratch[0], into: output(0))
    case .rateOfChange(let kernel): kernel.series(candle: candle, closes, into: output(0))
    case .stochastic(let kernel):
      kernel.series(
        candle: candle, high: high, low: low, close: close, scratch: (scratch[0], scratch[1], scratch[2]),
        ks: output(0), ds: output(1))
    }
  }
}
