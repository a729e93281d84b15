import SimQuant

/// Prices of a few symbols, candle by candle, and what the market's definition of factors makes of them.
struct PriceWalk {
  private(set) var closes: [[Int32]]  // [symbol][candle]
  private var generator: any RandomNumberGenerator

  init(_ symbols: Int, _ generator: any RandomNumberGenerator) {
    closes = [[Int32]](repeating: [], count: symbols)
    self.generator = generator
  }

  /// The prices of the next candle.
  mutating func next() -> [Int32] {
    closes.indices.map { symbol in
      let last = closes[symbol].last ?? 5_000 + 1_500 * Int32(symbol)
      let price = max(1_000, last + Int32.random(in: -40...40, using: &generator))
      closes[symbol].append(price)
      return price
    }
  }

  /// Scores of every symbol by ``FactorScores``.
  func scores(fair: [Double]) -> [FactorScores.Raw] {
    FactorScores.scores(
      closes.indices.map {
        FactorScores.Raw(closes: closes[$0].map(Double.init), fairValue: fair[$0], candlesPerYear: 1)
      })
  }
}
