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
  private let volumeColumn, totalVolumeColumn, imbalanceColumn: Column<Int64>
  private let tapeHashColumn: Column<UInt64>

  /// - Parameters:
  ///   - initialTicks: the price each symbol starts at, in ticks.
  ///   - tickSize: money per tick, the same for all symbols.
  public init(initialTicks: [Int32], tickSize: TickSize) {
    count = initialTicks.count
    self.tickSize = tickSize
    lastColumn = Column(initialTicks)
    openColumn = Column(initialTicks)
    fairColumn = Column(initialTicks.map(Double.init))
    volumeColumn = Column(count: count, filledWith: 0)
    totalVolumeColumn = Column(count: count, filledWith: 0)
    imbalanceColumn = Column(count: count, filledWith: 0)
    tapeHashColumn = Column(count: count, filledWith: StateHasher().value)
  }

  public var view: SymbolView {
    SymbolView(
      tickSize: tickSize, last: lastColumn.view, initial: openColumn.view, fair: fairColumn.view,
      volume: volumeColumn.view, totalVolume: totalVolumeColumn.view, imbalance: imbalanceColumn.view,
      tapeHash: tapeHashColumn.view)
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
  public let imbalance: ColumnView<Int64>  // demand less supply at this tick's clearing price, shares; 0 without one
  public let tapeHash: ColumnView<UInt64>  // running fingerprint of the symbol's trades

  @inlinable public var count: Int { last.count }

  /// Money per share of the last trade.
  @inlinable public func lastPrice(_ symbol: Int) -> Price { tickSize.price(last[symbol]) }
}
