import SimColumns
import SimMarket
import SimQuant
import SimRandom

/// Where each symbol of a population stands in each factor, as of the last closed candle: ``FactorScores``, taken from
/// indicators that the market keeps anyway instead of from the candles.
///
///     momentum         ln((1 + roc 64) / (1 + roc 4)) / volatility         roc as fractions
///     value            ln(fair value / last price)
///     volatility       realised volatility over 32 candles
///     mean reversion   -(last price - mean) / sd                           16 candles; from Bollinger's bands of width 1
///
/// Each is standardised over the symbols (``CrossSection``): -1 … 1, NaN where there is none. Computed once for a chunk
/// and candle, for all of its agents; each chunk has rows of its own.
struct FactorBoard: ~Copyable, Sendable {
  static let factors = 4
  private static let change = Indicator.rateOfChange(period: FactorScores.momentumCandles)
  private static let lateChange = Indicator.rateOfChange(period: FactorScores.skippedCandles)
  private static let volatility = Indicator.realisedVolatility(period: FactorScores.volatilityCandles)
  private static let bands = Indicator.bollinger(period: FactorScores.reversionCandles, width: 1)
  static let indicators = [change, lateChange, volatility, bands]
  /// Candles until every factor is known.
  static let warmUpCandles = FactorScores.momentumCandles + 1

  private let legs: Int
  private let values: Column<Double>  // row = (chunk · factors + factor) · legs + leg

  init(chunks: Int, legs: Int) {
    self.legs = legs
    values = Column(count: chunks * Self.factors * legs, filledWith: .nan)
  }

  var byteCount: Int { values.count * MemoryLayout<Double>.stride }

  /// The scores of a chunk, in the order of the formulas above. Row = leg.
  func scores(ofChunk chunk: Int) -> Scores {
    func factor(_ number: Int) -> ColumnView<Double> {
      let first = (chunk * Self.factors + number) * legs
      return values.view[first..<first + legs]
    }
    return Scores(momentum: factor(0), value: factor(1), volatility: factor(2), meanReversion: factor(3))
  }

  /// Computes a chunk's scores.
  /// - Complexity: two logarithms a symbol, and a few passes over the scores. No allocation.
  func update(_ chunk: Int, _ symbols: [Int], _ world: DecisionView) {
    let (scores, view) = (scores(ofChunk: chunk), world.indicators)
    guard let change = view.lane(of: Self.change), let lateChange = view.lane(of: Self.lateChange),
      let volatility = view.lane(of: Self.volatility), let bands = view.lane(of: Self.bands)
    else { preconditionFailure("factors are made of declared indicators") }
    for (leg, symbol) in symbols.enumerated() {
      let price = Double(world.symbols.last[symbol])
      let risk = view.value(lane: volatility, symbol: symbol)
      scores.volatility[leg] = risk
      let rise = 1 + view.value(lane: change, symbol: symbol) / 100
      let late = 1 + view.value(lane: lateChange, symbol: symbol) / 100
      scores.momentum[leg] = risk > 0 && rise > 0 && late > 0 ? DeterministicMath.log(rise / late) / risk : .nan
      let fair = world.symbols.fair[symbol]
      scores.value[leg] = fair > 0 ? DeterministicMath.log(fair / price) : .nan
      let mean = view.value(lane: bands, output: 1, symbol: symbol)
      let deviation = view.value(lane: bands, output: 0, symbol: symbol) - mean
      // What is left of a deviation when a band is rounded to a price.
      scores.meanReversion[leg] = deviation > 0x1p-40 * mean ? (mean - price) / deviation : .nan
    }
    CrossSection.standardise(scores.momentum)
    CrossSection.standardise(scores.value)
    CrossSection.standardise(scores.volatility)
    CrossSection.standardise(scores.meanReversion)
  }

  struct Scores {
    let momentum, value, volatility, meanReversion: ColumnView<Double>

    /// What a leg is worth to somebody with these weights; NaN unless all of its scores are known.
    @inline(__always) func total(_ leg: Int, _ weights: FactorWeights) -> Double {
      (weights.momentum * momentum[leg] + weights.value * value[leg])
        + (weights.volatility * volatility[leg] + weights.meanReversion * meanReversion[leg])
    }
  }
}

/// How much an agent thinks of each factor; below 0 it prefers what scores low.
struct FactorWeights: BitwiseCopyable, Sendable {
  var momentum, value, volatility, meanReversion: Double
}
