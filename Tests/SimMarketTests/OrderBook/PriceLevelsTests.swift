import SimTestSupport
import Testing

@testable import SimMarket

/// One side's levels against a sorted array, through every way that blocks split, merge and empty.
struct PriceLevelsTests {
  /// Both, and the promise that keeps the memory bounded: two neighbouring blocks hold more than half a block.
  final class Twin {
    var levels: PriceLevels
    private(set) var keys: [Int32] = []  // ascending
    private(set) var blocksMax = 0
    let capacity: Int

    init(capacity: Int) {
      self.capacity = capacity
      levels = PriceLevels(capacity: capacity)
    }

    /// The level a key gets: any number that tells keys apart.
    static func level(_ key: Int32) -> Int32 { Int32((UInt32(bitPattern: key) &* 2_654_435_761) >> 1) }

    func place(_ key: Int32) -> (place: Int, isThere: Bool) {
      var (low, high) = (0, keys.count)
      while low < high {
        let middle = (low + high) / 2
        if keys[middle] < key { low = middle + 1 } else { high = middle }
      }
      return (low, low < keys.count && keys[low] == key)
    }

    func insert(_ key: Int32) {
      let (place, isThere) = self.place(key)
      let position = levels.find(key)
      #expect((position.level >= 0) == isThere)
      guard !isThere else { return }
      levels.insert(key, level: Self.level(key), at: position)
      keys.insert(key, at: place)
      checkEnds()
    }

    func remove(_ key: Int32) {
      let (place, isThere) = self.place(key)
      guard isThere else {
        #expect(levels.find(key).level == -1)
        return
      }
      levels.remove(key)
      keys.remove(at: place)
      checkEnds()
    }

    func removeBest() {
      levels.removeBest()
      keys.removeLast()
      checkEnds()
    }

    private func checkEnds() {
      let isRight =
        levels.count == keys.count && levels.bestKey == keys.last ?? .min
        && levels.bestLevel == keys.last.map(Self.level) ?? -1
      if !isRight { Issue.record("best or count with \(keys.count) levels") }
      blocksMax = max(blocksMax, levels.blockCount)
      let sizes = (0..<levels.blockCount).map { levels.size($0) }
      if sizes.contains(where: { $0 < 1 || $0 > PriceLevels.blockRows }) { Issue.record("sizes \(sizes)") }
      if zip(sizes, sizes.dropFirst()).contains(where: { $0 + $1 <= PriceLevels.half }) {
        Issue.record("two small neighbours in \(sizes)")
      }
    }

    /// Every level in order, and every key found.
    func checkAll() {
      var found: [Int32] = []
      levels.forEachFromBest {
        found.append(Int32($0))
        return true
      }
      #expect(found == keys.reversed().map(Self.level))
      for key in keys {
        if levels.find(key).level != Self.level(key) { Issue.record("\(key) is not found") }
        for near in [key - 1, key + 1] where !place(near).isThere && levels.find(near).level != -1 {
          Issue.record("\(near) is found")
        }
      }
    }
  }

  @Test func anEmptySideHasNoBest() {
    let levels = PriceLevels(capacity: 4)
    #expect(levels.bestLevel == -1 && levels.bestKey == .min && levels.count == 0)
    #expect(levels.find(5).level == -1)
  }

  /// Grows and shrinks between empty and full, with keys that collide often and ones that never do.
  @Test(arguments: [40, 700] as [Int], [60, 1_000, Int32.max - 2] as [Int32])
  func randomInsertsAndRemoves(_ capacity: Int, _ range: Int32) {
    let twin = Twin(capacity: capacity)
    var random = TestGenerator(seed: UInt64(capacity) &+ UInt64(range))
    for step in 0..<TestEffort.operations(5_000, long: 300_000) {
      let isFilling = step / (3 * capacity) % 2 == 0
      let roll = random.next(upperBound: UInt64(10))
      if roll < (isFilling ? 8 : 2) && twin.keys.count < capacity {
        // Bids have positive keys, asks negative ones.
        let key = 1 + Int32(random.next(upperBound: UInt64(range)))
        twin.insert(random.next() & 1 == 0 ? key : ~key)
      } else if !twin.keys.isEmpty {
        if roll & 1 == 0 {
          twin.removeBest()
        } else {
          twin.remove(twin.keys[Int(random.next(upperBound: UInt64(twin.keys.count)))])
        }
      }
      if step % 251 == 0 { twin.checkAll() }
    }
    twin.checkAll()
  }

  enum Order: CaseIterable { case ascending, descending, outsideIn, shuffled }

  /// Filled in one order and drained in another, every pair of them; twice, so that used blocks are used again.
  @Test(arguments: Order.allCases, Order.allCases) func fillAndDrain(_ fill: Order, _ drain: Order) {
    let twin = Twin(capacity: 300)
    for _ in 0..<2 {
      for key in Self.keys(300, fill) { twin.insert(key) }
      twin.checkAll()
      for key in Self.keys(300, drain).dropLast(3) { twin.remove(key) }
      twin.checkAll()
      while !twin.keys.isEmpty { twin.removeBest() }
      #expect(twin.levels.blockCount == 0)
    }
  }

  private static func keys(_ count: Int32, _ order: Order) -> [Int32] {
    let ascending = (0..<count).map { 10 * $0 - 900 }
    switch order {
    case .ascending: return ascending
    case .descending: return ascending.reversed()
    case .outsideIn:
      return (0..<Int(count)).map { $0 % 2 == 0 ? ascending[$0 / 2] : ascending[Int(count) - 1 - $0 / 2] }
    case .shuffled:
      var random = TestGenerator(seed: 3)
      return ascending.shuffled(using: &random)
    }
  }

  /// The worst a caller can do: thin every second block to one level, the others to half a block, spend the levels won
  /// on new blocks, and again. Blocks run out, and trap, unless small neighbours merge.
  @Test(arguments: [1, 15, 16, 17, 18, 33, 64, 100, 1_000])
  func noPatternNeedsMoreBlocksThanThereAre(_ capacity: Int) {
    let twin = Twin(capacity: capacity)
    var next: Int32 = 0
    for round in 0..<24 {
      while twin.keys.count < capacity {
        twin.insert(round % 2 == 0 ? next : ~next)
        next += 1
      }
      twin.checkAll()
      for key in Self.surplus(twin) { twin.remove(key) }
    }
    #expect(twin.blocksMax <= 2 * capacity / PriceLevels.half + 2)
    if capacity >= 1_000 {
      // It was really driven to the bound: a pair of blocks for hardly more than 17 levels.
      #expect(twin.blocksMax >= 2 * capacity / (PriceLevels.half + 1) - 8)
    }
  }

  /// The keys to remove so that blocks hold 16, 1, 16, 1, … levels.
  private static func surplus(_ twin: Twin) -> [Int32] {
    var surplus: [Int32] = []
    var first = 0
    for rank in 0..<twin.levels.blockCount {
      let size = twin.levels.size(rank)
      let kept = rank % 2 == 0 ? PriceLevels.half : 1
      if size > kept { surplus += twin.keys[first..<(first + size - kept)] }
      first += size
    }
    return surplus
  }
}
