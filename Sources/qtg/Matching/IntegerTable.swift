/// A map from 64-bit integers to 64-bit words: open addressing, a probe walks to the next row.
///
/// Two arrays and nothing else, 16 bytes a row, at most three quarters of the rows in use.
///
/// - Complexity: O(1) each.
struct IntegerTable {
  private var keys: [Int64]
  private var words: [UInt64]  // 0: the row is free, so 0 cannot be stored
  private(set) var count = 0
  private var shift: UInt64  // 64 - log2 of the rows

  init() {
    keys = [Int64](repeating: 0, count: 16)
    words = [UInt64](repeating: 0, count: 16)
    shift = 60
  }

  /// 0 where there is none. Storing 0 takes the key away.
  subscript(key: Int64) -> UInt64 {
    get { words[row(of: key)] }
    set {
      let row = row(of: key)
      if newValue == 0 { return remove(at: row) }
      let isNew = words[row] == 0
      keys[row] = key
      words[row] = newValue
      guard isNew else { return }
      count &+= 1
      if count &* 4 > words.count &* 3 { grow() }
    }
  }

  /// Where the key is or would be stored.
  private func row(of key: Int64) -> Int {
    let last = words.count &- 1
    var row = home(key)
    while words[row] != 0 && keys[row] != key { row = (row &+ 1) & last }
    return row
  }

  /// Multiplication by 2⁶⁴ / golden ratio spreads neighbouring keys evenly (Knuth, vol. 3, 6.4).
  private func home(_ key: Int64) -> Int {
    Int(truncatingIfNeeded: (UInt64(bitPattern: key) &* 0x9e37_79b9_7f4a_7c15) &>> shift)
  }

  /// Closes the gap with the rows behind it that may stand there.
  private mutating func remove(at row: Int) {
    guard words[row] != 0 else { return }
    let last = words.count &- 1
    var gap = row
    var next = (gap &+ 1) & last
    while words[next] != 0 {
      let home = home(keys[next])
      if (next &- home) & last >= (next &- gap) & last {
        keys[gap] = keys[next]
        words[gap] = words[next]
        gap = next
      }
      next = (next &+ 1) & last
    }
    words[gap] = 0
    count &-= 1
  }

  private mutating func grow() {
    let (oldKeys, oldWords) = (keys, words)
    keys = [Int64](repeating: 0, count: 2 * oldKeys.count)
    words = [UInt64](repeating: 0, count: keys.count)
    shift -= 1
    for row in oldWords.indices where oldWords[row] != 0 {
      let place = self.row(of: oldKeys[row])
      keys[place] = oldKeys[row]
      words[place] = oldWords[row]
    }
  }
}

/// A set of 64-bit integers: a bit each, in words of 64 neighbours. Ten million ids in sequence take 4 MB.
struct IntegerSet {
  private var words = IntegerTable()

  /// False when it was there already.
  mutating func insert(_ number: Int64) -> Bool {
    let (key, bit) = (number >> 6, UInt64(1) << UInt64(number & 63))
    let word = words[key]
    guard word & bit == 0 else { return false }
    words[key] = word | bit
    return true
  }

  func contains(_ number: Int64) -> Bool { words[number >> 6] & UInt64(1) << UInt64(number & 63) != 0 }
}
