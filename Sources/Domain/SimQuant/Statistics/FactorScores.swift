import SimRandom

/// Four reasons to prefer one symbol to another, each as a place among all symbols, see ``CrossSection``.
///
///     momentum         (ln close[-4] - ln close[-64]) / volatility      the last 4 candles reverse more than they lead
///     value            ln(fair / close)                                 cheap is high
///     volatility       sd of the last 32 one-candle log returns · √P    annualised; high is wild
///     mean reversion   - (close - mean) / sd of the last 16 closes      below its average is high
///
/// A raw value needs its candles (65, none beyond a fair value, 33, 16) and prices that moved; without them it is nil,
/// not 0, which would be a place in the middle.
public enum FactorScores {
  public static let momentumCandles = 64
  public static let skippedCandles = 4
  public static let volatilityCandles = 32
  public static let reversionCandles = 16

  /// What one symbol brings before it is compared.
  public struct Raw: Sendable, Equatable {
    public var momentum: Double?
    public var value: Double?
    public var volatility: Double?
    public var meanReversion: Double?

    init() {}

    /// - Parameters:
    ///   - closes: oldest first, positive; only the last 65 are read.
    ///   - fairValue: in the unit of the closes; nil when nobody knows it.
    ///   - candlesPerYear: for the annualised volatility.
    public init(closes: [Double], fairValue: Double?, candlesPerYear: Double) {
      precondition(candlesPerYear > 0, "a year has some candles")
      let recent = closes.suffix(momentumCandles + 1)
      precondition(recent.allSatisfy { $0 > 0 && $0 < .infinity }, "prices are positive")
      let logs = recent.map { DeterministicMath.log($0) }
      if let last = logs.last, let fairValue, fairValue > 0, fairValue < .infinity {
        value = DeterministicMath.log(fairValue) - last
      }
      if logs.count > volatilityCandles {
        let window = logs.suffix(volatilityCandles + 1)
        let moments = ReturnMoments(zip(window.dropFirst(), window).map { $0 - $1 })
        volatility = moments.standardDeviation.map { $0 * candlesPerYear.squareRoot() }
      }
      if logs.count > momentumCandles, let volatility, volatility > 0 {
        momentum = (logs[momentumCandles - skippedCandles] - logs[0]) / volatility
      }
      if recent.count >= reversionCandles {
        let window = Array(recent.suffix(reversionCandles))
        if window.contains(where: { $0 != window[0] }) {
          meanReversion = CrossSection.zScores(window)[reversionCandles - 1].map { -$0 }
        }
      }
    }
  }

  /// -1 … 1 for each symbol, in the order given; nil where the symbol has no raw value.
  public static func scores(_ symbols: [Raw]) -> [Raw] {
    let momentum = CrossSection.scores(symbols.map(\.momentum))
    let value = CrossSection.scores(symbols.map(\.value))
    let volatility = CrossSection.scores(symbols.map(\.volatility))
    let reversion = CrossSection.scores(symbols.map(\.meanReversion))
    return symbols.indices.map { index in
      var scores = Raw()
      (scores.momentum, scores.value) = (momentum[index], value[index])
      (scores.volatility, scores.meanReversion) = (volatility[index], reversion[index])
      return scores
    }
  }
}
