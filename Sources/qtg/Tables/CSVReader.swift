import Foundation
import SimColumns
import SimEngine

/// A CSV file of the user's, read row by row in blocks, so that a file larger than memory will do.
///
///     time,price,"quantity"         the header: names, asked for in any case
///     1,100.50,7                    a row: as many cells as the header has names
///     2,"1,000.25",8                a quoted cell may hold commas, line ends and doubled quotes (RFC 4180)
///
/// A cell is a run of bytes in the block: asking for a number makes no `String`. Lines end in LF or CRLF, the last one
/// in nothing if it likes; empty lines are skipped; spaces and tabs around an unquoted cell do not count, nor does a
/// byte order mark. Whatever is wrong is a ``Failure`` that names file, row, line, column and what was found.
///
///     var file = try CSVReader.open("prices.csv")
///     let close = try file.column("close")
///     while try file.next() { use(try file.number(close)) }
struct CSVReader: ~Copyable {
  let path: String
  /// Names as the file writes them.
  private(set) var header: [String] = []
  /// Number of the current row, the first below the header being 1. 0 before the first ``next()``.
  private(set) var row = 0
  /// Line of the file in which the current row starts, the first being 1.
  private(set) var line = 0

  private let handle: FileHandle
  private let blockBytes: Int
  private var block: [UInt8] = []
  private var cells: [CSVCell] = []  // of the current row, in `block`
  private var position = 0  // first byte of `block` behind the current row
  private var nextLine = 1  // line of `position`
  private var hasReadAll = false

  /// A row longer than this is an open quote, or no table at all.
  static let rowBytesMax = 1 << 24

  /// Opens the file and reads its header.
  ///
  /// - Parameters:
  ///   - path: a file, or a pipe such as `/dev/stdin`.
  ///   - origin: the flag that named the file, for messages.
  ///   - blockBytes: bytes to read at once.
  static func open(
    _ path: String, origin: String = "--input", blockBytes: Int = 1 << 18
  ) throws(Failure) -> CSVReader {
    precondition(blockBytes > 0, "a block holds at least one byte")
    var reader = CSVReader(path, try handle(path, origin), blockBytes)
    try reader.readHeader()
    return reader
  }

  private mutating func readHeader() throws(Failure) {
    try skipByteOrderMark()
    guard try scanRow() else { throw whole("it is empty; the first line has to name the columns") }
    header = cells.map { String(decoding: block[$0.bytes], as: UTF8.self) }
    if header.contains(where: { $0.utf8.contains(0) || $0.contains("\u{fffd}") }) {
      throw whole("it is not UTF-8 text; save it as CSV in UTF-8, uncompressed")
    }
  }

  private init(_ path: String, _ handle: FileHandle, _ blockBytes: Int) {
    (self.path, self.handle, self.blockBytes) = (path, handle, blockBytes)
  }

  private static func handle(_ path: String, _ origin: String) throws(Failure) -> FileHandle {
    let reason: String
    switch FileKind(path) {
    case .missing: reason = "there is no such file"
    case .folder: reason = "this is a folder, not a file"
    case .ordinary, .special:
      do {
        return try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      } catch {
        reason = "it cannot be opened: \(Failure.reason(of: error))"
      }
    }
    throw Failure(.usage, ["\(origin): \(path): \(reason)"], advice: "Name a CSV file with a header line.")
  }

  // MARK: - Columns

  /// The place of the column of that name, in any case.
  /// - Throws: when there is none, or more than one, saying which there are.
  func column(_ name: String) throws(Failure) -> Int { try columns([name])[0] }

  /// The places of several columns.
  /// - Throws: every name that is missing or there more than once.
  func columns(_ names: [String]) throws(Failure) -> [Int] {
    var problems: [String] = []
    var places: [Int] = []
    for name in names {
      let found = header.indices.filter { header[$0].lowercased() == name.lowercased() }
      switch found.count {
      case 1: places.append(found[0])
      case 0:
        let nearest = NearestName.of(name, among: header).map { "; did you mean `\($0)`?" } ?? ""
        problems.append("\(path): there is no column `\(name)`\(nearest)")
      default: problems.append("\(path): \(found.count) columns are called `\(name)`; rename all but one")
      }
    }
    guard problems.isEmpty else {
      let list = header.prefix(20).joined(separator: ", ") + (header.count > 20 ? ", …" : "")
      throw Failure(.usage, problems, advice: "The file's columns are: \(list)")
    }
    return places
  }

  /// Whether there is exactly one column of that name, and where.
  func columnIfPresent(_ name: String) -> Int? {
    let found = header.indices.filter { header[$0].lowercased() == name.lowercased() }
    return found.count == 1 ? found[0] : nil
  }

  // MARK: - Rows

  /// Goes on to the next row.
  ///
  /// - Returns: false after the last one.
  /// - Throws: a row with more or fewer cells than the header has, a quote that is not closed, a file that cannot be
  ///   read any more.
  mutating func next() throws(Failure) -> Bool {
    guard try nextOfAnyWidth() else { return false }
    guard cells.count == header.count else {
      let hint = isCutOff && cells.count < header.count ? "; the file breaks off in the middle of its last line" : ""
      throw bad("\(counted(cells.count, "cell")) where the header has \(header.count)\(hint)")
    }
    return true
  }

  /// Goes on to the next row, whether or not it has as many cells as the header: see ``cellCount``.
  ///
  /// - Returns: false after the last one.
  /// - Throws: a quote that is not closed, a file that cannot be read any more.
  mutating func nextOfAnyWidth() throws(Failure) -> Bool {
    guard try scanRow() else { return false }
    row += 1
    return true
  }

  /// Cells of the current row.
  var cellCount: Int { cells.count }

  /// Whether the current row is the file's last and has no line end: it may have been cut off.
  var isCutOff: Bool { hasReadAll && position == block.count && block.last != CSVCell.lineFeed }

  // MARK: - Cells of the current row

  /// Whether nothing stands in the cell.
  func isEmpty(_ column: Int) -> Bool { cells[column].bytes.isEmpty }

  /// The cell as a finite number: `-12.5`, `3e-4`. No `nan`, no `inf`, not empty.
  func number(_ column: Int) throws(Failure) -> Double {
    guard let value = DecimalText.double(block.span, cells[column].bytes) else {
      throw bad(column, allowed: "a finite number")
    }
    return value
  }

  /// The cell as a whole number.
  func integer(_ column: Int) throws(Failure) -> Int64 {
    guard let value = DecimalText.units(block.span, cells[column].bytes, places: 0) else {
      throw bad(column, allowed: "a whole number of at most 64 bits")
    }
    return value
  }

  /// The cell as an exact count of units of `1 / 10^places`: with 4 places `100.5` is 1,005,000.
  /// - Throws: also when digits behind the last place are not zero, or the count does not fit 64 bits.
  func decimal(_ column: Int, places: Int) throws(Failure) -> Int64 {
    guard let value = DecimalText.units(block.span, cells[column].bytes, places: places) else {
      throw bad(column, allowed: "a number with at most \(counted(places, "decimal place"))")
    }
    return value
  }

  /// Whether the cell says `text`, which is given in lower case; ASCII letters of the cell in any case.
  func says(_ column: Int, _ text: String) -> Bool {
    let range = cells[column].bytes
    guard range.count == text.utf8.count else { return false }
    let bytes = block.span
    var at = range.lowerBound
    for expected in text.utf8 {
      let byte = bytes[at]
      let isUpper = byte &- 0x41 < 26
      if (isUpper ? byte | 0x20 : byte) != expected { return false }
      at += 1
    }
    return true
  }

  /// The cell's bytes as one number, ASCII letters in lower case, to be held against ``CSVWord``. 0 when the cell is
  /// empty or has more than eight bytes.
  func word(_ column: Int) -> UInt64 {
    let range = cells[column].bytes
    guard 1...8 ~= range.count else { return 0 }
    let word = DigitWord.lowercase(VectorBits.word(upToEight: block.span.extracting(range)))
    return word.byteSwapped &>> UInt64(truncatingIfNeeded: 64 &- 8 &* range.count)
  }

  /// The cell's bytes, without a copy; valid until the next row. To look a name up without making a `String`.
  func withBytes<Result>(_ column: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(block.span.extracting(cells[column].bytes))
  }

  /// The cell as text, copied.
  func text(_ column: Int) -> String { String(decoding: block[cells[column].bytes], as: UTF8.self) }

  // MARK: - What is wrong

  /// A failure in a cell of the current row: where, what was found, what is allowed.
  func bad(_ column: Int, allowed: String) -> Failure {
    let found = isEmpty(column) ? "the cell is empty" : "found `\(text(column).prefix(60))`"
    return Failure(.usage, ["\(place), column `\(header[column])`: \(found), allowed: \(allowed)"])
  }

  /// A failure in the current row as a whole.
  func bad(_ problem: String) -> Failure { Failure(.usage, ["\(place): \(problem)"]) }

  /// A failure of the file as a whole.
  func whole(_ problem: String) -> Failure { Failure(.usage, ["\(path): \(problem)"]) }

  private var place: String { row == 0 ? "\(path): header" : "\(path): row \(row) (line \(line))" }

  // MARK: - Reading

  /// Finds the cells of the next row that is not empty. False at the end of the file.
  private mutating func scanRow() throws(Failure) -> Bool {
    while true {
      var found: [CSVCell] = []
      swap(&found, &cells)  // its memory is used again
      let scan = CSVCell.scan(block.span, from: position, isWhole: hasReadAll, into: &found)
      swap(&found, &cells)
      switch scan {
      case .row(let end, let lineCount):
        line = nextLine
        (position, nextLine) = (end, nextLine + lineCount)
        if cells.count == 1, cells[0].bytes.isEmpty, !cells[0].isQuoted { continue }  // an empty line
        for index in cells.indices where cells[index].hasDoubledQuotes {
          cells[index].bytes = CSVCell.unescape(cells[index].bytes, in: &block)
        }
        return true
      case .end: return false
      case .incomplete: try readOn()
      case .openQuote(let lines):
        throw whole("line \(nextLine + lines): a quoted cell starts here and never ends; close the quote")
      case .textAfterQuote(let lines):
        throw whole("line \(nextLine + lines): text follows a closing quote; double the quotes inside a quoted cell")
      }
    }
  }

  /// Drops the rows that are done with and appends the next block.
  private mutating func readOn() throws(Failure) {
    block.removeSubrange(..<position)
    position = 0
    if block.count > Self.rowBytesMax {
      throw whole("line \(nextLine): more than \(Self.rowBytesMax >> 20) MB without an end; is a quote left open?")
    }
    do {
      // A row that is longer than a block is scanned again from its start: doubling keeps that linear.
      if let data = try handle.read(upToCount: max(blockBytes, block.count)), !data.isEmpty {
        block.append(contentsOf: data)
      } else {
        hasReadAll = true
      }
    } catch {
      throw whole("it cannot be read: \(Failure.reason(of: error))")
    }
  }

  private mutating func skipByteOrderMark() throws(Failure) {
    while block.count < 3, !hasReadAll { try readOn() }
    if block.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
  }
}
