import SimColumns
import SimQuant
import SimTestSupport
import Testing

struct IndicatorBankTests {
  @Test func theGoldenVector() throws {
    let expected: [(Indicator, [Double])] = [
      (.sma(period: 8), [105.075]), (.sma(period: 16), [104.68125]),
      (.ema(period: 8), [105.376814057]), (.ema(period: 16), [104.676833539]),
      (.rsi(period: 8), [69.958827764]), (.rsi(period: 14), [69.834613656]),
      (.macd(fast: 8, slow: 16, signal: 4), [0.699980518, 0.653407827, 0.046572691]),
      (.bollinger(period: 12, width: 2), [106.569226952, 105.008333333, 103.447439715]),
      (.atr(period: 8), [0.927305120]), (.realisedVolatility(period: 8), [0.005645549]),
      (.rateOfChange(period: 8), [1.334604385]),
    ]
    let run = BankRun(expected.map(\.0) + [.macd(fast: 12, slow: 26, signal: 9)])
    for bar in TestBar.golden { run.take(bar) }
    for (indicator, values) in expected {
      for (output, value) in values.enumerated() {
        let found = try #require(run.view.value(of: indicator, output, symbol: 0))
        #expect(abs(found - value) < 1e-9, "\(indicator.outputNames[output]): \(found)")
      }
    }
    for output in 0..<3 {
      #expect(run.view.value(of: .macd(fast: 12, slow: 26, signal: 9), output, symbol: 0) == nil, "30 candles of 34")
    }
  }

  @Test(arguments: everyIndicator) func valuesAppearAfterTheWarmUpAndNotBefore(indicator: Indicator) {
    let run = BankRun([indicator])
    for (candle, bar) in TestBar.walk(40, seed: 3).enumerated() {
      run.take(bar)
      let values = run.values()
      #expect(values.count == indicator.outputNames.count)
      #expect(values.allSatisfy { ($0 != nil) == (candle + 1 >= indicator.warmUpCandles) }, "candle \(candle)")
    }
  }

  @Test func equalDeclarationsAreOneLane() {
    let run = BankRun([.sma(period: 3), .ema(period: 3), .sma(period: 3), .sma(period: 4)])
    #expect(run.view.indicators == [.sma(period: 3), .ema(period: 3), .sma(period: 4)])
    #expect(run.view.columns(of: .sma(period: 5)) == nil)
    let one = IndicatorBank([.sma(period: 3)], symbolCount: 100)
    let twice = IndicatorBank([.sma(period: 3), .sma(period: 3)], symbolCount: 100)
    #expect(one.byteCount == twice.byteCount && one.byteCount > 0)
  }

  @Test func lanesAreFoundByWhatTheyAre() {
    let bank = IndicatorBank([.sma(period: 2), .macd(fast: 1, slow: 2, signal: 1), .sma(period: 2)], symbolCount: 2)
    #expect(bank.view.lane(of: .sma(period: 2)) == 0 && bank.view.lane(of: .sma(period: 3)) == nil)
    #expect(bank.view.lane(of: .macd(fast: 1, slow: 2, signal: 1)) == 1)
    for close in [10.0, 13] {
      let closes = Column<Double>(count: 2, filledWith: close)
      #expect(bank.view.value(lane: 0, symbol: 1).isNaN)
      bank.view.update(0..<2, Bars(high: closes.view, low: closes.view, close: closes.view, volume: closes.view))
    }
    #expect(bank.view.value(lane: 0, symbol: 1) == 11.5)
    let histogram = bank.view.value(of: bank.view.indicators[1], 2, symbol: 0)
    #expect(histogram != nil && bank.view.value(lane: 1, output: 2, symbol: 0) == histogram)
  }

  @Test func theColumnsAreWhatTheAccessorChecks() throws {
    let run = BankRun([.bollinger(period: 2, width: 1)], symbols: 3)
    let columns = try #require(run.view.columns(of: .bollinger(period: 2, width: 1)))
    #expect(columns.count == 3 && columns.allSatisfy { $0.count == 3 })
    #expect(columns[1][2].isNaN && IndicatorView.known(columns[1][2]) == nil)
    run.take(TestBar.golden[0])
    run.take(TestBar.golden[1])
    #expect(columns[1][2] == 100.25 && IndicatorView.known(columns[1][2]) == 100.25)
  }

  /// A symbol's stream does not know who else is in the bank, how ranges are cut, or in which order they come.
  @Test(arguments: [[0..<2_120], [0..<3, 3..<64, 64..<2_053, 2_053..<2_120], [600..<2_120, 0..<17, 17..<600]])
  func aSymbolAmongManyIsTheSameSymbolAlone(ranges: [Range<Int>]) {
    let symbols = 2_120
    let many = BankRun(everyIndicator, symbols: symbols)
    let watched = [0, 2, 63, 64, 599, 2_048, 2_052, 2_119]
    let alone = watched.map { _ in BankRun(everyIndicator) }
    let streams = (0..<symbols).map { TestBar.walk(25, seed: UInt64($0 % 50 + 1)) }
    for candle in 0..<25 {
      for symbol in 0..<symbols { many.set(symbol, streams[symbol][candle]) }
      for range in ranges { many.update(range) }
      for (place, symbol) in watched.enumerated() {
        alone[place].take(streams[symbol][candle])
        #expect(many.values(symbol: symbol) == alone[place].values(), "symbol \(symbol), candle \(candle)")
      }
    }
    #expect(many.view.candleCount(symbol: 77) == 25)
  }

  /// What a window's indicator says depends on the window alone: two histories with the same end agree.
  @Test func aWindowForgetsWhatLeftIt() throws {
    let windows: [Indicator] = [
      .sma(period: 7), .bollinger(period: 8, width: 2), .vwap(period: 6), .realisedVolatility(period: 7),
      .rateOfChange(period: 4), .stochastic(period: 6, slowing: 3, smoothing: 2),
    ]
    let end = TestBar.walk(30, seed: 9)
    let (long, short) = (BankRun(windows), BankRun(windows))
    for bar in TestBar.walk(531, seed: 10) { long.take(bar.scaled(by: 1e6)) }
    for bar in end {
      long.take(bar)
      short.take(bar)
    }
    for (a, b) in zip(long.values(), short.values()) {
      #expect(agree(try #require(a), try #require(b), relative: 1e-11))
    }
  }

  /// After any number of candles a window is as exact as one added up afresh: after ten million of them with
  /// `QTG_LONG_TESTS=1`, best in a release build.
  @Test func longWindowsDoNotDrift() throws {
    let period = 100
    let indicators: [Indicator] = [.sma(period: period), .bollinger(period: period, width: 2)]
    let run = BankRun(indicators)
    let walk = TestBar.walk(60_000, seed: 21)
    var window: [Double] = []  // the last `period` closes, the oldest at `candle % period`
    for candle in 0..<TestEffort.operations(walk.count, long: 10_000_000) {
      let bar = walk[candle % walk.count]
      run.take(bar)
      if candle < period { window.append(bar.close) } else { window[candle % period] = bar.close }
      guard candle % 7_777 == 7_000 else { continue }
      let mean = window.reduce(0, +) / Double(period)
      let variance = window.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(period)
      let upper = mean + 2 * variance.squareRoot()
      #expect(agree(try #require(run.view.value(of: indicators[0], symbol: 0)), mean, relative: 1e-13))
      #expect(agree(try #require(run.view.value(of: indicators[1], symbol: 0)), upper, relative: 1e-13))
    }
  }

  @Test func aFlatPrice() {
    let run = BankRun(everyIndicator)
    for _ in 0..<400 { run.take(TestBar(high: 7.3, low: 7.3, close: 7.3, volume: 0)) }
    let found = Dictionary(uniqueKeysWithValues: zip(everyIndicator.flatMap(\.outputNames), run.values()))
    #expect(found["sma_7"] == 7.3 && found["bollinger_upper_8_2"] == 7.3 && found["bollinger_lower_8_2"] == 7.3)
    #expect(found["rsi_6"] == 50 && found["atr_5"] == 0 && found["roc_4"] == 0)
    #expect(found["realised_volatility_7"] == 0)
    #expect(found["stochastic_k_6_3_2"].flatMap { $0 }.map { abs($0 - 50) < 1e-12 } == true)
    #expect(found["vwap_6"].flatMap { $0 }.map { abs($0 - 7.3) < 1e-14 } == true)
    #expect(found["macd_4_9_3"].flatMap { $0 }.map { abs($0) < 1e-14 } == true)
  }

  /// A power of two scales every price without rounding, so every bit has to follow.
  @Test func pricesOfFourTimesTheSize() throws {
    let (one, four) = (BankRun(everyIndicator), BankRun(everyIndicator))
    let names = everyIndicator.flatMap(\.outputNames)
    for bar in TestBar.walk(300, seed: 5) {
      one.take(bar)
      four.take(bar.scaled(by: 4))
    }
    for (name, (a, b)) in zip(names, zip(one.values(), four.values())) {
      let isRatio = ["rsi", "roc", "realised", "stochastic"].contains { name.hasPrefix($0) }
      #expect(try #require(b) == (isRatio ? 1 : 4) * (try #require(a)), "\(name)")
    }
  }

  @Test func pricesShiftedByAConstant() throws {
    let (one, other) = (BankRun(everyIndicator), BankRun(everyIndicator))
    for bar in TestBar.walk(300, seed: 6) {
      one.take(bar)
      other.take(bar.scaled(by: 1, shiftedBy: 1_000))
    }
    let names = everyIndicator.flatMap(\.outputNames)
    for (name, (a, b)) in zip(names, zip(one.values(), other.values())) {
      if ["roc", "realised"].contains(where: { name.hasPrefix($0) }) { continue }  // ratios of prices
      let moves = ["sma", "ema", "bollinger", "vwap"].contains { name.hasPrefix($0) }
      let expected = try #require(a) + (moves ? 1_000 : 0)
      #expect(agree(try #require(b), expected, relative: 1e-10, scale: 1), "\(name)")
    }
  }

  @Test func aBankOfNothing() {
    let run = BankRun([], symbols: 3)
    run.take(TestBar.golden[0])
    #expect(run.values().isEmpty && run.view.candleCount(symbol: 2) == 1)
    let empty = BankRun([.sma(period: 3)], symbols: 0)
    empty.update(0..<0)
    #expect(empty.view.symbolCount == 0)
  }

  // MARK: - Callers who break the rules

  @Test func anUndeclaredIndicatorTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = BankRun([.sma(period: 3)]).view.value(of: .sma(period: 4), symbol: 0)
    }
  }

  @Test func symbolsOutOfStepTrap() async {
    await #expect(processExitsWith: .failure) {
      let run = BankRun([.sma(period: 3)], symbols: 2)
      run.set(0, TestBar.golden[0])
      run.update(0..<1)
      run.update(0..<2)
    }
  }

  @Test(arguments: [Indicator.sma(period: 0), .macd(fast: 9, slow: 4, signal: 2), .realisedVolatility(period: 1)])
  func impossibleParametersTrap(indicator: Indicator) async {
    switch indicator {
    case .sma: await #expect(processExitsWith: .failure) { _ = BankRun([.sma(period: 0)]) }
    case .macd: await #expect(processExitsWith: .failure) { _ = BankRun([.macd(fast: 9, slow: 4, signal: 2)]) }
    default: await #expect(processExitsWith: .failure) { _ = BankRun([.realisedVolatility(period: 1)]) }
    }
  }
}
