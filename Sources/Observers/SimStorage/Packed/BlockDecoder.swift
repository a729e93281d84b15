import SimColumns

/// Reads a packed block that ``BlockEncoder`` made, after checking all of it: a block that was cut, swapped or changed
/// in a single bit is refused, not misread.
struct BlockDecoder {
  let kind: BlockLayout.Kind
  let firstTick: UInt32
  let ticks: Int
  let rows: Int
  private let words: ColumnView<UInt32>
  private let columns: [Column]

  private struct Column {
    let count: Int
    let base, first: Int32
    let width: Int
    let isChained: Bool
    let words: Range<Int>
  }

  /// - Parameter words: the whole block; must outlive the decoder.
  init(_ words: ColumnView<UInt32>, expecting expected: [BlockLayout.Kind]) throws(BlockProblem) {
    guard words.count >= BlockLayout.headerWords else { throw .tooShort(words: words.count) }
    guard words[BlockLayout.Word.magic] == BlockLayout.magic else {
      throw .noBlock(magic: words[BlockLayout.Word.magic])
    }
    let said = Int(words[BlockLayout.Word.words])
    guard said == words.count, said.isMultiple(of: 8) else { throw .wrongLength(said: said, found: words.count) }
    guard Self.checksum(of: words) == Self.storedChecksum(words) else { throw .wrongChecksum }
    let kindWord = words[BlockLayout.Word.kind]
    guard let kind = BlockLayout.Kind(rawValue: kindWord & 0xff), expected.contains(kind) else {
      throw .unknownKind(kindWord & 0xff)
    }
    guard kindWord >> 8 == UInt32(kind.columns) else { throw .contradiction("it has \(kindWord >> 8) columns") }
    self.kind = kind
    self.words = words
    firstTick = words[BlockLayout.Word.firstTick]
    ticks = Int(words[BlockLayout.Word.ticks])
    rows = Int(words[BlockLayout.Word.rows])

    var next = BlockLayout.prefixWords(columns: kind.columns)
    guard next <= words.count else { throw .wrongLength(said: next, found: words.count) }
    var columns: [Column] = []
    for number in 0..<kind.columns {
      let place = BlockLayout.headerWords + number * BlockLayout.descriptorWords
      let (count, flags) = (Int(words[place]), words[place + 3])
      let width = Int(flags & 0xff)
      guard width <= 32, flags >> 9 == 0 else { throw .contradiction("column \(number) is \(width) bits wide") }
      let end = next + BitPacking.words(count: count, width: width)
      guard end <= words.count else { throw .wrongLength(said: end, found: words.count) }
      columns.append(
        Column(
          count: count, base: Int32(bitPattern: words[place + 1]), first: Int32(bitPattern: words[place + 2]),
          width: width, isChained: flags & 1 << 8 != 0, words: next..<end))
      next = end
    }
    guard next == words.count else { throw .wrongLength(said: next, found: words.count) }
    self.columns = columns
  }

  /// Values of a column.
  func count(_ column: Int) -> Int { columns[column].count }

  /// Fills `values` with a column.
  func read(_ column: Int, into values: ColumnBuffer<Int32>) {
    let column = columns[column]
    let room = values.roomForVectors(column.count)
    BitPacking.unpack(words[column.words], count: column.count, base: column.base, width: column.width, into: room)
    guard column.isChained, column.count > 0 else { return }
    room[0] = column.first
    for row in 1..<column.count { room[row] = room[row - 1] &+ room[row] }
  }

  /// Of the block with zeros where its checksum stands. Puts back what it found.
  private static func checksum(of words: ColumnView<UInt32>) -> UInt64 {
    let place = BlockLayout.Word.checksum
    let (low, high) = (words[place], words[place + 1])
    (words[place], words[place + 1]) = (0, 0)
    defer { (words[place], words[place + 1]) = (low, high) }
    return XXHash64.of(words)
  }

  private static func storedChecksum(_ words: ColumnView<UInt32>) -> UInt64 {
    UInt64(words[BlockLayout.Word.checksum]) | UInt64(words[BlockLayout.Word.checksum + 1]) << 32
  }
}
