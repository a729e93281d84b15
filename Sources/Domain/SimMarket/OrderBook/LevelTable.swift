import SimColumns

/// The price levels of a book: each the queue of the orders at one price. Row = level.
///
/// Rows are handed out and taken back in any order; a level keeps its row while it has orders, so an order can remember
/// it. Head and tail are slots of ``RestingOrders``.
struct LevelTable: ~Copyable {
  private let rows: Column<Row>
  private let free: Column<Int32>  // levels that were taken back
  private var freeCount = 0
  private var freshCount: Int32 = 0  // rows from here on were never handed out

  /// A level, as it lies in memory.
  struct Row: BitwiseCopyable, Sendable {
    var quantity: Int64 = 0  // shares of all its orders
    var price: Int32 = 0  // ticks
    var head: Int32 = -1  // slot; -1 in an empty level
    var tail: Int32 = -1
    var count: Int32 = 0  // orders
  }

  init(capacity: Int) {
    rows = Column(roomFor: capacity)
    free = Column(roomFor: capacity)
  }

  /// Bytes for each level there is room for.
  static let bytesPerLevel = MemoryLayout<Row>.stride + 4

  @inline(__always) subscript(level: Int) -> Row {
    get { rows.view[level] }
    nonmutating set { rows.view[level] = newValue }
  }

  /// Asks for a level's row before it is needed; any level will do, also none.
  @inline(__always) func prefetch(_ level: Int) { rows.view.prefetch(level) }

  /// An empty level.
  @inline(__always) mutating func add(price: Int32) -> Int32 {
    let level: Int32
    if freeCount > 0 {
      freeCount &-= 1
      level = free.view[freeCount]
    } else {
      precondition(freshCount < rows.count, "a book has a level for each order it was made for")
      level = freshCount
      freshCount &+= 1
    }
    self[Int(level)] = Row(price: price)
    return level
  }

  mutating func remove(_ level: Int32) {
    free.view[freeCount] = level
    freeCount &+= 1
  }
}
