/// Indicators as one would write them for a single symbol: a struct that holds its own history. An array of those, one
/// for each symbol, is what the indicator bank is measured against. Textbook formulas, running sums included.
protocol PlainIndicator {
  mutating func update(high: Double, low: Double, close: Double)
  /// The first of its values; meaningless before the warm-up.
  var value: Double { get }
}

struct PlainSMA: PlainIndicator {
  private var history: [Double]
  private var next = 0
  private var sum = 0.0

  init(period: Int) { history = Array(repeating: 0, count: period) }

  mutating func update(high: Double, low: Double, close: Double) {
    sum += close - history[next]
    history[next] = close
    next = next + 1 == history.count ? 0 : next + 1
  }

  var value: Double { sum / Double(history.count) }
}

struct PlainEMA: PlainIndicator {
  let period: Int
  private var count = 0
  private(set) var value = 0.0

  init(period: Int) { self.period = period }

  mutating func update(high: Double, low: Double, close: Double) {
    count += 1
    if count <= period {
      value += close / Double(period)
    } else {
      value += (close - value) * 2 / Double(period + 1)
    }
  }
}

struct PlainRSI: PlainIndicator {
  let period: Int
  private var count = 0
  private var previous = 0.0
  private var gain = 0.0
  private var loss = 0.0

  init(period: Int) { self.period = period }

  mutating func update(high: Double, low: Double, close: Double) {
    let change = close - previous
    previous = close
    count += 1
    guard count > 1 else { return }
    let n = Double(period)
    if count <= period + 1 {
      if change > 0 { gain += change / n } else { loss -= change / n }
    } else {
      gain = (gain * (n - 1) + (change > 0 ? change : 0)) / n
      loss = (loss * (n - 1) + (change < 0 ? -change : 0)) / n
    }
  }

  var value: Double { gain + loss > 0 ? 100 - 100 / (1 + gain / loss) : 50 }
}

struct PlainMACD: PlainIndicator {
  private var fast: PlainEMA
  private var slow: PlainEMA
  private var signal: PlainEMA
  private var count = 0

  init(fast: Int, slow: Int, signal: Int) {
    (self.fast, self.slow, self.signal) =
      (PlainEMA(period: fast), PlainEMA(period: slow), PlainEMA(period: signal))
  }

  mutating func update(high: Double, low: Double, close: Double) {
    count += 1
    fast.update(high: high, low: low, close: close)
    slow.update(high: high, low: low, close: close)
    if count >= slow.period { signal.update(high: high, low: low, close: fast.value - slow.value) }
  }

  var value: Double { fast.value - slow.value - signal.value }  // the histogram, which needs all three
}

struct PlainBollinger: PlainIndicator {
  private var history: [Double]
  private var next = 0
  private var sum = 0.0
  private var sumOfSquares = 0.0
  private let width: Double
  private(set) var value = 0.0  // the upper band
  private(set) var lower = 0.0

  init(period: Int, width: Double) {
    history = Array(repeating: 0, count: period)
    self.width = width
  }

  mutating func update(high: Double, low: Double, close: Double) {
    let old = history[next]
    history[next] = close
    next = next + 1 == history.count ? 0 : next + 1
    sum += close - old
    sumOfSquares += close * close - old * old
    let mean = sum / Double(history.count)
    let reach = width * max(0, sumOfSquares / Double(history.count) - mean * mean).squareRoot()
    value = mean + reach
    lower = mean - reach
  }
}

struct PlainATR: PlainIndicator {
  let period: Int
  private var count = 0
  private var previous = 0.0
  private(set) var value = 0.0

  init(period: Int) { self.period = period }

  mutating func update(high: Double, low: Double, close: Double) {
    let range = max(high - low, abs(high - previous), abs(low - previous))
    previous = close
    count += 1
    guard count > 1 else { return }
    let n = Double(period)
    value = count <= period + 1 ? value + range / n : (value * (n - 1) + range) / n
  }
}
