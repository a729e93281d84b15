import SimEngine
import SimStorage

/// Prices and volumes of one symbol at equal distances in time, out of the results of a run.
///
///     every tick   when all trades were stored: row 0 is the initial price, row t+1 the end of tick t; a tick
///                  without a trade keeps the price and has volume 0
///     candles      otherwise, or when asked for: close and volume of each; one that the run's end cut short is left out
struct StoredPrices {
  let closes: [Double]  // dollars
  let volumes: [Double]  // shares
  /// What they are, for a headline.
  let origin: String

  /// - Parameters:
  ///   - run: nil takes the last one.
  ///   - symbol: in any case; nil takes the first one of the configuration.
  ///   - timeframe: ticks of a candle; nil takes every tick, or the shortest candles.
  /// - Throws: when there is no such file, run, symbol or candle, saying which there are.
  init(path: String, run: Int64?, symbol: String?, timeframe: Int?) throws(Failure) {
    let reader = try stored { () throws(StorageError) in try StorageReader(path: path) }
    let runs = try stored { () throws(StorageError) in try reader.runs() }
    guard let chosen = run == nil ? runs.last : runs.first(where: { $0.id == run }) else {
      let wanted = run.map { "there is no run \($0)" } ?? "there is no run in it"
      throw Self.missing(path, wanted, runs.map { "\($0.id)" }, "runs")
    }
    let symbols = try stored { () throws(StorageError) in try reader.symbols(run: chosen.id) }
    guard
      let share = symbol == nil
        ? symbols.first : symbols.first(where: { $0.name.lowercased() == symbol?.lowercased() })
    else {
      let nearest = symbol.flatMap { NearestName.of($0, among: symbols.map(\.name)) }
      let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
      throw Self.missing(
        path, "run \(chosen.id) has no symbol `\(symbol ?? "")`\(hint)", symbols.map(\.name), "symbols")
    }
    let place = "\(path), run \(chosen.id), symbol \(share.name)"
    if timeframe == nil, chosen.hasAllTrades {
      (closes, volumes) = try Self.ticks(reader, chosen, share)
      origin = "\(place), every tick"
      return
    }
    let candles = try stored { () throws(StorageError) in try reader.candles(run: chosen.id) }
      .filter { $0.symbol == share.name && $0.tickStart + $0.timeframe <= chosen.ticks }
    let timeframes = Set(candles.map(\.timeframe)).sorted()
    guard let length = timeframe == nil ? timeframes.first : timeframes.first(where: { $0 == timeframe }) else {
      let wanted = timeframe.map { "has no candles of \($0) ticks" } ?? "has neither all trades nor candles"
      throw Self.missing(path, "run \(chosen.id) \(wanted)", timeframes.map { "\($0)" }, "candles, in ticks,")
    }
    let bars = candles.filter { $0.timeframe == length }
    closes = bars.map { Self.dollars($0.close) }
    volumes = bars.map { Double($0.volume) }
    origin = "\(place), candles of \(length) ticks"
  }

  private static func ticks(
    _ reader: StorageReader, _ run: StoredRun, _ share: StoredSymbol
  ) throws(Failure) -> (closes: [Double], volumes: [Double]) {
    var last = [Int64](repeating: 0, count: run.ticks)  // 0: no trade in that tick
    var volumes = [Double](repeating: 0, count: run.ticks + 1)
    try stored { () throws(StorageError) in
      try reader.forEachTrade(run: run.id, StorageFilter(symbol: share.name)) { trade in
        // A run that goes on may have stored more since it was looked up.
        guard trade.tick < run.ticks else { return }
        last[trade.tick] = trade.price
        volumes[trade.tick + 1] += Double(trade.quantity)
      }
    }
    var price = share.initialPrice
    var closes = [dollars(price)]
    for traded in last {
      if traded > 0 { price = traded }
      closes.append(dollars(price))
    }
    return (closes, volumes)
  }

  private static func dollars(_ units: Int64) -> Double { Double(units) / 10_000 }

  private static func missing(_ path: String, _ what: String, _ there: [String], _ kind: String) -> Failure {
    let list = there.prefix(20).joined(separator: ", ") + (there.count > 20 ? ", …" : "")
    return Failure(.usage, ["\(path): \(what)"], advice: there.isEmpty ? nil : "The \(kind) there are: \(list)")
  }
}
