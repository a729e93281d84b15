import SimColumns
import SimTypes

/// What every agent owns. Row = agent, sorted by (population, symbol); the agent in row `r` has the id `r + 1`.
///
/// All agents of this table own one *slot* (a position in one symbol), so account row and slot row are the same number.
///
/// Cash and quantity are columns of their own, because every tick marks every account to market. The rest is needed
/// only by agents that send an order, and then all of it: it is interleaved, a cache line an agent. What its strategy
/// wants to know of an agent that acts fits into the same line (``StrategySpace``).
public struct AccountTable: ~Copyable, Sendable {
  public let view: AccountView
  private let cashColumn: Column<Int64>
  private let quantityColumn: Column<Int32>
  private let symbolColumn: Column<Int32>
  private let rejectedColumn: Column<UInt32>
  private let ledger: InterleavedColumns

  /// Bytes an agent takes here.
  public static let bytesPerRow = MemoryLayout<Int64>.size + 3 * MemoryLayout<Int32>.size + ledgerBytes
  static let ledgerBytes = 64

  public init(count: Int, placement: MemoryPlacement = .anywhere) {
    cashColumn = Column(count: count, filledWith: 0, placement: placement)
    quantityColumn = Column(count: count, filledWith: 0, placement: placement)
    symbolColumn = Column(count: count, filledWith: 0, placement: placement)
    rejectedColumn = Column(count: count, filledWith: 0, placement: placement)
    ledger = InterleavedColumns(count: count, rowBytes: Self.ledgerBytes, placement: placement)
    view = AccountView(
      cash: cashColumn.view, quantity: quantityColumn.view,
      freeCash: ledger.field(at: 0, of: Int64.self), realised: ledger.field(at: 8, of: Int64.self),
      cost: ledger.field(at: 16, of: Int64.self), freeShares: ledger.field(at: 24, of: Int32.self),
      orders: ledger.field(at: 28, of: UInt32.self), fills: ledger.field(at: 32, of: UInt32.self),
      strategySpace: ledger.field(at: 36, of: StrategySpace.self), symbol: symbolColumn.view,
      rejected: rejectedColumn.view)
  }
}

/// The columns of an ``AccountTable``, borrowed. Money at 1/10,000 dollar.
@frozen public struct AccountView: Sendable {
  public let cash: ColumnView<Int64>
  public let quantity: ColumnView<Int32>  // shares owned; signed, negative is short
  public let freeCash: StridedView<Int64>  // cash that new orders may still use; the rest is reserved by accepted buys
  public let realised: StridedView<Int64>  // profit of closed positions
  public let cost: StridedView<Int64>  // what the position cost in total; average = cost / quantity
  public let freeShares: StridedView<Int32>  // shares that new orders may still sell; the rest is reserved
  public let orders: StridedView<UInt32>  // accepted orders since the start
  public let fills: StridedView<UInt32>  // orders filled at least in part
  public let strategySpace: StridedView<StrategySpace>  // the strategy's own
  public let symbol: ColumnView<Int32>  // symbol row of the slot
  public let rejected: ColumnView<UInt32>

  @inlinable public var count: Int { cash.count }

  /// Cash held by accepted buys that the market has not answered yet.
  @inlinable public func reservedCash(_ row: Int) -> Int64 { cash[row] &- freeCash[row] }
  /// Shares held by accepted sells.
  @inlinable public func reservedShares(_ row: Int) -> Int32 { quantity[row] &- freeShares[row] }
}

/// The rest of an agent's ledger line: 28 bytes that belong to its strategy, for the parameters it needs whenever the
/// agent acts. Read and written as a type of the strategy's own: `accounts.strategySpace.rebound(to: Recipe.self)`.
@frozen public struct StrategySpace: BitwiseCopyable, Sendable {
  private let words: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)
}
