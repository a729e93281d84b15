import SimColumns
import SimRandom

/// The order in which a continuous market takes the new orders of a tick, and an auction those at its margin: a draw for
/// each agent, ascending. An agent's own orders, whose draws are equal, keep their sequence.
///
///     key = draw · 2³² + name       names ascend in the sequence in which an agent sent its orders
///     keys, ascending               name % 2³² of them, one after the other, is the order of arrival
///
/// Draws are uniform, so their leading bits do nearly all of the sorting: keys are counted into as many buckets as there
/// are orders, give or take, and what is left inside the buckets is put right by insertion.
///
/// - Complexity: O(n) on average, no memory beyond what was taken when it was made.
struct ArrivalOrder: ~Copyable {
  private let senders, words: Column<UInt32>  // a row per order and up to seven more, to fill a vector
  private let drawn, sorted: Column<UInt64>
  private let starts: Column<Int32>  // row = bucket

  /// - Parameter capacity: the most orders of one symbol and tick.
  init(capacity: Int) {
    senders = Column(count: capacity + 7, filledWith: 0)
    words = Column(count: capacity + 7, filledWith: 0)
    drawn = Column(count: capacity, filledWith: 0)
    sorted = Column(count: capacity, filledWith: 0)
    starts = Column(count: 1 << Self.bucketBits(capacity), filledWith: 0)
  }

  /// The name of the order that arrives as number `index`; meaningful after ``draw(_:tick:count:sender:name:)``.
  @inline(__always) subscript(index: Int) -> Int { Int(sorted.view[index] & 0xffff_ffff) }

  /// - Parameters:
  ///   - sender: the account row of an order.
  ///   - name: what ``subscript(_:)`` will call it.
  @inline(__always) func draw(
    _ key: StreamKey, tick: UInt32, count: Int, sender: (_ row: Int) -> Int32, name: (_ row: Int) -> Int32
  ) {
    let (senders, words, drawn) = (senders.view, words.view, drawn.view)
    for row in 0..<count { senders[row] = UInt32(bitPattern: sender(row)) }
    // The last eight may reach beyond the orders: what is drawn there for whoever was there before is not read.
    for row in stride(from: 0, to: count, by: 8) {
      words.store(key.words8(rows: senders.load(row, as: SIMD8<UInt32>.self), tick: tick).w0, row)
    }
    for row in 0..<count { drawn[row] = UInt64(words[row]) &<< 32 | UInt64(UInt32(bitPattern: name(row))) }
    sort(count)
  }

  /// Leading bits by which `count` keys are counted: about as many buckets as keys.
  private static func bucketBits(_ count: Int) -> Int { min(16, Int.bitWidth &- max(1, count).leadingZeroBitCount) }

  private func sort(_ count: Int) {
    let (drawn, sorted) = (drawn.view, sorted.view)
    let bits = Self.bucketBits(count)
    let shift = UInt64(64 &- bits)
    let starts = starts.view[0..<1 << bits]
    starts.fill(0..<starts.count, with: 0)
    for index in 0..<count { starts[Int(drawn[index] &>> shift)] &+= 1 }
    var next: Int32 = 0
    for bucket in 0..<starts.count {
      let size = starts[bucket]
      starts[bucket] = next
      next &+= size
    }
    for index in 0..<count {
      let bucket = Int(drawn[index] &>> shift)
      sorted[Int(starts[bucket])] = drawn[index]
      starts[bucket] &+= 1
    }
    guard count > 1 else { return }
    for index in 1..<count {
      let key = sorted[index]
      var hole = index
      while hole > 0 && sorted[hole &- 1] > key {
        sorted[hole] = sorted[hole &- 1]
        hole &-= 1
      }
      sorted[hole] = key
    }
  }
}
