import SimColumns
import SimQuant
import SimRandom
import SimTypes

/// Closed candles of 10,000 symbols through the indicator bank, and whole series through it.
///
/// Four declarations of a kind, as a market with several populations has them; an item is one declaration of one symbol
/// and candle. A round takes 16 candles in, so that the bank finds its columns where it left them itself; they are four
/// different ones, which take random steps before every round.
extension BenchmarkSuite {
  static let indicators = BenchmarkSuite(
    "Indicators", "indicators of many symbols, a candle at a time; whole series of one symbol and of 512"
  ) { bench in
    let seed = bench.options.seed
    let periods = [5, 8, 10, 12]
    for symbols in bench.choose(full: [1_000, 10_000], toy: [100]) {
      try candle(bench, symbols, "SMA", periods.map { .sma(period: $0) }, periods.map { PlainSMA(period: $0) })
      try candle(bench, symbols, "EMA", periods.map { .ema(period: $0) }, periods.map { PlainEMA(period: $0) })
      try candle(bench, symbols, "RSI", periods.map { .rsi(period: $0) }, periods.map { PlainRSI(period: $0) })
      try candle(
        bench, symbols, "MACD", output: 2, periods.map { .macd(fast: $0, slow: 2 * $0, signal: 9) },
        periods.map { PlainMACD(fast: $0, slow: 2 * $0, signal: 9) })
      try candle(
        bench, symbols, "Bollinger", periods.map { .bollinger(period: $0, width: 2) },
        periods.map { PlainBollinger(period: $0, width: 2) })
      try candle(bench, symbols, "ATR", periods.map { .atr(period: $0) }, periods.map { PlainATR(period: $0) })
    }

    for symbols in bench.choose(full: [1, 512], toy: [1, 64]) {
      let bars = bench.choose(full: symbols == 1 ? 200_000 : 2_000, toy: 300)
      try series(bench, symbols, bars, seed, "SMA 20", .sma(period: 20)) { PlainSMA(period: 20) }
      try series(bench, symbols, bars, seed, "EMA 20", .ema(period: 20)) { PlainEMA(period: 20) }
      try series(bench, symbols, bars, seed, "RSI 14", .rsi(period: 14)) { PlainRSI(period: 14) }
      try series(
        bench, symbols, bars, seed, "MACD 12, 26, 9", .macd(fast: 12, slow: 26, signal: 9), output: 2
      ) { PlainMACD(fast: 12, slow: 26, signal: 9) }
      try series(bench, symbols, bars, seed, "Bollinger 20, 2", .bollinger(period: 20, width: 2)) {
        PlainBollinger(period: 20, width: 2)
      }
      try series(bench, symbols, bars, seed, "ATR 14", .atr(period: 14)) { PlainATR(period: 14) }
    }
  }

  /// - Parameters:
  ///   - output: which of an indicator's values the plain one's `value` is.
  ///   - plain: the same indicators for one symbol.
  private static func candle<Plain: PlainIndicator>(
    _ bench: Bench, _ symbols: Int, _ name: String, output: Int = 0, _ indicators: [Indicator], _ plain: [Plain]
  ) throws {
    let prices = RandomCandles(symbols: symbols, seed: bench.options.seed)
    let records = PlainRecords((0..<symbols).flatMap { _ in plain })
    let bank = BankOwner(indicators, symbols: symbols)
    let count = indicators.count
    // Off the clock: windows are full and averages seeded.
    for round in -8..<0 {
      prices.advance(to: round)
      for candle in 0..<candlesPerRound {
        update(&records.all, prices[candle], count)
        bank.view.update(0..<symbols, prices[candle])
      }
    }
    try bench.measure(
      Workload(
        size: symbols, unit: "symbols", setting: "\(name) 5, 8, 10, 12", items: symbols * count * candlesPerRound),
      [
        Variant(
          "struct per symbol", prepare: { prices.advance(to: $0) },
          run: { _ in for candle in 0..<candlesPerRound { update(&records.all, prices[candle], count) } },
          answer: { _ in fingerprint(records.all.lazy.map(\.value)) }),
        Variant(
          "bank", prepare: { prices.advance(to: $0) },
          run: { _ in for candle in 0..<candlesPerRound { bank.view.update(0..<symbols, prices[candle]) } },
          answer: { _ in
            let columns = indicators.compactMap { bank.view.columns(of: $0)?[output] }
            return fingerprint((0..<symbols).lazy.flatMap { symbol in columns.map { $0[symbol] } })
          }),
      ])
  }

  private static let candlesPerRound = 16

  private static func update<Plain: PlainIndicator>(_ records: inout [Plain], _ bars: Bars, _ count: Int) {
    let (high, low, close) = (bars.high, bars.low, bars.close)
    var record = 0
    for symbol in 0..<close.count {
      for _ in 0..<count {
        records[record].update(high: high[symbol], low: low[symbol], close: close[symbol])
        record += 1
      }
    }
  }

  /// A history of `bars` candles from start to end, all values kept; an item is one candle of one symbol.
  private static func series<Plain: PlainIndicator>(
    _ bench: Bench, _ symbols: Int, _ bars: Int, _ seed: UInt64, _ name: String, _ indicator: Indicator,
    output: Int = 0, plain: @escaping () -> Plain
  ) throws {
    let prices = RandomCandles(symbols: symbols, seed: seed)
    let history = CandleHistory(prices, bars: bars)
    let found = ColumnOwner<Double>(count: bars * symbols)
    let warm = indicator.warmUpCandles
    func answer(_ round: Int) -> UInt64 {
      fingerprint((warm * symbols..<bars * symbols).lazy.map { found.view[$0] })
    }
    let outputs = indicator.outputNames.indices.map { $0 == output ? found : ColumnOwner<Double>(count: bars) }
    let alongTheSeries = Variant(
      "series",
      run: { _ in
        var series = IndicatorSeries([indicator])
        series.take(history.bars(0..<bars), into: outputs.map(\.view))
      }, answer: answer)
    try bench.measure(
      Workload(
        size: symbols, unit: symbols == 1 ? "symbol" : "symbols", setting: "whole series, \(name)",
        items: bars * symbols),
      share: 0.5,
      [
        Variant(
          "struct per symbol",
          run: { _ in
            var records = Array(repeating: plain(), count: symbols)
            for bar in 0..<bars {
              for symbol in 0..<symbols {
                let place = bar * symbols + symbol
                records[symbol].update(
                  high: history.high.view[place], low: history.low.view[place], close: history.close.view[place])
                found.view[place] = records[symbol].value
              }
            }
          }, answer: answer),
        Variant(
          "bank",
          run: { _ in
            let bank = BankOwner([indicator], symbols: symbols)
            guard let column = bank.view.columns(of: indicator)?[output] else { return }
            for bar in 0..<bars {
              let rows = bar * symbols..<(bar + 1) * symbols
              bank.view.update(0..<symbols, history.bars(rows))
              found.view[rows].copy(from: column)
            }
          }, answer: answer),
      ] + (symbols == 1 ? [alongTheSeries] : []))
  }

  /// The mean to seven digits: the formulas round differently.
  private static func fingerprint(_ values: some Sequence<Double>) -> UInt64 {
    var (sum, count) = (0.0, 0.0)
    for value in values {
      sum += value
      count += 1
    }
    return UInt64(bitPattern: Int64((sum / count * 1e5).rounded()))
  }
}

/// Four candles of many symbols, each on a random walk.
private final class RandomCandles {
  let symbolCount: Int
  private let candles: [Bars]
  private let owners: [ColumnOwner<Double>]
  private let key: StreamKey
  private var round = Int.min

  init(symbols: Int, seed: UInt64) {
    symbolCount = symbols
    let owners = (0..<12).map { _ in ColumnOwner<Double>(count: symbols, filledWith: 100) }
    candles = stride(from: 0, to: 12, by: 3).map {
      Bars(
        high: owners[$0].view, low: owners[$0 + 1].view, close: owners[$0 + 2].view, volume: owners[$0 + 2].view)
    }
    self.owners = owners
    key = StreamKey(seed: seed, purpose: .marketMaker)
  }

  subscript(candle: Int) -> Bars { candles[candle % candles.count] }

  /// A step, once a round however many variants ask for it.
  func advance(to round: Int) {
    guard round != self.round else { return }
    self.round = round
    for candle in candles.indices {
      let (bars, before) = (candles[candle], candles[(candle + 3) % 4])
      for symbol in 0..<symbolCount {
        let tick = UInt32(truncatingIfNeeded: 4 * round + candle)
        let words = key.words(row: UInt32(symbol), tick: tick)
        // Back towards 100, so that long measurements stay where they are.
        let last = before.close[symbol]
        bars.close[symbol] = last + 0.01 * (100 - last) + UniformReal.unit(words[0]) - 0.5
        bars.high[symbol] = bars.close[symbol] + UniformReal.unit(words[1])
        bars.low[symbol] = bars.close[symbol] - UniformReal.unit(words[2])
      }
    }
  }
}

/// All candles of a random walk, the symbols of one candle next to each other.
private final class CandleHistory {
  let high, low, close: ColumnOwner<Double>

  init(_ prices: RandomCandles, bars: Int) {
    let count = bars * prices.symbolCount
    high = ColumnOwner(count: count)
    low = ColumnOwner(count: count)
    close = ColumnOwner(count: count)
    for bar in 0..<bars {
      if bar % 4 == 0 { prices.advance(to: bar / 4) }
      let rows = bar * prices.symbolCount..<(bar + 1) * prices.symbolCount
      high.view[rows].copy(from: prices[bar].high)
      low.view[rows].copy(from: prices[bar].low)
      close.view[rows].copy(from: prices[bar].close)
    }
  }

  func bars(_ rows: Range<Int>) -> Bars {
    Bars(high: high.view[rows], low: low.view[rows], close: close.view[rows], volume: close.view[rows])
  }
}

/// An array that closures can share.
private final class PlainRecords<Plain> {
  var all: [Plain]
  init(_ all: [Plain]) { self.all = all }
}

/// A bank that closures can share.
private final class BankOwner {
  private let bank: IndicatorBank
  let view: IndicatorView

  init(_ indicators: [Indicator], symbols: Int) {
    bank = IndicatorBank(indicators, symbolCount: symbols)
    view = bank.view
  }
}
