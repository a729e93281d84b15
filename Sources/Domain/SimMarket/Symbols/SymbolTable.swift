import SimColumns
import SimTypes

/// What the market publishes about each symbol. Row = symbol, in configuration order.
///
/// Agents at tick t read what tick t-1 left here; only the auction and trade-update phases write, one symbol at a time.
public struct SymbolTable: ~Copyable, Sendable {
  public let count: Int
  public let tickSize: TickSize
  private let lastColumn, openColumn: Column<Int32>
  private let fairColumn: Column<Double>
  private let volumeColumn, totalVolumeColumn, totalValueColumn, demandColumn, supplyColumn: Column<Int64>
  private let openOfTick, highOfTick, lowOfTick, bidColumn, askColumn, bandLow, bandHigh, references: Column<Int32>
  private let bidDepthColumn, askDepthColumn: Column<Int64>
  private let mechanismColumn: Column<UInt8>
  private let tapeHashColumn: Column<UInt64>

  /// - Parameters:
  ///   - initialTicks: the price each symbol starts at, in ticks.
  ///   - tickSize: money per tick, the same for all symbols.
  ///   - mechanisms: how each symbol's orders meet; call auctions when left out.
  public init(initialTicks: [Int32], tickSize: TickSize, mechanisms: [Mechanism] = []) {
    precondition(mechanisms.isEmpty || mechanisms.count == initialTicks.count, "every symbol has its mechanism")
    count = initialTicks.count
    self.tickSize = tickSize
    lastColumn = Column(initialTicks)
    openColumn = Column(initialTicks)
    fairColumn = Column(initialTicks.map(Double.init))
    volumeColumn = Column(count: count, filledWith: 0)
    totalVolumeColumn = Column(count: count, filledWith: 0)
    totalValueColumn = Column(count: count, filledWith: 0)
    demandColumn = Column(count: count, filledWith: 0)
    supplyColumn = Column(count: count, filledWith: 0)
    openOfTick = Column(initialTicks)
    highOfTick = Column(initialTicks)
    lowOfTick = Column(initialTicks)
    bidColumn = Column(count: count, filledWith: 0)
    askColumn = Column(count: count, filledWith: 0)
    bandLow = Column(count: count, filledWith: 1)
    bandHigh = Column(count: count, filledWith: Int32.max - 1)
    references = Column(count: count, filledWith: 0)
    bidDepthColumn = Column(count: count, filledWith: 0)
    askDepthColumn = Column(count: count, filledWith: 0)
    mechanismColumn = Column(mechanisms.isEmpty ? initialTicks.map { _ in 0 } : mechanisms.map(\.rawValue))
    tapeHashColumn = Column(count: count, filledWith: StateHasher().value)
  }

  public var view: SymbolView {
    SymbolView(
      tickSize: tickSize, last: lastColumn.view, initial: openColumn.view, fair: fairColumn.view,
      volume: volumeColumn.view, totalVolume: totalVolumeColumn.view, totalValue: totalValueColumn.view,
      demand: demandColumn.view, supply: supplyColumn.view, openOfTick: openOfTick.view, highOfTick: highOfTick.view,
      lowOfTick: lowOfTick.view,
      bid: bidColumn.view, ask: askColumn.view, bidDepth: bidDepthColumn.view, askDepth: askDepthColumn.view,
      bandLow: bandLow.view, bandHigh: bandHigh.view, doubledReference: references.view,
      mechanism: mechanismColumn.view, tapeHash: tapeHashColumn.view)
  }
}

/// The columns of a ``SymbolTable``, borrowed.
@frozen public struct SymbolView: Sendable {
  public let tickSize: TickSize
  public let last: ColumnView<Int32>  // price ticks of the last trade, at first the initial price
  public let initial: ColumnView<Int32>  // price ticks at the start of the run
  public let fair: ColumnView<Double>  // fair value in price ticks, with fraction
  public let volume: ColumnView<Int64>  // shares traded in the last tick
  public let totalVolume: ColumnView<Int64>  // shares traded since the start
  public let totalValue: ColumnView<Int64>  // what was paid for them, ticks · shares; over the volume: the VWAP
  // Shares wanted and offered at the price of the tick's auction; 0 without one.
  public let demand, supply: ColumnView<Int64>
  public let openOfTick, highOfTick, lowOfTick: ColumnView<Int32>  // price ticks of the last tick's trades, or `last`
  // ``Quotes``: the book as the tick left it. Prices in ticks, 0 on an empty side.
  public let bid, ask: ColumnView<Int32>
  public let bidDepth, askDepth: ColumnView<Int64>
  public let bandLow, bandHigh: ColumnView<Int32>  // limits in ticks that orders may have
  public let doubledReference: ColumnView<Int32>  // twice the price in ticks before the last tick's trades
  @usableFromInline let mechanism: ColumnView<UInt8>
  public let tapeHash: ColumnView<UInt64>  // running fingerprint of the symbol's trades

  @inlinable public var count: Int { last.count }

  @inlinable public func mechanism(_ symbol: Int) -> Mechanism { Mechanism(rawValue: mechanism[symbol]) ?? .call }

  /// The limit that makes a market order of an agent's: as far as the price band allows, and no further than a tenth
  /// from the last price. An agent's order must have a limit, since its cash is checked before it is known what the
  /// order will cost; this one is out of reach in all but the thinnest markets.
  @inlinable public func marketLimit(_ symbol: Int, _ side: Side) -> Int32 {
    let reach = max(1, last[symbol] / 10)
    return side == .buy
      ? min(bandHigh[symbol], last[symbol] &+ min(reach, Int32.max - 1 - last[symbol]))
      : max(bandLow[symbol], last[symbol] - reach, 1)
  }

  /// Draws the price band around the last price: `width` of it to either side, in whole ticks inside the band.
  public func drawBand(_ symbol: Int, width: Double) {
    let price = Double(last[symbol])
    bandLow[symbol] = max(1, Int32(clamping: Int((price * (1 - width)).rounded(.up))))
    bandHigh[symbol] = min(Int32.max - 1, Int32(clamping: Int((price * (1 + width)).rounded(.down))))
  }

  /// Demand less supply at the price of the tick's auction, shares; 0 without one.
  public func auctionImbalance(_ symbol: Int) -> Int64 { demand[symbol] - supply[symbol] }

  /// Ask less bid in ticks; nil unless both sides have orders.
  @inlinable public func spread(_ symbol: Int) -> Int32? {
    bid[symbol] > 0 && ask[symbol] > 0 ? ask[symbol] - bid[symbol] : nil
  }

  /// What an agent takes for the price, in ticks: the middle of a book that lives on, else the last trade's.
  @inlinable public func reference(_ symbol: Int) -> Double {
    guard mechanism(symbol) == .continuous, spread(symbol) != nil else { return Double(last[symbol]) }
    return (Double(bid[symbol]) + Double(ask[symbol])) / 2
  }

  /// (bid depth - ask depth) / (bid depth + ask depth), -1 ... 1; nil on an empty book.
  public func bookImbalance(_ symbol: Int) -> Double? {
    let (bids, asks) = (bidDepth[symbol], askDepth[symbol])
    return bids + asks > 0 ? Double(bids - asks) / Double(bids + asks) : nil
  }

  /// Money per share of the last trade.
  @inlinable public func lastPrice(_ symbol: Int) -> Price { tickSize.price(last[symbol]) }
}
