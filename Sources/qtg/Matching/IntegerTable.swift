import SimColumns

/// A map from 64-bit integers to 64-bit words: open addressing, a probe walks to the next row.
///
/// One column and nothing else, 16 bytes a row, at most three quarters of the rows in use.
///
/// - Complexity: O(1) each.
struct IntegerTable: ~Copyable {
  struct Row: BitwiseCopyable, Sendable {
    var key: Int64 = 0
    var word: UInt64 = 0  // 0: the row is free, so 0 cannot be stored
  }

  private var rows: Column<Row>
  private(set) var count = 0
  private var shift: UInt64  // 64 - log2 of the rows

  init() {
    rows = Column(count: 16, filledWith: Row())
    shift = 60
  }

  /// 0 where there is none. Storing 0 takes the key away.
  subscript(key: Int64) -> UInt64 {
    get { rows.view[row(of: key)].word }
    set {
      let row = row(of: key)
      if newValue == 0 { return remove(at: row) }
      let isNew = rows.view[row].word == 0
      rows.view[row] = Row(key: key, word: newValue)
      guard isNew else { return }
      count &+= 1
      if count &* 4 > rows.count &* 3 { grow() }
    }
  }

  /// Asks for the key's row before it is needed.
  func prefetch(_ key: Int64) { rows.view.prefetch(home(key)) }

  /// Where the key is or would be stored.
  private func row(of key: Int64) -> Int {
    let rows = rows.view
    let last = rows.count &- 1
    var row = home(key)
    while rows[row].word != 0 && rows[row].key != key { row = (row &+ 1) & last }
    return row
  }

  /// Multiplication by 2⁶⁴ / golden ratio spreads neighbouring keys evenly (Knuth, vol. 3, 6.4).
  private func home(_ key: Int64) -> Int {
    Int(truncatingIfNeeded: (UInt64(bitPattern: key) &* 0x9e37_79b9_7f4a_7c15) &>> shift)
  }

  /// Closes the gap with the rows behind it that may stand there.
  private mutating func remove(at row: Int) {
    let rows = rows.view
    guard rows[row].word != 0 else { return }
    let last = rows.count &- 1
    var gap = row
    var next = (gap &+ 1) & last
    while rows[next].word != 0 {
      let home = home(rows[next].key)
      if (next &- home) & last >= (next &- gap) & last {
        rows[gap] = rows[next]
        gap = next
      }
      next = (next &+ 1) & last
    }
    rows[gap].word = 0
    count &-= 1
  }

  private mutating func grow() {
    var larger = Column(count: 2 * rows.count, filledWith: Row())
    swap(&rows, &larger)
    shift -= 1
    let old = larger.view
    for index in 0..<old.count where old[index].word != 0 { rows.view[row(of: old[index].key)] = old[index] }
  }
}

/// A set of 64-bit integers: a bit each, in words of 64 neighbours. Ten million ids in sequence take 4 MB.
struct IntegerSet: ~Copyable {
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
