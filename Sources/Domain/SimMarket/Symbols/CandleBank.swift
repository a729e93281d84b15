import SimColumns
import SimTypes

/// Candles of every symbol at every timeframe, built tick by tick.
///
/// The candle number `k` of a timeframe of `n` ticks covers ticks `k·n ..< (k+1)·n` and closes at the end of the last
/// one. A symbol that did not trade gets a flat candle at its last price, so all symbols always have the same number of
/// candles.
public struct CandleBank: ~Copyable, Sendable {
  /// Lengths in ticks, the agents' own interval first.
  public let timeframes: [Int]
  public let symbolCount: Int
  public let view: CandleView
  private let building, closed: Column<Candle>

  public init(timeframes: [Int], initialTicks: [Int32]) {
    precondition(timeframes.allSatisfy { $0 >= 1 }, "a candle covers at least one tick")
    self.timeframes = timeframes
    symbolCount = initialTicks.count
    let rows = timeframes.count * symbolCount
    let blank = Candle(open: 0, high: 0, low: 0, close: 0, volume: 0, startTick: 0)
    building = Column(count: rows, filledWith: blank)
    closed = Column(count: rows, filledWith: blank)
    view = CandleView(timeframes: timeframes, symbolCount: symbolCount, building: building.view, closed: closed.view)
    for frame in timeframes.indices {
      for (symbol, price) in initialTicks.enumerated() {
        building.view[view.row(frame, symbol)] = Candle(
          open: price, high: price, low: price, close: price, volume: 0, startTick: 0)
      }
    }
  }
}

/// The candles of a ``CandleBank``, borrowed. Row = timeframe · symbols + symbol.
public struct CandleView: Sendable {
  public let timeframes: [Int]
  public let symbolCount: Int
  let building, closed: ColumnView<Candle>

  func row(_ timeframe: Int, _ symbol: Int) -> Int { timeframe * symbolCount + symbol }

  /// Whether the candle of `timeframe` closes at the end of `tick`.
  public func closes(_ timeframe: Int, at tick: UInt32) -> Bool { (Int(tick) + 1) % timeframes[timeframe] == 0 }

  /// The last candle of `timeframe` that closed. Meaningless before the first one did.
  public func lastClosed(_ timeframe: Int, symbol: Int) -> Candle { closed[row(timeframe, symbol)] }

  /// The candle still being built.
  public func unfinished(_ timeframe: Int, symbol: Int) -> Candle { building[row(timeframe, symbol)] }

  /// Adds one tick of some symbols, as they publish it.
  public func update(_ rows: Range<Int>, tick: UInt32, _ symbols: SymbolView) {
    for timeframe in timeframes.indices {
      let isLast = closes(timeframe, at: tick)  // a division, once for all symbols
      for symbol in rows {
        add(
          tick, to: row(timeframe, symbol), isLast: isLast, open: symbols.openOfTick[symbol],
          low: symbols.lowOfTick[symbol], high: symbols.highOfTick[symbol], last: symbols.last[symbol],
          volume: symbols.volume[symbol])
      }
    }
  }

  /// Adds one tick of one symbol: its trades' prices (all equal in a call auction) and volume.
  public func update(
    symbol: Int, tick: UInt32, open: Int32, low: Int32, high: Int32, last: Int32, volume: Int64
  ) {
    for timeframe in timeframes.indices {
      add(
        tick, to: row(timeframe, symbol), isLast: closes(timeframe, at: tick), open: open, low: low, high: high,
        last: last, volume: volume)
    }
  }

  @inline(__always)
  private func add(
    _ tick: UInt32, to row: Int, isLast: Bool, open: Int32, low: Int32, high: Int32, last: Int32, volume: Int64
  ) {
    var candle = building[row]
    if volume > 0 {
      if candle.volume == 0 { candle.open = open; candle.high = high; candle.low = low }
      candle.high = max(candle.high, high)
      candle.low = min(candle.low, low)
      candle.close = last
      candle.volume += volume
    }
    building[row] = candle
    if isLast {
      closed[row] = candle
      building[row] = Candle(
        open: candle.close, high: candle.close, low: candle.close, close: candle.close, volume: 0,
        startTick: tick + 1)
    }
  }
}
