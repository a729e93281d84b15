import SimColumns

/// The memory of both sides' price levels: blocks of 64 neighbouring prices, and which level each price has.
///
///     block    in use                    level of each price
///       4      ..#..##. … .#......       [ . . 9 . . 2 4 . … . 7 . . . . . . ]
///
/// A block belongs to a side as long as one of its prices has orders; both sides take from one store, since an order
/// rests on one of them. Blocks are handed out and taken back in any order, those used last first.
struct PriceBlocks: ~Copyable {
  /// Prices of a block.
  static let prices = 64
  /// A key without its place in the block.
  static let keyShift: Int32 = 6

  private let levelColumn: Column<Int32>  // row = block · 64 + key % 64
  private let usedColumn: Column<UInt64>  // row = block; bit = key % 64
  private let freeColumn: Column<Int32>  // blocks that were taken back
  private var freeCount = 0
  private var freshCount: Int32 = 0  // blocks from here on were never handed out

  /// - Parameter capacity: the most levels at one time, of both sides.
  init(capacity: Int) {
    levelColumn = Column(roomFor: capacity * Self.prices)
    usedColumn = Column(roomFor: capacity)
    freeColumn = Column(roomFor: capacity)
  }

  /// Bytes a level is expected to take, four of them to a block. Room is reserved for a block each, in case all prices
  /// are far apart; of that, pages that nobody writes take no memory.
  static let bytesPerLevel =
    prices * MemoryLayout<Int32>.size / 4 + MemoryLayout<UInt64>.size + MemoryLayout<Int32>.size

  /// A block without levels.
  mutating func add() -> Int32 {
    guard freeCount == 0 else {
      freeCount &-= 1
      return freeColumn.view[freeCount]
    }
    precondition(freshCount < usedColumn.count, "a book has a block for each order it was made for")
    freshCount &+= 1
    return freshCount &- 1
  }

  /// Takes a block back that has no levels any more.
  mutating func remove(_ block: Int32) {
    freeColumn.view[freeCount] = block
    freeCount &+= 1
  }

  /// Which prices of a block have a level.
  @inline(__always) func used(_ block: Int32) -> UInt64 { usedColumn.view[Int(block)] }

  /// The level of a key in its block; -1 when it has none.
  @inline(__always) func level(_ block: Int32, _ key: Int32) -> Int32 {
    let level = levelColumn.view[row(block, key)]
    return used(block) & Self.bit(key) != 0 ? level : -1
  }

  /// The level of a key that has one.
  @inline(__always) func knownLevel(_ block: Int32, _ key: Int32) -> Int32 { levelColumn.view[row(block, key)] }

  @inline(__always) func insert(_ block: Int32, _ key: Int32, level: Int32) {
    levelColumn.view[row(block, key)] = level
    usedColumn.view[Int(block)] |= Self.bit(key)
  }

  /// Takes a key's level out of its block and returns which prices have one now.
  @inline(__always) func remove(_ block: Int32, _ key: Int32) -> UInt64 {
    let left = used(block) & ~Self.bit(key)
    usedColumn.view[Int(block)] = left
    return left
  }

  /// Asks for a key's place in its block before it is needed.
  @inline(__always) func prefetch(_ block: Int32, _ key: Int32) {
    usedColumn.view.prefetch(Int(block))
    levelColumn.view.prefetch(row(block, key))
  }

  /// The highest key of a block, given which of its prices have a level: at least one.
  @inline(__always) static func highest(_ blockKey: Int32, _ used: UInt64) -> Int32 {
    blockKey &<< keyShift | Int32(truncatingIfNeeded: UInt64.bitWidth &- 1 &- used.leadingZeroBitCount)
  }

  @inline(__always) private static func bit(_ key: Int32) -> UInt64 {
    1 &<< UInt64(truncatingIfNeeded: key & Int32(prices - 1))
  }

  @inline(__always) private func row(_ block: Int32, _ key: Int32) -> Int {
    Int(block) &* Self.prices &+ Int(key) & (Self.prices - 1)
  }
}
