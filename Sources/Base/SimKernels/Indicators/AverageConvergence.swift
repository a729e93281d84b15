import SimColumns

/// MACD of each symbol: how far a fast average is from a slow one, and how that compares with its own average.
///
///     line = EMA_fast(close) - EMA_slow(close)          from candle slow - 1 on
///     signal = EMA_signal(line)     histogram = line - signal
///
/// Every average is seeded with the plain one of its own first values, the fast one at candle fast - 1. All three
/// results appear together, at candle slow + signal - 2.
/// - Complexity: 32 bytes read and 40 written a step.
/// - Source: G. Appel, *Technical Analysis: Power Tools for Active Investors* (2005).
@frozen public struct AverageConvergence: Sendable {
  public let fast, slow: ExponentialAverage
  public let signalPeriod: Int
  public let seed: ColumnView<Double>  // sum of the lines up to the first signal
  public let line, signal, histogram: ColumnView<Double>  // written from candle slow + signal - 2 on
  @usableFromInline let weight: Double  // 2 / (signal + 1)

  public init(
    fast: ExponentialAverage, slow: ExponentialAverage, signalPeriod: Int, seed: ColumnView<Double>,
    line: ColumnView<Double>, signal: ColumnView<Double>, histogram: ColumnView<Double>
  ) {
    precondition(fast.period < slow.period, "the fast average is the one with the shorter period")
    precondition(signalPeriod >= 1, "an average has a period")
    (self.fast, self.slow, self.signalPeriod, self.seed) = (fast, slow, signalPeriod, seed)
    (self.line, self.signal, self.histogram) = (line, signal, histogram)
    weight = 2 / Double(signalPeriod + 1)
  }

  /// The candle of the first results.
  @inlinable public var firstCandle: Int { slow.period + signalPeriod - 2 }

  /// The definition.
  @inlinable public func scalar(_ rows: Range<Int>, candle: Int, close: ColumnView<Double>) {
    fast.scalar(rows, candle: candle, close)
    slow.scalar(rows, candle: candle, close)
    guard candle >= slow.period - 1 else { return }
    for row in rows {
      let apart = fast.average[row] - slow.average[row]
      if candle > firstCandle {
        let next = signal[row] + (apart - signal[row]) * weight
        signal[row] = Negligible.cleared(next, price: close[row])
      } else {
        seed[row] = candle == slow.period - 1 ? apart : seed[row] + apart
        guard candle == firstCandle else { continue }
        signal[row] = seed[row] / Double(signalPeriod)
      }
      line[row] = apart
      histogram[row] = apart - signal[row]
    }
  }

  /// The same, eight rows at a time once there are results.
  @inlinable public func vector(_ rows: Range<Int>, candle: Int, close: ColumnView<Double>) {
    guard candle > firstCandle else { return scalar(rows, candle: candle, close: close) }
    typealias Lanes = SIMD8<Double>
    let (fasts, slows) = (fast.average, slow.average)
    let (line, signal, histogram) = (line, signal, histogram)
    let (fastWeight, slowWeight) = (Lanes(repeating: fast.weight), Lanes(repeating: slow.weight))
    let weight = Lanes(repeating: weight)
    let end = rows.upperBound - rows.count % 8
    var row = rows.lowerBound
    while row < end {
      let now = close.load(row, as: Lanes.self)
      var fast = fasts.load(row, as: Lanes.self)
      fast += (now - fast) * fastWeight
      fasts.store(fast, row)
      var slow = slows.load(row, as: Lanes.self)
      slow += (now - slow) * slowWeight
      slows.store(slow, row)
      let apart = fast - slow
      let before = signal.load(row, as: Lanes.self)
      let next = Negligible.cleared(before + (apart - before) * weight, price: now)
      signal.store(next, row)
      line.store(apart, row)
      histogram.store(apart - next, row)
      row &+= 8
    }
    scalar(row..<rows.upperBound, candle: candle, close: close)
  }
}
