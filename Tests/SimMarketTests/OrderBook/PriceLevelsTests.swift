import SimTestSupport
import Testing

@testable import SimMarket

/// Both sides' levels against sorted arrays, through every way that blocks open, close and contend for a place.
struct PriceLevelsTests {
  final class Twin {
    var levels: PriceLevels
    private(set) var keys: [[Int32]] = [[], []]  // of each side, ascending
    let capacity: Int

    init(capacity: Int) {
      self.capacity = capacity
      levels = PriceLevels(capacity: capacity)
    }

    /// Levels of both sides.
    var count: Int { keys[0].count + keys[1].count }

    /// The level a key gets: any number that tells keys apart.
    static func level(_ key: Int32) -> Int32 { Int32((UInt32(bitPattern: key) &* 2_654_435_761) >> 1) }

    func place(_ side: Int, _ key: Int32) -> (place: Int, isThere: Bool) {
      let keys = keys[side]
      var (low, high) = (0, keys.count)
      while low < high {
        let middle = (low + high) / 2
        if keys[middle] < key { low = middle + 1 } else { high = middle }
      }
      return (low, low < keys.count && keys[low] == key)
    }

    func insert(_ side: Int, _ key: Int32) {
      let (place, isThere) = self.place(side, key)
      let position = levels.find(side, key)
      #expect((position.level >= 0) == isThere)
      guard !isThere else { return }
      levels.insert(side, key, level: Self.level(key), at: position)
      keys[side].insert(key, at: place)
      checkFront()
    }

    func remove(_ side: Int, _ key: Int32) {
      let (place, isThere) = self.place(side, key)
      guard isThere else {
        #expect(levels.find(side, key).level == -1)
        return
      }
      levels.remove(side, key)
      keys[side].remove(at: place)
      checkFront()
    }

    func removeBest(_ side: Int) {
      levels.removeBest(side)
      keys[side].removeLast()
      checkFront()
    }

    private func checkFront() {
      for side in 0...1 {
        let (front, best) = (levels[side], keys[side].last)
        if front.key != best ?? .min || front.level != best.map(Self.level) ?? -1 {
          Issue.record("best of \(keys[side].count) levels")
        }
      }
    }

    /// Every level in order, every key found, and no more blocks in use than the keys need.
    func checkAll() {
      for side in 0...1 {
        var found: [Int32] = []
        levels.forEachFromBest(side) {
          found.append(Int32($0))
          return true
        }
        #expect(found == keys[side].reversed().map(Self.level))
        #expect(Int(levels[side].blockCount) == Set(keys[side].map { $0 >> PriceBlocks.keyShift }).count)
        for key in keys[side] {
          if levels.find(side, key).level != Self.level(key) { Issue.record("\(key) is not found") }
          for near in [key - 1, key + 1] where !place(side, near).isThere && levels.find(side, near).level != -1 {
            Issue.record("\(near) is found")
          }
        }
      }
    }
  }

  @Test func anEmptySideHasNoBest() {
    var levels = PriceLevels(capacity: 4)
    for side in 0...1 {
      #expect(levels[side].level == -1 && levels[side].key == .min && levels[side].blockCount == 0)
      #expect(levels.find(side, 5).level == -1)
    }
  }

  @Test func walksEndWhenTheyAreTold() {
    let twin = Twin(capacity: 40)
    for key in Int32(0)..<40 { twin.insert(0, 3 * key) }
    var seen = 0
    twin.levels.forEachFromBest(0) { _ in
      seen += 1
      return seen < 7
    }
    #expect(seen == 7)
  }

  /// Grows and shrinks between empty and full, with keys that collide often and ones that never do.
  @Test(arguments: [40, 700] as [Int], [60, 1_000, Int32.max - 2] as [Int32])
  func randomInsertsAndRemoves(_ capacity: Int, _ range: Int32) {
    let twin = Twin(capacity: capacity)
    var random = TestGenerator(seed: UInt64(capacity) &+ UInt64(range))
    for step in 0..<TestEffort.operations(5_000, long: 300_000) {
      let isFilling = step / (3 * capacity) % 2 == 0
      let roll = random.next(upperBound: UInt64(10))
      let side = Int(random.next() & 1)
      if roll < (isFilling ? 8 : 2) && twin.count < capacity {
        // Bids have positive keys, asks negative ones; a side does not know.
        let key = 1 + Int32(random.next(upperBound: UInt64(range)))
        twin.insert(side, random.next() & 1 == 0 ? key : ~key)
      } else if !twin.keys[side].isEmpty {
        if roll & 1 == 0 {
          twin.removeBest(side)
        } else {
          twin.remove(side, twin.keys[side][Int(random.next(upperBound: UInt64(twin.keys[side].count)))])
        }
      }
      if step % 251 == 0 { twin.checkAll() }
    }
    twin.checkAll()
  }

  /// Blocks as far apart as there are places to look for them take each other's place, and are found all the same.
  @Test func blocksThatContendForAPlaceAreFound() {
    let twin = Twin(capacity: 200)
    let apart = Int32(PriceLevels.wayCount * PriceBlocks.prices)
    for round in 0..<4 {
      for block in Int32(0)..<20 { twin.insert(round % 2, (block - 10) * apart + 5 + block % 3) }
      twin.checkAll()
      for block in Int32(0)..<20 where block % 2 == 0 { twin.remove(round % 2, (block - 10) * apart + 5 + block % 3) }
      twin.checkAll()
      while !twin.keys[round % 2].isEmpty { twin.removeBest(round % 2) }
      twin.checkAll()
    }
  }

  /// The ends of what a price can be, and the block that holds both the lowest of one and nothing else.
  @Test func extremeKeysAreKeysLikeOthers() {
    let twin = Twin(capacity: 16)
    for key in [1, Int32.max - 1, ~1, ~(Int32.max - 1), 0, -1, 15, 16] as [Int32] { twin.insert(0, key) }
    twin.checkAll()
    while !twin.keys[0].isEmpty { twin.removeBest(0) }
    twin.checkAll()
  }

  enum Order: CaseIterable { case ascending, descending, outsideIn, shuffled }

  /// Filled in one order and drained in another, every pair of them; twice, so that used blocks are used again.
  @Test(arguments: Order.allCases, Order.allCases) func fillAndDrain(_ fill: Order, _ drain: Order) {
    let twin = Twin(capacity: 300)
    for side in [0, 1, 0] {
      for key in Self.keys(300, fill) { twin.insert(side, key) }
      twin.checkAll()
      for key in Self.keys(300, drain).dropLast(3) { twin.remove(side, key) }
      twin.checkAll()
      while !twin.keys[side].isEmpty { twin.removeBest(side) }
      #expect(twin.levels[side].blockCount == 0)
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

  /// The worst a caller can do: every level in a block of its own, on both sides. There are as many blocks as levels.
  @Test(arguments: [1, 2, 33, 1_000]) func thereIsABlockForEveryLevel(_ capacity: Int) {
    let twin = Twin(capacity: capacity)
    for round in 0..<6 {
      var next = Int32(round)
      while twin.count < capacity {
        twin.insert(Int(next) & 1, 100 * next)
        next += 1
      }
      twin.checkAll()
      for side in 0...1 {
        for key in twin.keys[side] where (key / 100) % 3 != Int32(round % 3) { twin.remove(side, key) }
      }
      twin.checkAll()
    }
  }
}
