import Foundation
import SimColumns
import SimQuant
import Testing

/// One candle of a symbol.
struct TestBar: Equatable {
  var high, low, close, volume: Double

  static let goldenCloses = [
    100.00, 100.50, 101.20, 100.80, 101.50, 102.00, 101.70, 102.40, 103.10, 102.60, 103.00, 103.80, 104.10, 103.50,
    102.90, 103.30, 104.00, 104.60, 104.20, 105.00, 105.40, 104.90, 104.30, 103.70, 104.20, 104.80, 105.50, 106.10,
    105.70, 106.30,
  ]
  static let golden = goldenCloses.map { TestBar(high: $0 + 0.40, low: $0 - 0.30, close: $0, volume: 100) }

  func scaled(by factor: Double, shiftedBy shift: Double = 0) -> TestBar {
    TestBar(high: high * factor + shift, low: low * factor + shift, close: close * factor + shift, volume: volume)
  }

  /// A seeded walk around 100 that sometimes stands still.
  static func walk(_ count: Int, seed: UInt64) -> [TestBar] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func unit() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) * 0x1p-53
    }
    var price = 100.0
    return (0..<count).map { _ in
      if unit() < 0.8 { price *= 0.98 + 0.04 * unit() }
      return TestBar(
        high: price * (1 + 0.02 * unit()), low: price * (1 - 0.02 * unit()), close: price,
        volume: unit() < 0.2 ? 0 : (1_000 * unit()).rounded())
    }
  }
}

/// A bank and the candle columns it reads.
final class BankRun {
  let bank: IndicatorBank
  private let high, low, close, volume: Column<Double>

  init(_ indicators: [Indicator], symbols: Int = 1) {
    bank = IndicatorBank(indicators, symbolCount: symbols)
    high = Column(count: symbols, filledWith: 0)
    low = Column(count: symbols, filledWith: 0)
    close = Column(count: symbols, filledWith: 0)
    volume = Column(count: symbols, filledWith: 0)
  }

  var view: IndicatorView { bank.view }

  /// Sets a symbol's next candle, without taking it in.
  func set(_ symbol: Int, _ bar: TestBar) {
    (high.view[symbol], low.view[symbol]) = (bar.high, bar.low)
    (close.view[symbol], volume.view[symbol]) = (bar.close, bar.volume)
  }

  func update(_ symbols: Range<Int>) {
    bank.view.update(
      symbols, Bars(high: high.view, low: low.view, close: close.view, volume: volume.view))
  }

  /// Takes the same candle in for all symbols.
  func take(_ bar: TestBar) {
    for symbol in 0..<view.symbolCount { set(symbol, bar) }
    update(0..<view.symbolCount)
  }

  /// Every value of a symbol, in the order of the declarations.
  func values(symbol: Int = 0) -> [Double?] {
    view.indicators.flatMap { indicator in
      indicator.outputNames.indices.map { view.value(of: indicator, $0, symbol: symbol) }
    }
  }
}

let everyIndicator: [Indicator] = [
  .sma(period: 7), .ema(period: 5), .rsi(period: 6), .macd(fast: 4, slow: 9, signal: 3),
  .bollinger(period: 8, width: 2), .atr(period: 5), .vwap(period: 6), .realisedVolatility(period: 7),
  .rateOfChange(period: 4), .stochastic(period: 6, slowing: 3, smoothing: 2),
]

/// Whether two values agree to `relative` of the larger, or of `scale` when they are small beside it.
func agree(_ a: Double, _ b: Double, relative: Double, scale: Double = 0) -> Bool {
  abs(a - b) <= relative * max(abs(a), abs(b), scale)
}
