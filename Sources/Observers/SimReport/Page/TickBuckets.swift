/// What a symbol did, as few enough points to draw: ticks in equal runs, of each run the extremes.
///
/// Taking every n-th price would lose the peaks between; a bucket keeps the lowest and the highest trade price of all its
/// ticks, and the last close. The last bucket may cover fewer ticks.
public struct TickBuckets: Sendable, Equatable {
  public struct Bucket: Sendable, Equatable {
    /// Dollars; NaN as long as no tick was taken in.
    public fileprivate(set) var low = Double.nan
    public fileprivate(set) var high = Double.nan
    public fileprivate(set) var close = Double.nan
    public fileprivate(set) var volume = 0.0  // shares
    public fileprivate(set) var trades = 0
    public fileprivate(set) var ticks = 0
    /// Ticks that ended with a bid and an ask, and the sum of their spreads in basis points of the middle.
    public fileprivate(set) var quotedTicks = 0
    fileprivate var spreadSum = 0.0
    /// Ticks whose depth is known, and the sums of shares at the best prices.
    fileprivate var depthTicks = 0
    fileprivate var bidDepthSum = 0.0
    fileprivate var askDepthSum = 0.0

    /// Basis points of the middle; NaN without quotes.
    public var meanSpread: Double { quotedTicks == 0 ? .nan : spreadSum / Double(quotedTicks) }
    /// Shares at the best prices; NaN where they are not known.
    var meanBidDepth: Double { depthTicks == 0 ? .nan : bidDepthSum / Double(depthTicks) }
    var meanAskDepth: Double { depthTicks == 0 ? .nan : askDepthSum / Double(depthTicks) }
    var meanDepth: Double { meanBidDepth + meanAskDepth }
    /// Shares a tick.
    var meanVolume: Double { ticks == 0 ? .nan : volume / Double(ticks) }
    var shareQuoted: Double { ticks == 0 ? .nan : Double(quotedTicks) / Double(ticks) }
  }

  public let ticks: Int
  public let ticksPerBucket: Int
  public private(set) var buckets: [Bucket]

  /// - Parameters:
  ///   - ticks: the run's.
  ///   - bucketsMax: how many points a chart has room for; no more buckets than that.
  public init(ticks: Int, bucketsMax: Int) {
    precondition(ticks >= 0 && bucketsMax > 0, "a run of some ticks, and room for a point")
    self.ticks = ticks
    ticksPerBucket = max(1, (ticks + bucketsMax - 1) / bucketsMax)
    buckets = Array(repeating: Bucket(), count: (ticks + ticksPerBucket - 1) / ticksPerBucket)
  }

  /// Takes a tick in; ticks come in order.
  /// - Parameters:
  ///   - low: dollars, as are the other prices; `low ... high` are the tick's trades.
  ///   - quotes: best bid and ask at the tick's end; nil unless there were both.
  ///   - depth: shares at the best prices, 0 where nobody waits; nil where that is not known.
  public mutating func add(
    tick: Int, low: Double, high: Double, close: Double, volume: Double, trades: Int,
    quotes: (bid: Double, ask: Double)?, depth: (bid: Double, ask: Double)?
  ) {
    precondition((0..<ticks).contains(tick), "a tick of the run")
    let place = tick / ticksPerBucket
    // `min` of a number and NaN would depend on their order.
    buckets[place].low = buckets[place].low <= low ? buckets[place].low : low
    buckets[place].high = buckets[place].high >= high ? buckets[place].high : high
    buckets[place].close = close
    buckets[place].volume += volume
    buckets[place].trades += trades
    buckets[place].ticks += 1
    if let quotes {
      buckets[place].quotedTicks += 1
      buckets[place].spreadSum += 20_000 * (quotes.ask - quotes.bid) / (quotes.ask + quotes.bid)
    }
    if let depth {
      buckets[place].depthTicks += 1
      buckets[place].bidDepthSum += depth.bid
      buckets[place].askDepthSum += depth.ask
    }
  }

  /// The middle of each bucket on an axis of ticks.
  var middles: [Double] {
    buckets.indices.map { place in
      let start = place * ticksPerBucket
      return Double(start + min(ticks, start + ticksPerBucket)) / 2
    }
  }

  var volume: Double { buckets.reduce(0) { $0 + $1.volume } }
  var trades: Int { buckets.reduce(0) { $0 + $1.trades } }
  var lastClose: Double { buckets.last { $0.ticks > 0 }?.close ?? .nan }
  var low: Double { buckets.map(\.low).filter(\.isFinite).min() ?? .nan }
  var high: Double { buckets.map(\.high).filter(\.isFinite).max() ?? .nan }

  /// Over all quoted ticks.
  var meanSpread: Double {
    let quoted = buckets.reduce(0) { $0 + $1.quotedTicks }
    return quoted == 0 ? .nan : buckets.reduce(0) { $0 + $1.spreadSum } / Double(quoted)
  }
  /// Over all ticks whose depth is known.
  var meanBidDepth: Double { mean(\.bidDepthSum) }
  var meanAskDepth: Double { mean(\.askDepthSum) }
  private func mean(_ sum: KeyPath<Bucket, Double>) -> Double {
    let known = buckets.reduce(0) { $0 + $1.depthTicks }
    return known == 0 ? .nan : buckets.reduce(0) { $0 + $1[keyPath: sum] } / Double(known)
  }
  var shareQuoted: Double {
    let ticks = buckets.reduce(0) { $0 + $1.ticks }
    return ticks == 0 ? .nan : Double(buckets.reduce(0) { $0 + $1.quotedTicks }) / Double(ticks)
  }
}
