/// An indicator with its parameters: what a strategy declares and a bank computes once for everybody.
///
/// Equal declarations are one lane of an ``IndicatorBank``. Periods count candles. Definitions, units and edge cases
/// are in `docs/models/indicators.md`.
public enum Indicator: Hashable, BitwiseCopyable, Sendable {
  case sma(period: Int)
  case ema(period: Int)
  case rsi(period: Int)
  case macd(fast: Int, slow: Int, signal: Int)
  /// `width`: standard deviations from the middle band to each of the others.
  case bollinger(period: Int, width: Double)
  case atr(period: Int)
  case vwap(period: Int)
  case realisedVolatility(period: Int)
  case rateOfChange(period: Int)
  /// `slowing` 1 gives the fast oscillator.
  case stochastic(period: Int, slowing: Int, smoothing: Int)

  /// As in the text form: `bollinger`.
  public var name: String { kind.rawValue }

  /// The parameters in the order of the text form.
  public var parameters: [Double] {
    switch self {
    case .sma(let period), .ema(let period), .rsi(let period), .atr(let period), .vwap(let period),
      .realisedVolatility(let period), .rateOfChange(let period):
      [Double(period)]
    case .macd(let fast, let slow, let signal): [Double(fast), Double(slow), Double(signal)]
    case .bollinger(let period, let width): [Double(period), width]
    case .stochastic(let period, let slowing, let smoothing): [Double(period), Double(slowing), Double(smoothing)]
    }
  }

  /// Candles until the first values: that many closed candles give one.
  public var warmUpCandles: Int {
    switch self {
    case .sma(let period), .ema(let period), .bollinger(let period, _), .vwap(let period): period
    case .rsi(let period), .atr(let period), .realisedVolatility(let period), .rateOfChange(let period): period + 1
    case .macd(_, let slow, let signal): slow + signal - 1
    case .stochastic(let period, let slowing, let smoothing): period + slowing + smoothing - 2
    }
  }

  /// Names of its values in order, as columns of a table: `macd_12_26_9`, `macd_signal_12_26_9`, ….
  public var outputNames: [String] {
    let suffix = parameters.map { "_" + IndicatorText.number($0) }.joined()
    return kind.outputs.map { kind.rawValue + $0 + suffix }
  }

  /// How many values it has.
  var outputCount: Int { kind.outputs.count }

  /// Columns of a candle that it reads.
  public var inputs: Set<BarField> { kind.inputs }

  /// Candles behind the newest one whose closes it reads.
  var closesNeeded: Int {
    switch self {
    case .sma(let period), .bollinger(let period, _), .rateOfChange(let period): period
    case .rsi, .atr, .realisedVolatility: 1
    case .ema, .macd, .vwap, .stochastic: 0
    }
  }

  enum Kind: String, CaseIterable {
    case sma, ema, rsi, macd, bollinger, atr, vwap
    case realisedVolatility = "realised_volatility"
    case rateOfChange = "roc"
    case stochastic

    /// What stands between the name and the parameters of each value's name.
    var outputs: [String] {
      switch self {
      case .macd: ["", "_signal", "_histogram"]
      case .bollinger: ["_upper", "_middle", "_lower"]
      case .stochastic: ["_k", "_d"]
      default: [""]
      }
    }

    var inputs: Set<BarField> {
      switch self {
      case .sma, .ema, .rsi, .macd, .bollinger, .realisedVolatility, .rateOfChange: [.close]
      case .atr, .stochastic: [.high, .low, .close]
      case .vwap: [.high, .low, .close, .volume]
      }
    }
  }

  var kind: Kind {
    switch self {
    case .sma: .sma
    case .ema: .ema
    case .rsi: .rsi
    case .macd: .macd
    case .bollinger: .bollinger
    case .atr: .atr
    case .vwap: .vwap
    case .realisedVolatility: .realisedVolatility
    case .rateOfChange: .rateOfChange
    case .stochastic: .stochastic
    }
  }
}

/// A column of candles that indicators read.
public enum BarField: String, CaseIterable, Hashable, Sendable {
  case high, low, close, volume
}
