import SimColumns
import SimTypes

/// The trades of the tick: who bought how much from whom, at what price.
///
/// Every symbol has rows of its own, as many as it can have orders, new and resting: each trade uses up one of them.
public struct Tape: ~Copyable, Sendable {
  public let view: TapeView
  private let buyers, sellers, quantities, prices, tradePrices, references: Column<Int32>
  private let aggressors: Column<UInt8>
  private let firsts, counts: Column<Int32>

  /// - Parameter capacities: the most orders of each symbol in one tick, resting ones included.
  public init(capacities: [Int]) {
    let capacity = capacities.reduce(0, +)
    buyers = Column(count: capacity, filledWith: 0)
    sellers = Column(count: capacity, filledWith: 0)
    quantities = Column(count: capacity, filledWith: 0)
    tradePrices = Column(count: capacity, filledWith: 0)
    references = Column(count: capacity, filledWith: 0)
    aggressors = Column(count: capacity, filledWith: 0)
    prices = Column(count: capacities.count, filledWith: 0)
    var next: Int32 = 0
    firsts = Column(
      capacities.map { size in
        defer { next += Int32(size) }; return next
      })
    counts = Column(count: capacities.count, filledWith: 0)
    view = TapeView(
      buyer: buyers.view, seller: sellers.view, quantity: quantities.view, tradePrice: tradePrices.view,
      reference: references.view, aggressor: aggressors.view,
      price: prices.view, first: firsts.view, count: counts.view)
  }
}

/// The columns of a ``Tape``, borrowed.
@frozen public struct TapeView: Sendable {
  // Row = trade.
  public let buyer, seller: ColumnView<Int32>  // account rows
  public let quantity: ColumnView<Int32>  // shares
  public let tradePrice: ColumnView<Int32>  // ticks
  public let reference: ColumnView<Int32>  // twice the price in ticks that stood before the trade, see ``Fill``
  let aggressor: ColumnView<UInt8>  // ``Aggressor``
  // Row = symbol.
  public let price: ColumnView<Int32>  // ticks; what the last of the tick's trades was made at, if there were any
  public let first, count: ColumnView<Int32>

  /// Rows of the trades of `symbol` in this tick, in execution order.
  @inlinable public func rows(ofSymbol symbol: Int) -> Range<Int> {
    let start = Int(first[symbol])
    return start..<start + Int(count[symbol])
  }

  /// What the trades of `symbol` in this tick came to, in ticks · shares.
  public func value(ofSymbol symbol: Int) -> Int64 {
    var value: Int64 = 0
    for row in rows(ofSymbol: symbol) { value &+= Int64(tradePrice[row]) &* Int64(quantity[row]) }
    return value
  }

  /// Trades of this tick over all symbols.
  public var tradeCount: Int { (0..<count.count).reduce(0) { $0 + Int(count[$1]) } }
}
