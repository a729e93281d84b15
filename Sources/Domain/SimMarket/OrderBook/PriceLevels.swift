import SimColumns

/// The price levels of both sides: which is best, and which level a price has.
///
///     directory    keys of blocks, ascending      6    7    9   …   31        PriceBlocks: 64 prices each
///     ways         key % 64 → block               where a block was last seen, or that there is none
///     best         key, level, block
///
/// Keys are prices for bids and flipped prices for asks, so that on both sides the best is the last. A price's block
/// follows from the price, so to find one that is in use is to look where its key belongs; blocks 64 keys apart contend
/// for that place, and what is not known there is searched for in the directory. Any price may be used: memory follows
/// the number of levels, not their distance.
///
/// A side is a number, 0 for bids and 1 for asks, and chosen by index: which side an order is on cannot be predicted, so
/// no branch asks for it.
///
/// Methods that only look are mutating where changes call them: a borrower outside of the caller's own code would be
/// handed a copy of the whole.
///
/// - Complexity: best, taking it away, find, insert and remove: O(1), as long as nothing but the block is concerned and
///   it is where it is looked for; else O(log blocks), and when a block is opened or closed the part of the directory
///   behind it moves.
struct PriceLevels: ~Copyable {
  private let capacity: Int
  private let keys, places: Column<Int32>  // row = side · capacity + rank: a block's key, and the block
  private let ways: Column<Way>  // row = side · 64 + key % 64
  private let sides: Column<Front>  // row = side
  private var blocks: PriceBlocks

  /// Where a block was last seen; -1: there was none.
  struct Way: BitwiseCopyable, Sendable {
    var blockKey = Int32.max  // as high as no block's
    var block: Int32 = -1
  }

  /// The best level of a side, as it lies in memory.
  struct Front: BitwiseCopyable, Sendable {
    var key = Int32.min  // Int32.min when there is none
    var level: Int32 = -1  // -1 when there is none
    var block: Int32 = -1
    var blockCount: Int32 = 0  // of the side
  }

  /// - Parameter capacity: the most levels at one time, of both sides.
  init(capacity: Int) {
    self.capacity = capacity
    keys = Column(roomFor: 2 * capacity)
    places = Column(roomFor: 2 * capacity)
    ways = Column(count: 2 * Self.wayCount, filledWith: Way())
    sides = Column(count: 2, filledWith: Front())
    blocks = PriceBlocks(capacity: capacity)
  }

  /// Bytes for each level there is room for.
  static let bytesPerLevel = 2 * 8 + PriceBlocks.bytesPerLevel
  /// Blocks of a side that are found without a search.
  static let wayCount = 64

  // MARK: - Questions

  /// Where a key is, or would be inserted.
  struct Position {
    /// Negative when there is none for such keys: -2 - rank where it belongs, or -1 when that is not known.
    var block: Int32
    var level: Int32  // -1 when there is no such key
  }

  /// The best level of a side.
  @inline(__always) subscript(side: Int) -> Front {
    get { sides.view[side] }
    nonmutating set { sides.view[side] = newValue }
  }

  @inline(__always) mutating func find(_ side: Int, _ key: Int32) -> Position {
    let block = block(side, key &>> PriceBlocks.keyShift)
    return Position(block: block, level: block < 0 ? -1 : blocks.level(block, key))
  }

  /// Asks for the place where a key is or would be.
  @inline(__always) mutating func prefetch(_ side: Int, _ key: Int32) {
    let block = block(side, key &>> PriceBlocks.keyShift)
    if block >= 0 { blocks.prefetch(block, key) }
  }

  /// The block of a key that is in use; negative when there is none, as in ``Position/block``.
  @inline(__always) private mutating func block(_ side: Int, _ blockKey: Int32) -> Int32 {
    let way = ways.view[Self.way(side, blockKey)]
    return way.blockKey == blockKey ? way.block : search(side, blockKey)
  }

  private mutating func search(_ side: Int, _ blockKey: Int32) -> Int32 {
    let rank = rank(side, blockKey)
    let row = side &* capacity &+ rank
    let isThere = rank < Int(self[side].blockCount) && keys.view[row] == blockKey
    let block = isThere ? places.view[row] : -1
    ways.view[Self.way(side, blockKey)] = Way(blockKey: blockKey, block: block)
    return isThere ? block : -2 &- Int32(truncatingIfNeeded: rank)
  }

  @inline(__always) private static func way(_ side: Int, _ blockKey: Int32) -> Int {
    side &* wayCount | Int(blockKey) & (wayCount - 1)
  }

  /// The rank of the first block whose key is not below `blockKey`; the number of blocks when all are.
  ///
  /// Halves what is left without a branch: which half it is, nobody could foresee.
  private mutating func rank(_ side: Int, _ blockKey: Int32) -> Int {
    let (keys, first) = (keys.view, side &* capacity)
    var low = 0
    var length = Int(self[side].blockCount)
    while length > 0 {
      let half = (length &+ 1) &>> 1
      // All ones when the key there is below.
      let isBelow = (Int(keys[first &+ low &+ half &- 1]) &- Int(blockKey)) &>> (Int.bitWidth &- 1)
      low &+= half & isBelow
      length &-= half
    }
    return low
  }

  /// Calls `body` with a side's levels from the best one on until it returns false.
  @inline(__always) func forEachFromBest(_ side: Int, _ body: (_ level: Int) -> Bool) {
    let first = side &* capacity
    for row in stride(from: first &+ Int(self[side].blockCount) &- 1, through: first, by: -1) {
      let block = places.view[row]
      var left = blocks.used(block)
      while left != 0 {
        let key = PriceBlocks.highest(0, left)
        left &= ~(1 &<< UInt64(truncatingIfNeeded: key))
        guard body(Int(blocks.knownLevel(block, key))) else { return }
      }
    }
  }

  // MARK: - Changes

  /// Adds `level` under `key`, which `find` did not find.
  @inline(__always) mutating func insert(_ side: Int, _ key: Int32, level: Int32, at position: Position) {
    let block = position.block >= 0 ? position.block : open(side, key &>> PriceBlocks.keyShift, position)
    blocks.insert(block, key, level: level)
    let best = self[side]
    if key > best.key { self[side] = Front(key: key, level: level, block: block, blockCount: best.blockCount) }
  }

  /// Takes the best level of a side away.
  @inline(__always) mutating func removeBest(_ side: Int) {
    let best = self[side]
    remove(side, best.key, best.block)
  }

  /// Takes away the level of a key that is there.
  @inline(__always) mutating func remove(_ side: Int, _ key: Int32) {
    remove(side, key, block(side, key &>> PriceBlocks.keyShift))
  }

  @inline(__always) private mutating func remove(_ side: Int, _ key: Int32, _ block: Int32) {
    assert(block >= 0 && blocks.level(block, key) >= 0, "a level that is removed is there")
    let left = blocks.remove(block, key)
    let blockKey = key &>> PriceBlocks.keyShift
    if left == 0 {
      close(side, blockKey)
    } else if key == self[side].key {
      let next = PriceBlocks.highest(blockKey, left)
      self[side] = Front(
        key: next, level: blocks.knownLevel(block, next), block: block, blockCount: self[side].blockCount)
    }
  }

  // MARK: - Blocks

  private mutating func open(_ side: Int, _ blockKey: Int32, _ position: Position) -> Int32 {
    let first = side &* capacity
    let end = first &+ Int(self[side].blockCount)
    precondition(end < first &+ capacity, "a side of a book has room for the levels it was made for")
    let place = first &+ (position.block == -1 ? rank(side, blockKey) : -2 &- Int(position.block))
    move(place..<end, by: 1)
    let block = blocks.add()
    (keys.view[place], places.view[place]) = (blockKey, block)
    ways.view[Self.way(side, blockKey)] = Way(blockKey: blockKey, block: block)
    changeBlockCount(side, by: 1)
    return block
  }

  /// Gives a block back that has become empty; if it was the best one, the next one's last level is best.
  private mutating func close(_ side: Int, _ blockKey: Int32) {
    let (keys, places) = (keys.view, places.view)
    let first = side &* capacity
    let last = first &+ Int(self[side].blockCount) &- 1
    let place = keys[last] == blockKey ? last : first &+ rank(side, blockKey)
    blocks.remove(places[place])
    move(place &+ 1..<last &+ 1, by: -1)
    changeBlockCount(side, by: -1)
    ways.view[Self.way(side, blockKey)] = Way(blockKey: blockKey, block: -1)
    guard place == last else { return }
    guard last > first else { return self[side] = Front() }
    let best = places[last &- 1]
    let key = PriceBlocks.highest(keys[last &- 1], blocks.used(best))
    self[side] = Front(
      key: key, level: blocks.knownLevel(best, key), block: best, blockCount: Int32(truncatingIfNeeded: last &- first))
  }

  @inline(__always) private mutating func changeBlockCount(_ side: Int, by change: Int32) {
    var front = self[side]
    front.blockCount &+= change
    self[side] = front
  }

  /// Moves rows of the directory.
  private mutating func move(_ rows: Range<Int>, by distance: Int) {
    let target = rows.lowerBound &+ distance..<rows.upperBound &+ distance
    keys.view[target].copy(from: keys.view[rows])
    places.view[target].copy(from: places.view[rows])
  }
}
