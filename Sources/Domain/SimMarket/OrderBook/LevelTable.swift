import SimColumns

/// The price levels of a book: each the queue of the orders at one price. Row = level.
///
/// Rows are handed out and taken back in any order; a level keeps its row while it has orders, so an order can remember
/// it. Head and tail are slots of ``RestingOrders``.
struct LevelTable: ~Copyable {
  let price, head, tail, count: StridedView<Int32>  // ticks; slots, -1 in an empty level; orders
  let quantity: StridedView<Int64>  // shares of all its orders
  private let rows: InterleavedColumns
  private let free: Column<Int32>
  private var freeCount: Int

  init(capacity: Int) {
    rows = InterleavedColumns(count: capacity, rowBytes: 24)
    quantity = rows.field(at: 0, of: Int64.self)
    price = rows.field(at: 8, of: Int32.self)
    head = rows.field(at: 12, of: Int32.self)
    tail = rows.field(at: 16, of: Int32.self)
    count = rows.field(at: 20, of: Int32.self)
    free = Column((0..<capacity).map { Int32(capacity - 1 - $0) })
    freeCount = capacity
  }

  /// An empty level.
  mutating func add(price: Int32) -> Int32 {
    precondition(freeCount > 0, "a book has a level for each order it was made for")
    freeCount &-= 1
    let level = free.view[freeCount]
    let row = Int(level)
    (self.price[row], head[row], tail[row], count[row], quantity[row]) = (price, -1, -1, 0, 0)
    return level
  }

  mutating func remove(_ level: Int32) {
    free.view[freeCount] = level
    freeCount &+= 1
  }
}
