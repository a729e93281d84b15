import SimQuant
import Testing

struct IndicatorTextTests {
  @Test func everyExampleIsReadAndWritten() throws {
    #expect(IndicatorText.examples.count == IndicatorText.names.count)
    for example in IndicatorText.examples {
      let indicator = try IndicatorText.parse(example)
      #expect(IndicatorText.text(indicator) == example)
      #expect(IndicatorText.names.contains(indicator.name))
    }
  }

  @Test func parametersGoWhereTheyBelong() throws {
    #expect(try IndicatorText.parse("macd:12:26:9") == .macd(fast: 12, slow: 26, signal: 9))
    #expect(try IndicatorText.parse("Bollinger:20:2.50") == .bollinger(period: 20, width: 2.5))
    #expect(IndicatorText.text(.bollinger(period: 20, width: 2.5)) == "bollinger:20:2.5")
    #expect(try IndicatorText.parse("stochastic:14:1:3") == .stochastic(period: 14, slowing: 1, smoothing: 3))
  }

  @Test(arguments: [
    ("smaa:20", "there is no indicator `smaa`; known are sma, ema, rsi"),
    ("", "there is no indicator ``"),
    ("sma", "`sma`: 0 numbers where these are needed: period, as in `sma:20`"),
    ("sma:20:3", "`sma:20:3`: 2 numbers where these are needed: period"),
    ("macd:12", "`macd:12`: 1 number where these are needed: fast, slow, signal, as in `macd:12:26:9`"),
    ("sma:0", "`sma:0`: period: found `0`, allowed: a whole number, 1 ... 100000"),
    ("sma:", "period: found ``"), ("sma:-5", "period: found `-5`"), ("sma:2.5", "period: found `2.5`"),
    ("sma:1e1", "period: found `1e1`"), ("sma:100001", "period: found `100001`"), ("sma:nan", "period: found `nan`"),
    ("sma:99999999999999999999", "period: found `99999999999999999999`"),
    ("realised_volatility:1", "found `1`, allowed: a whole number, 2 ... 100000"),
    ("bollinger:20:101", "width: found `101`, allowed: a number, 0 ... 100"),
    ("macd:26:12:9", "the fast period 26 has to be shorter than the slow one 12"),
    ("macd:12:12:9", "the fast period 12 has to be shorter"),
  ])
  func whatIsWrong(text: String, said: String) throws {
    let error = try #require(throws: IndicatorTextError.self) { _ = try IndicatorText.parse(text) }
    #expect(error.description.contains(said), "\(error)")
  }
}
