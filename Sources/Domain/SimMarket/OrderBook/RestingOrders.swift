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
  private let cells: Column<Int32>

  /// Bytes a slot takes.
  public static let bytesPerRow = 32

  public init(count: Int, placement: MemoryPlacement = .anywhere) {
    precondition(count < Int(Int32.max), "slots are 32-bit")
    cells = Column(count: count * RestingOrderView.cellsPerRow, filledWith: 0, placement: placement)
    view = RestingOrderView(cells: cells.view)
  }
}

/// The columns of ``RestingOrders``, borrowed.
///
/// One base and a stride the compiler knows: a row's fields need no multiplication, and one register for all of them.
@frozen public struct RestingOrderView: Sendable {
  @usableFromInline static var cellsPerRow: Int { @inlinable get { 8 } }
  @usableFromInline let cells: ColumnView<Int32>

  @usableFromInline init(cells: ColumnView<Int32>) { self.cells = cells }

  /// One of the columns, subscripted by slot.
  @frozen public struct Field<let place: Int>: Sendable {
    @usableFromInline let cells: ColumnView<Int32>

    @inlinable init(_ cells: ColumnView<Int32>) { self.cells = cells }

    @inlinable public var count: Int { cells.count / RestingOrderView.cellsPerRow }

    @inlinable public subscript(slot: Int) -> Int32 {
      @inline(__always) get { cells[slot &* RestingOrderView.cellsPerRow &+ place] }
      @inline(__always) nonmutating set { cells[slot &* RestingOrderView.cellsPerRow &+ place] = newValue }
    }
  }

  /// Limit in ticks.
  @inlinable public var price: Field<0> { Field(cells) }
  /// Shares still to be filled; 0: the slot is free.
  @inlinable public var quantity: Field<1> { Field(cells) }
  /// Who must not trade with himself.
  @inlinable public var owner: Field<2> { Field(cells) }
  // Neighbours in the level's queue, -1 at its ends.
  var next: Field<3> { Field(cells) }
  var previous: Field<4> { Field(cells) }
  /// Row of the level it waits in.
  var level: Field<5> { Field(cells) }
  /// What its owner's account holds for it, as of the last settlement: `heldQuantity` shares, bought at `heldPrice` if
  /// positive, sold if negative. Kept here for the accounts, books do not read it.
  @inlinable public var heldPrice: Field<6> { Field(cells) }
  @inlinable public var heldQuantity: Field<7> { Field(cells) }

  @inlinable public var count: Int { price.count }

  /// Asks for an order's row before it is needed; any slot will do, also none.
  @inlinable @inline(__always) public func prefetch(_ slot: Int) { cells.prefetch(slot &* Self.cellsPerRow) }
}
