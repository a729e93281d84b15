import SimColumns
import SimKernels

/// One declared indicator of all symbols: the kernel that computes it, with its state and its results.
enum IndicatorLane: BitwiseCopyable, Sendable {
  case sma(SlidingMean)
  case ema(ExponentialAverage)
  case rsi(WilderStrength)
  case macd(AverageConvergence)
  case bollinger(DeviationBands)
  case atr(WilderRange)
  case vwap(TypicalPriceAverage)
  case realisedVolatility(RealisedVolatility)
  case rateOfChange(RateOfChange)
  case stochastic(StochasticOscillator)

  /// - Parameters:
  ///   - outputs: a column for each of the indicator's values.
  ///   - memory: where its state comes from.
  init(_ indicator: Indicator, outputs: [ColumnView<Double>], _ memory: inout LaneMemory) {
    switch indicator {
    case .sma(let period): self = .sma(SlidingMean(period: period, history: memory.closes, mean: outputs[0]))
    case .ema(let period): self = .ema(memory.average(period, into: outputs[0]))
    case .rsi(let period):
      self = .rsi(WilderStrength(period: period, gain: memory.column(), loss: memory.column(), strength: outputs[0]))
    case .macd(let fast, let slow, let signal):
      self = .macd(
        AverageConvergence(
          fast: memory.average(fast, into: memory.column()), slow: memory.average(slow, into: memory.column()),
          signalPeriod: signal, seed: memory.column(), line: outputs[0], signal: outputs[1], histogram: outputs[2]))
    case .bollinger(let period, let width):
      self = .bollinger(
        DeviationBands(
          moments: memory.moments(period, of: memory.closes, mean: outputs[1]), width: width, upper: outputs[0],
          lower: outputs[2]))
    case .atr(let period):
      self = .atr(WilderRange(period: period, seed: memory.column(), average: outputs[0]))
    case .vwap(let period):
      self = .vwap(
        TypicalPriceAverage(
          values: memory.sum(period, scale: 1, into: memory.scratch[1]),
          volumes: memory.sum(period, scale: 1, into: memory.scratch[2]), scratch: memory.scratch[0],
          average: outputs[0]))
    case .realisedVolatility(let period):
      self = .realisedVolatility(
        RealisedVolatility(
          moments: memory.moments(period, of: memory.ring(period + 1), mean: memory.column()),
          volatility: outputs[0]))
    case .rateOfChange(let period):
      self = .rateOfChange(RateOfChange(period: period, history: memory.closes, change: outputs[0]))
    case .stochastic(let period, let slowing, let smoothing):
      self = .stochastic(
        StochasticOscillator(
          extremes: memory.extremes(period, highest: memory.scratch[0], lowest: memory.scratch[1]),
          slowing: memory.sum(slowing, scale: 1 / Double(slowing), into: memory.scratch[2]),
          smoothing: memory.sum(smoothing, scale: 1 / Double(smoothing), into: outputs[1]), raw: memory.scratch[0],
          k: outputs[0]))
    }
  }

  /// Takes one candle in.
  ///
  /// - Parameter previous: the closes of the candle before; anything at candle 0.
  func update(_ rows: Range<Int>, candle: Int, _ bars: Bars, previous: ColumnView<Double>) {
    let (high, low, close) = (bars.high, bars.low, bars.close)
    switch self {
    case .sma(let kernel): kernel.vector(rows, candle: candle)
    case .ema(let kernel): kernel.vector(rows, candle: candle, close)
    case .rsi(let kernel): kernel.vector(rows, candle: candle, close: close, previous: previous)
    case .macd(let kernel): kernel.vector(rows, candle: candle, close: close)
    case .bollinger(let kernel): kernel.vector(rows, candle: candle)
    case .atr(let kernel): kernel.vector(rows, candle: candle, high: high, low: low, previous: previous)
    case .vwap(let kernel):
      kernel.vector(rows, candle: candle, high: high, low: low, close: close, volume: bars.volume)
    case .realisedVolatility(let kernel): kernel.vector(rows, candle: candle, close: close, previous: previous)
    case .rateOfChange(let kernel): kernel.vector(rows, candle: candle)
    case .stochastic(let kernel): kernel.vector(rows, candle: candle, high: high, low: low, close: close)
    }
  }
}
