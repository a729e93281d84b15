import SimColumns

/// One side's price levels in order of price: which is best, and which level a price has.
///
///     directory    blocks by key         block 4        block 0         block 7
///     blocks       keys, ascending       [3 7 12 . .]   [15 … 40 . .]   [41 … 77 . .]     at most 32 to a block
///                  level rows            [9 2  4 . .]   [ …      . .]   [ …      . .]     best = last of the last
///
/// Keys are prices for bids and flipped prices for asks, so that on both sides the best is the last. A side of up to 32
/// levels is one block, searched by four vector compares; a deeper one adds a binary search of the directory. Any price
/// may be used: memory follows the number of levels, not their distance.
///
/// - Complexity: best, and taking it away: O(1). Find: O(log blocks). Insert and remove move at most the keys of a
///   block; the directory moves when a block splits or empties, at most once in 16 of them.
struct PriceLevels: ~Copyable {
  static let blockRows = 32
  static let half = blockRows / 2
  /// Stands in the unused rows of a block. No key is as high.
  static let noKey = Int32.max

  private let keyColumn, levelColumn: Column<Int32>  // row = block · 32 + place
  private let countColumn: Column<Int32>  // row = block
  private let directoryColumn, lastKeyColumn: Column<Int32>  // row = rank
  private let freeColumn: Column<Int32>  // blocks not in use
  private var freeCount: Int
  private(set) var blockCount = 0
  private(set) var count = 0
  /// The level with the highest key; -1 when there is none.
  private(set) var bestLevel: Int32 = -1
  /// Its key; Int32.min when there is none.
  private(set) var bestKey = Int32.min

  /// - Parameter capacity: the most levels at one time.
  init(capacity: Int) {
    // Any two neighbouring blocks hold more than half a block between them (`remove`).
    let blocks = 2 * capacity / Self.half + 2
    keyColumn = Column(count: blocks * Self.blockRows, filledWith: Self.noKey)
    levelColumn = Column(count: blocks * Self.blockRows, filledWith: -1)
    countColumn = Column(count: blocks, filledWith: 0)
    directoryColumn = Column(count: blocks, filledWith: 0)
    lastKeyColumn = Column(count: blocks, filledWith: 0)
    freeColumn = Column(count: blocks, filledWith: 0)
    for block in 0..<blocks { freeColumn.view[block] = Int32(blocks - 1 - block) }
    freeCount = blocks
  }

  // MARK: - Questions

  /// Where a key is, or would be inserted.
  struct Position {
    var rank: Int  // of its block
    var place: Int  // in the block
    var level: Int32  // -1 when there is no such key
  }

  @inline(__always) func find(_ key: Int32) -> Position {
    guard blockCount > 0 else { return Position(rank: 0, place: 0, level: -1) }
    let rank = blockCount == 1 ? 0 : rank(of: key)
    let first = Int(directoryColumn.view[rank]) &* Self.blockRows
    let keys = keyColumn.view
    let wanted = SIMD8(repeating: key)
    let one = SIMD8<Int32>(repeating: 1)
    var below = SIMD8<Int32>()
    for group in 0..<4 {
      let found = keys.load(first &+ 8 &* group, as: SIMD8<Int32>.self)
      below &+= SIMD8<Int32>().replacing(with: one, where: wanted .> found)
    }
    let place = Int(below.wrappedSum())
    let isThere = place < Self.blockRows && keys[first &+ place] == key
    return Position(rank: rank, place: place, level: isThere ? levelColumn.view[first &+ place] : -1)
  }

  /// Asks for the block where a key is or would be.
  @inline(__always) func prefetch(_ key: Int32) {
    guard blockCount > 0 else { return }
    let first = Int(directoryColumn.view[blockCount == 1 ? 0 : rank(of: key)]) &* Self.blockRows
    keyColumn.view.prefetch(first)
    keyColumn.view.prefetch(first &+ Self.half)
    levelColumn.view.prefetch(first)
    levelColumn.view.prefetch(first &+ Self.half)
  }

  /// The rank of the first block whose last key is not below `key`, else of the last block.
  ///
  /// Halves what is left without a branch: which half it is, nobody could foresee.
  private func rank(of key: Int32) -> Int {
    let lastKeys = lastKeyColumn.view
    var low = 0
    var length = blockCount &- 1
    while length > 0 {
      let half = (length &+ 1) &>> 1
      // All ones when the block's last key is below.
      let isBelow = (Int(lastKeys[low &+ half &- 1]) &- Int(key)) &>> (Int.bitWidth &- 1)
      low &+= half & isBelow
      length &-= half
    }
    return low
  }

  /// Calls `body` with the levels from the best one on until it returns false.
  @inline(__always) func forEachFromBest(_ body: (_ level: Int) -> Bool) {
    for rank in stride(from: blockCount - 1, through: 0, by: -1) {
      let block = Int(directoryColumn.view[rank])
      for place in stride(from: Int(countColumn.view[block]) - 1, through: 0, by: -1)
      where !body(Int(levelColumn.view[block * Self.blockRows + place])) {
        return
      }
    }
  }

  // MARK: - Changes

  /// Adds `level` under `key`, which `find` did not find.
  mutating func insert(_ key: Int32, level: Int32, at position: Position) {
    var (rank, place) = (position.rank, position.place)
    if blockCount == 0 {
      addBlock(rank: 0)
    } else if countColumn.view[Int(directoryColumn.view[rank])] == Self.blockRows {
      split(rank: rank)
      if place > Self.half { (rank, place) = (rank + 1, place - Self.half) }
    }
    let block = Int(directoryColumn.view[rank])
    let (keys, levels) = (keyColumn.view, levelColumn.view)
    let size = Int(countColumn.view[block])
    let first = block &* Self.blockRows
    var row = first &+ size
    while row > first &+ place {
      keys[row] = keys[row &- 1]
      levels[row] = levels[row &- 1]
      row &-= 1
    }
    keys[row] = key
    levels[row] = level
    countColumn.view[block] = Int32(size + 1)
    lastKeyColumn.view[rank] = keys[first &+ size]
    count &+= 1
    if key > bestKey { (bestKey, bestLevel) = (key, level) }
  }

  /// Takes the best level away.
  @inline(__always) mutating func removeBest() {
    let rank = blockCount &- 1
    let block = Int(directoryColumn.view[rank])
    let size = Int(countColumn.view[block]) &- 1
    guard size >= (rank == 0 ? 1 : Self.half) else { return remove(rank: rank, place: size) }
    // The block stays, so the best is now its last but one.
    let (keys, levels) = (keyColumn.view, levelColumn.view)
    let last = block &* Self.blockRows &+ size
    keys[last] = Self.noKey
    countColumn.view[block] = Int32(truncatingIfNeeded: size)
    count &-= 1
    (bestKey, bestLevel) = (keys[last &- 1], levels[last &- 1])
    lastKeyColumn.view[rank] = bestKey
  }

  /// Takes away the level of a key that is there.
  mutating func remove(_ key: Int32) {
    let position = find(key)
    assert(position.level >= 0, "a level that is removed is there")
    remove(rank: position.rank, place: position.place)
  }

  private mutating func remove(rank: Int, place: Int) {
    let block = Int(directoryColumn.view[rank])
    let (keys, levels) = (keyColumn.view, levelColumn.view)
    let first = block &* Self.blockRows
    let last = first &+ Int(countColumn.view[block]) &- 1
    var row = first &+ place
    while row < last {
      keys[row] = keys[row &+ 1]
      levels[row] = levels[row &+ 1]
      row &+= 1
    }
    keys[last] = Self.noKey
    let size = last &- first
    countColumn.view[block] = Int32(size)
    count &-= 1
    if size > 0 { lastKeyColumn.view[rank] = keys[last &- 1] }
    if size < Self.half && blockCount > 1 || size == 0 { mergeOrDrop(rank: rank) }
    if blockCount == 0 {
      (bestKey, bestLevel) = (Int32.min, -1)
    } else {
      let block = Int(directoryColumn.view[blockCount &- 1])
      let best = block &* Self.blockRows &+ Int(countColumn.view[block]) &- 1
      (bestKey, bestLevel) = (keys[best], levels[best])
    }
  }

  // MARK: - Blocks

  private mutating func addBlock(rank: Int) {
    precondition(freeCount > 0, "a side of a book has room for the levels it was made for")
    freeCount -= 1
    let (directory, lastKeys) = (directoryColumn.view, lastKeyColumn.view)
    for later in stride(from: blockCount, to: rank, by: -1) {
      directory[later] = directory[later - 1]
      lastKeys[later] = lastKeys[later - 1]
    }
    directory[rank] = freeColumn.view[freeCount]
    countColumn.view[Int(directory[rank])] = 0
    blockCount += 1
  }

  private mutating func dropBlock(rank: Int) {
    let (directory, lastKeys) = (directoryColumn.view, lastKeyColumn.view)
    freeColumn.view[freeCount] = directory[rank]
    freeCount += 1
    blockCount -= 1
    for later in rank..<blockCount {
      directory[later] = directory[later + 1]
      lastKeys[later] = lastKeys[later + 1]
    }
  }

  /// The upper half of a full block becomes a block of its own.
  private mutating func split(rank: Int) {
    addBlock(rank: rank + 1)
    moveRows(from: rank, Self.half..<Self.blockRows, to: rank + 1)
  }

  /// A block that has become small joins a neighbour when both together fill no more than half a block.
  private mutating func mergeOrDrop(rank: Int) {
    let size = size(rank)
    if size == 0 { return dropBlock(rank: rank) }
    if rank > 0 && self.size(rank - 1) + size <= Self.half {
      moveRows(from: rank, 0..<size, to: rank - 1)
      dropBlock(rank: rank)
    } else if rank + 1 < blockCount && size + self.size(rank + 1) <= Self.half {
      moveRows(from: rank + 1, 0..<self.size(rank + 1), to: rank)
      dropBlock(rank: rank + 1)
    }
  }

  /// Levels in a block.
  func size(_ rank: Int) -> Int { Int(countColumn.view[Int(directoryColumn.view[rank])]) }

  /// Moves the last rows of one block to the end of another, which stands before it or is empty.
  private func moveRows(from source: Int, _ places: Range<Int>, to target: Int) {
    let (keys, levels, counts) = (keyColumn.view, levelColumn.view, countColumn.view)
    let (from, to) = (Int(directoryColumn.view[source]), Int(directoryColumn.view[target]))
    var row = to * Self.blockRows + Int(counts[to])
    for place in places {
      let old = from * Self.blockRows + place
      (keys[row], levels[row]) = (keys[old], levels[old])
      keys[old] = Self.noKey
      row += 1
    }
    counts[to] += Int32(places.count)
    counts[from] -= Int32(places.count)
    lastKeyColumn.view[target] = keys[row - 1]
    if counts[from] > 0 { lastKeyColumn.view[source] = keys[from * Self.blockRows + Int(counts[from]) - 1] }
  }
}
