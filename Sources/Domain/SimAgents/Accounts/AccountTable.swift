import SimColumns
import SimTypes

/// What every agent owns. Row = agent, sorted by (population, symbol); the agent in row `r` has the id `r + 1`.
///
/// All agents of this table own one *slot* (a position in one symbol), so account row and slot row are the same number.
public struct AccountTable: ~Copyable, Sendable {
  public let view: AccountView
  private let cashColumn, reservedCashColumn, realisedColumn, costColumn: Column<Int64>
  private let symbolColumn, quantityColumn, reservedColumn: Column<Int32>
  private let ordersColumn, fillsColumn, rejectedColumn: Column<UInt32>

  public init(count: Int, placement: MemoryPlacement = .anywhere) {
    func money() -> Column<Int64> { Column(count: count, filledWith: 0, placement: placement) }
    func shares() -> Column<Int32> { Column(count: count, filledWith: 0, placement: placement) }
    func counter() -> Column<UInt32> { Column(count: count, filledWith: 0, placement: placement) }
    cashColumn = money()
    reservedCashColumn = money()
    realisedColumn = money()
    costColumn = money()
    symbolColumn = shares()
    quantityColumn = shares()
    reservedColumn = shares()
    ordersColumn = counter()
    fillsColumn = counter()
    rejectedColumn = counter()
    view = AccountView(
      cash: cashColumn.view, reservedCash: reservedCashColumn.view, realised: realisedColumn.view,
      symbol: symbolColumn.view, quantity: quantityColumn.view, cost: costColumn.view,
      reservedShares: reservedColumn.view, orders: ordersColumn.view, fills: fillsColumn.view,
      rejected: rejectedColumn.view)
  }
}

/// The columns of an ``AccountTable``, borrowed. Money at 1/10,000 dollar.
@frozen public struct AccountView: Sendable {
  public let cash: ColumnView<Int64>
  public let reservedCash: ColumnView<Int64>  // held by this tick's accepted buys; part of `cash`
  public let realised: ColumnView<Int64>  // profit of closed positions
  public let symbol: ColumnView<Int32>  // symbol row of the slot
  public let quantity: ColumnView<Int32>  // shares owned; signed, negative is short
  public let cost: ColumnView<Int64>  // what the position cost in total; average = cost / quantity
  public let reservedShares: ColumnView<Int32>  // held by accepted sells; part of `quantity`
  public let orders: ColumnView<UInt32>  // accepted orders since the start
  public let fills: ColumnView<UInt32>  // orders filled at least in part
  public let rejected: ColumnView<UInt32>

  @inlinable public var count: Int { cash.count }

  /// Cash that new orders may still use.
  @inlinable public func freeCash(_ row: Int) -> Int64 { cash[row] &- reservedCash[row] }
  /// Shares that new orders may still sell.
  @inlinable public func freeShares(_ row: Int) -> Int32 { quantity[row] &- reservedShares[row] }
}
