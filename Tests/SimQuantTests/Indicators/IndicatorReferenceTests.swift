import Foundation
import SimQuant
import Testing

/// Every indicator against other people's code, on 500 days of the S&P 500 index: TA-Lib, and pandas for what TA-Lib
/// does not have. `Tests/Fixtures/indicators/generate.py` made the files.
struct IndicatorReferenceTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/indicators").standardizedFileURL

  /// Columns by name; nil where a cell is empty or no number.
  private static func table(_ name: String) throws -> [String: [Double?]] {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let header = try #require(lines.first)
    return Dictionary(
      uniqueKeysWithValues: header.indices.map { column in
        (String(header[column]), lines.dropFirst().map { Double($0[column]) })
      })
  }

  private static func bars() throws -> [TestBar] {
    let table = try table("candles.csv")
    func column(_ name: String) throws -> [Double] { try #require(table[name]).map { try #require($0) } }
    let (high, low, close, volume) =
      (try column("High"), try column("Low"), try column("Close"), try column("Volume"))
    return high.indices.map { TestBar(high: high[$0], low: low[$0], close: close[$0], volume: volume[$0]) }
  }

  private static let indicators: [Indicator] = [
    .sma(period: 1), .sma(period: 8), .sma(period: 20), .sma(period: 100), .ema(period: 12), .ema(period: 50),
    .rsi(period: 2), .rsi(period: 14), .atr(period: 2), .atr(period: 14), .macd(fast: 12, slow: 26, signal: 9),
    .macd(fast: 8, slow: 16, signal: 4), .bollinger(period: 20, width: 2), .bollinger(period: 5, width: 1.5),
    .rateOfChange(period: 1), .rateOfChange(period: 10), .stochastic(period: 14, slowing: 3, smoothing: 3),
    .stochastic(period: 5, slowing: 1, smoothing: 3), .vwap(period: 20), .realisedVolatility(period: 8),
    .realisedVolatility(period: 32),
  ]

  @Test func everyValueOfEveryDay() throws {
    let bars = try Self.bars()
    let expected = try Self.table("expected.csv")
    #expect(bars.count == 500)
    let run = BankRun(Self.indicators)
    for (day, bar) in bars.enumerated() {
      run.take(bar)
      for indicator in Self.indicators {
        for (output, name) in indicator.outputNames.enumerated() {
          let wanted = try #require(expected[name])[day]
          let found = run.view.value(of: indicator, output, symbol: 0)
          // Differences of prices are as exact as prices are; percentages as exact as 100.
          let isSmall = name.hasPrefix("realised")
          let isClose =
            switch (found, wanted) {
            case (nil, nil): true
            case (let found?, let wanted?):
              agree(found, wanted, relative: isSmall ? 1e-10 : 1e-12, scale: isSmall ? 0 : 100)
            default: false
            }
          #expect(isClose, "\(name), day \(day): \(String(describing: found)), expected \(String(describing: wanted))")
        }
      }
    }
  }

  /// TA-Lib's own MACD starts its fast average where the slow one starts. What is left of that fades like the average.
  @Test func theMACDOfTALibDiffersOnlyAtFirst() throws {
    let expected = try Self.table("expected.csv")
    for (own, theirs) in [
      ("macd_12_26_9", "talib_macd"), ("macd_signal_12_26_9", "talib_macd_signal"),
      ("macd_histogram_12_26_9", "talib_macd_histogram"),
    ] {
      let (a, b) = (try #require(expected[own]), try #require(expected[theirs]))
      #expect(zip(a, b).allSatisfy { ($0 == nil) == ($1 == nil) }, "both start on the same day")
      #expect(abs(try #require(a[33]) - (try #require(b[33]))) > 1e-3)
      for day in 250..<500 { #expect(abs(try #require(a[day]) - (try #require(b[day]))) < 1e-9) }
    }
  }
}
