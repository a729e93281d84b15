import SimColumns
import SimRandom
import SimTestSupport
import Testing

@testable import SimStorage

/// Encoder and decoder against each other, and against damage.
struct BlockTests {
  /// Columns of a block of ticks: nine, all as long.
  private static func columns(_ make: (_ column: Int, _ row: Int) -> Int32, rows: Int) -> [ColumnBuffer<Int32>] {
    (0..<BlockLayout.Kind.symbolTicks.columns).map { column in
      let buffer = ColumnBuffer<Int32>()
      for row in 0..<rows { buffer.append(make(column, row)) }
      return buffer
    }
  }

  private static func block(_ columns: [ColumnBuffer<Int32>], mayChain: Bool) -> ColumnBuffer<UInt32> {
    let encoder = BlockEncoder()
    encoder.begin(.symbolTicks, firstTick: 7, ticks: columns[0].count, rows: columns[0].count)
    for column in columns { encoder.append(column.view(roundedTo: 8), count: column.count, mayChain: mayChain) }
    let block = ColumnBuffer<UInt32>()
    block.append(encoder.finish())
    return block
  }

  /// A view does not keep its memory, so the block has to stay until the words are copied.
  private static func words(_ block: ColumnBuffer<UInt32>) -> [UInt32] {
    withExtendedLifetime(block) { block.view.array() }
  }

  // Counts on both sides of a vector and of a word of each lane; ranges from nothing to everything.
  @Test(arguments: [0, 1, 2, 7, 8, 9, 63, 64, 65, 255, 256, 257, 1_000], [false, true])
  func everyValueComesBack(rows: Int, mayChain: Bool) throws {
    var generator = SplitMix64(state: UInt64(rows) &+ (mayChain ? 1 : 0))
    let columns = Self.columns(
      { column, row in
        let word = generator.next()
        return switch column {
        case 0: 42  // no bits at all
        case 1: Int32(truncatingIfNeeded: word)  // all of them
        case 2: Int32(truncatingIfNeeded: word % 2) - 1
        case 3: Int32(row) * 3 - 100  // a line: chained, it takes no bits
        case 4: row % 2 == 0 ? .min : .max  // differences beyond 32 bits
        case 5: Int32(truncatingIfNeeded: word % 1_000) + 1_000_000
        case 6: .min
        case 7: -Int32(truncatingIfNeeded: word % 131_072)
        default: Int32(row / 10)
        }
      }, rows: rows)
    let block = Self.block(columns, mayChain: mayChain)
    defer { withExtendedLifetime(block) {} }
    #expect(block.count.isMultiple(of: 8))
    let decoder = try BlockDecoder(block.view, expecting: [.symbolTicks])
    #expect((decoder.firstTick, decoder.ticks, decoder.rows) == (7, rows, rows))
    let found = ColumnBuffer<Int32>()
    for (place, column) in columns.enumerated() {
      decoder.read(place, into: found)
      #expect(found.view.array() == column.view.array(), "column \(place)")
    }
  }

  @Test func aLineChainedTakesNoRoomAndNoiseIsNotChained() {
    let line = Self.columns({ _, row in Int32(row) * 5 }, rows: 1_000)
    #expect(Self.block(line, mayChain: true).count == BlockLayout.prefixWords(columns: 9))
    // 1,000 values of 13 bits in eight lanes: 125 · 13 bits are 51 words a lane.
    #expect(Self.block(line, mayChain: false).count == BlockLayout.prefixWords(columns: 9) + 9 * 51 * 8)
  }

  @Test func aBlockDoesNotDependOnWhatLiesBeyondItsRows() {
    let columns = Self.columns({ column, row in Int32(column * row) }, rows: 13)
    let first = Self.words(Self.block(columns, mayChain: true))
    for column in columns { column.reserve(3).fill(13..<16, with: 99) }
    let second = Self.words(Self.block(columns, mayChain: true))
    #expect(first == second)
  }

  // MARK: - Damage

  @Test func everyFlippedBitIsNoticed() {
    let columns = Self.columns({ column, row in Int32(column * row % 7) }, rows: 20)
    let block = Self.block(columns, mayChain: true)
    defer { withExtendedLifetime(block) {} }
    for word in 0..<block.count {
      for bit in 0..<32 {
        block.view[word] ^= 1 << UInt32(bit)
        #expect(throws: BlockProblem.self) { try BlockDecoder(block.view, expecting: [.symbolTicks]) }
        block.view[word] ^= 1 << UInt32(bit)
      }
    }
    #expect(throws: Never.self) { try BlockDecoder(block.view, expecting: [.symbolTicks]) }
  }

  @Test func everyCutIsNoticed() {
    let block = Self.block(Self.columns({ column, row in Int32(column * row) }, rows: 40), mayChain: false)
    defer { withExtendedLifetime(block) {} }
    for count in 0..<block.count {
      #expect(throws: BlockProblem.self) { try BlockDecoder(block.view[0..<count], expecting: [.symbolTicks]) }
    }
  }

  @Test func whatIsNoBlockOrAnotherKindIsNamed() throws {
    let words = ColumnBuffer<UInt32>()
    for _ in 0..<16 { words.append(0) }
    #expect(throws: BlockProblem.noBlock(magic: 0)) { try BlockDecoder(words.view, expecting: [.symbolTicks]) }
    #expect(throws: BlockProblem.tooShort(words: 3)) { try BlockDecoder(words.view[0..<3], expecting: [.symbolTicks]) }
    let block = Self.block(Self.columns({ _, _ in 0 }, rows: 1), mayChain: false)
    defer { withExtendedLifetime(block) {} }
    #expect(throws: BlockProblem.unknownKind(2)) { try BlockDecoder(block.view, expecting: [.trades]) }
  }

  /// The layout of `docs/packed-trades.md`, word by word.
  @Test func theLayoutIsTheOneWritten() {
    let columns = Self.columns({ column, row in column == 1 ? Int32(row) : 5 }, rows: 3)  // 0, 1, 2: two bits each
    let words = Self.words(Self.block(columns, mayChain: false))
    #expect(words.count == 8 + 40 + 8)
    #expect(Array(words[0..<6]) == [0x3142_5451, 2 | 9 << 8, 7, 3, 3, 56])
    #expect(Array(words[8..<12]) == [3, 5, 0, 0])  // column 0: three fives, no bits
    #expect(Array(words[12..<16]) == [3, 0, 0, 2])
    #expect(Array(words[48..<56]) == [0, 1, 2, 0, 0, 0, 0, 0])  // value i in lane i
  }
}
