import SimColumns

/// Makes a packed block from columns of integers; ``BlockLayout`` says how it lies, ``BlockDecoder`` reads it.
///
///     encoder.begin(.symbolTicks, firstTick: 0, ticks: 64, rows: 64)
///     encoder.append(closes, count: 64, mayChain: true)        as often as the kind has columns
///     statement.bind(blob: encoder.finish(), at: 5)
///
/// One encoder serves any number of blocks and keeps its memory.
/// - Complexity: two passes over each column, about 1 ns a value.
final class BlockEncoder {
  private let words = ColumnBuffer<UInt32>(capacity: 1 << 14)
  private let differences = ColumnBuffer<Int32>()
  private var kind = BlockLayout.Kind.trades
  private var columns = 0  // appended so far

  func begin(_ kind: BlockLayout.Kind, firstTick: UInt32, ticks: Int, rows: Int) {
    self.kind = kind
    columns = 0
    let prefix = BlockLayout.prefixWords(columns: kind.columns)
    words.removeAll()
    let room = words.reserve(prefix)
    words.resize(to: prefix)
    room.fill(0..<prefix, with: 0)
    room[BlockLayout.Word.magic] = BlockLayout.magic
    room[BlockLayout.Word.kind] = kind.rawValue | UInt32(kind.columns) << 8
    room[BlockLayout.Word.firstTick] = firstTick
    room[BlockLayout.Word.ticks] = UInt32(ticks)
    room[BlockLayout.Word.rows] = UInt32(rows)
  }

  /// - Parameters:
  ///   - values: room for whole vectors of 8; what lies beyond `count` is not looked at.
  ///   - mayChain: neighbours are near each other, so differences may be narrower. Costs a pass to find out.
  func append(_ values: ColumnView<Int32>, count: Int, mayChain: Bool) {
    precondition(columns < kind.columns, "a block of this kind has \(kind.columns) columns")
    let plain = Extent.of(values, count)
    var (base, width, first, isChained) = (plain.low, plain.width, Int32(0), false)
    var stored = values
    if mayChain, count > 1, plain.width > 0 {
      let chained = chain(values, count)
      let extent = Extent.of(chained, count)
      if extent.width < plain.width {
        (base, width, first, isChained) = (extent.low, extent.width, values[0], true)
        stored = chained
      }
    }
    let needed = BitPacking.words(count: count, width: width)
    let start = words.count
    let room = words.reserve(needed)
    words.resize(to: start + needed)
    BitPacking.pack(stored, count: count, base: base, width: width, into: room[start..<start + needed])
    let place = BlockLayout.headerWords + columns * BlockLayout.descriptorWords
    room[place] = UInt32(count)
    room[place + 1] = UInt32(bitPattern: base)
    room[place + 2] = UInt32(bitPattern: first)
    room[place + 3] = UInt32(width) | (isChained ? 1 << 8 : 0)
    columns += 1
  }

  /// The block. Valid until the next one begins.
  func finish() -> ColumnView<UInt32> {
    precondition(columns == kind.columns, "a block of this kind has \(kind.columns) columns")
    let block = words.view
    block[BlockLayout.Word.words] = UInt32(block.count)
    let checksum = XXHash64.of(block)
    block[BlockLayout.Word.checksum] = UInt32(truncatingIfNeeded: checksum)
    block[BlockLayout.Word.checksum + 1] = UInt32(truncatingIfNeeded: checksum >> 32)
    return block
  }

  /// Differences to the value before, modulo 2³². The first one repeats the second, so that it widens nothing.
  private func chain(_ values: ColumnView<Int32>, _ count: Int) -> ColumnView<Int32> {
    let room = differences.roomForVectors(count)
    for row in 1..<count { room[row] = values[row] &- values[row - 1] }
    room[0] = room[1]
    return room
  }

  /// The smallest value of a column, and the bits that hold the distance from there to the largest.
  private struct Extent {
    let low: Int32
    let width: Int

    static func of(_ values: ColumnView<Int32>, _ count: Int) -> Extent {
      guard count > 0 else { return Extent(low: 0, width: 0) }
      var (low, high) = (values[0], values[0])
      for row in 1..<count {
        low = min(low, values[row])
        high = max(high, values[row])
      }
      return Extent(low: low, width: BitPacking.width(of: UInt32(bitPattern: high &- low)))
    }
  }
}
