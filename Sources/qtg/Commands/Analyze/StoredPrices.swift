import SimQuant
import SimStorage

/// Prices, volumes and quotes of one symbol at equal distances in time, out of the results of a run.
///
///     every tick   row 0 is the initial price, row t+1 the end of tick t; a tick without a trade keeps the price and
///                  has volume 0
///     candles      when asked for, or when a run of the first version has nothing else: close and volume of each; one
///                  that the run's end cut short is left out
struct StoredPrices {
  let closes: [Double]  // dollars
  let volumes: [Double]  // shares
  /// Of every tick, where nearly all of them ended with a bid and an ask.
  let book: PriceHistory.BookHistory?
  /// What they are, for a headline.
  let origin: String

  /// - Parameter timeframe: ticks of a candle; nil takes every tick.
  /// - Throws: when there is no such candle, saying which there are.
  init(
    _ reader: StorageReader, _ run: StoredRun, _ symbol: StoredSymbol, timeframe: Int?
  ) throws(Failure) {
    let place = "\(reader.path), run \(run.id), symbol \(symbol.name)"
    if timeframe == nil {
      let ticks = try stored { () throws(StorageError) in
        // A run that goes on may have stored more since it was looked up.
        try reader.symbolTicks(run: run.id, StorageFilter(symbol: symbol.name)).prefix { $0.tick < run.ticks }
      }
      if !ticks.isEmpty {
        closes = [Self.dollars(symbol.initialPrice)] + ticks.map { Self.dollars($0.close) }
        volumes = [0] + ticks.map { Double($0.volume) }
        book = Self.book(ticks)
        origin = "\(place), every tick"
        return
      }
    }
    let candles = try stored { () throws(StorageError) in
      try reader.candles(run: run.id, StorageFilter(symbol: symbol.name))
    }.filter { $0.tickStart + $0.timeframe <= run.ticks }
    let timeframes = Set(candles.map(\.timeframe)).sorted()
    guard let length = timeframe == nil ? timeframes.first : timeframes.first(where: { $0 == timeframe }) else {
      let wanted = timeframe.map { "has no candles of \($0) ticks" } ?? "has neither ticks nor candles"
      let known = StoredResults.list(timeframes.map { "\($0)" })
      throw Failure(
        .usage, ["\(reader.path): run \(run.id) \(wanted)"],
        advice: timeframes.isEmpty ? nil : "The candles, in ticks, there are: \(known)")
    }
    let bars = candles.filter { $0.timeframe == length }
    closes = bars.map { Self.dollars($0.close) }
    volumes = bars.map { Double($0.volume) }
    book = nil
    origin = "\(place), candles of \(length) ticks"
  }

  /// Of ten ticks at least nine have to have both quotes. The others take over those of the tick before, as does the
  /// first row those of the first tick that has them.
  private static func book(_ ticks: some Collection<StoredSymbolTick>) -> PriceHistory.BookHistory? {
    let quoted = ticks.filter { $0.bid > 0 && $0.ask > 0 }
    guard 10 * quoted.count >= 9 * ticks.count, var known = quoted.first else { return nil }
    var rows = [known]
    for tick in ticks {
      if tick.bid > 0, tick.ask > 0 { known = tick }
      rows.append(known)
    }
    let depths = rows.compactMap(\.depth)
    return PriceHistory.BookHistory(
      bids: rows.map { dollars($0.bid) }, asks: rows.map { dollars($0.ask) },
      depths: depths.count == rows.count
        ? (bids: depths.map { Double($0.bid) }, asks: depths.map { Double($0.ask) }) : nil)
  }

  private static func dollars(_ units: Int64) -> Double { Double(units) / 10_000 }
}
