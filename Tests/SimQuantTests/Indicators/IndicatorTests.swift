import SimQuant
import Testing

struct IndicatorTests {
  @Test func valuesAreNamedAsColumns() {
    #expect(Indicator.sma(period: 20).outputNames == ["sma_20"])
    #expect(
      Indicator.macd(fast: 12, slow: 26, signal: 9).outputNames
        == ["macd_12_26_9", "macd_signal_12_26_9", "macd_histogram_12_26_9"])
    #expect(
      Indicator.bollinger(period: 20, width: 2).outputNames
        == ["bollinger_upper_20_2", "bollinger_middle_20_2", "bollinger_lower_20_2"])
    #expect(Indicator.bollinger(period: 5, width: 1.5).outputNames[0] == "bollinger_upper_5_1.5")
    #expect(
      Indicator.stochastic(period: 14, slowing: 3, smoothing: 3).outputNames
        == ["stochastic_k_14_3_3", "stochastic_d_14_3_3"])
  }

  @Test func whatIsReadOfACandle() {
    #expect(Indicator.rsi(period: 14).inputs == [.close])
    #expect(Indicator.atr(period: 14).inputs == [.high, .low, .close])
    #expect(Indicator.vwap(period: 14).inputs == [.high, .low, .close, .volume])
  }
}
