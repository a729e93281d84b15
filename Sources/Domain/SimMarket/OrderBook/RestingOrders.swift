import SimColumns

/// The orders that rest in books, a row each. Row = *slot*.
///
/// Whoever sends an order says in which slot it may rest, so a slot is an order's name for as long as it rests and
/// nothing has to be looked up to cancel it. Books share one table; each keeps to its own slots. A slot is free when its
/// quantity is 0.
///
/// A row is half a cache line: whoever touches an order needs all of it.
public struct RestingOrders: ~Copyable, Sendable {
  public let view: RestingOrderView
  private let rows: InterleavedColumns

  /// Bytes a slot takes.
  public static let bytesPerRow = 32

  public init(count: Int, placement: MemoryPlacement = .anywhere) {
    precondition(count < Int(Int32.max), "slots are 32-bit")
    rows = InterleavedColumns(count: count, rowBytes: Self.bytesPerRow, placement: placement)
    view = RestingOrderView(rows)
  }
}

/// The columns of ``RestingOrders``, borrowed.
@frozen public struct RestingOrderView: Sendable {
  public let price: StridedView<Int32>  // limit in ticks
  public let quantity: StridedView<Int32>  // shares still to be filled; 0: the slot is free
  public let owner: StridedView<Int32>  // who must not trade with himself
  let next, previous: StridedView<Int32>  // neighbours in the level's queue, -1 at its ends
  let level: StridedView<Int32>  // row of the level it waits in
  /// What its owner's account holds for it, as of the last settlement: `heldQuantity` shares, bought at `heldPrice` if
  /// positive, sold if negative. Kept here for the accounts, books do not read it.
  public let heldPrice, heldQuantity: StridedView<Int32>

  init(_ rows: borrowing InterleavedColumns) {
    price = rows.field(at: 0, of: Int32.self)
    quantity = rows.field(at: 4, of: Int32.self)
    owner = rows.field(at: 8, of: Int32.self)
    next = rows.field(at: 12, of: Int32.self)
    previous = rows.field(at: 16, of: Int32.self)
    level = rows.field(at: 20, of: Int32.self)
    heldPrice = rows.field(at: 24, of: Int32.self)
    heldQuantity = rows.field(at: 28, of: Int32.self)
  }

  @inlinable public var count: Int { price.count }
}
