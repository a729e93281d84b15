import SimColumns

/// Where a cell lies in a block of CSV text, and how a row is cut into cells (RFC 4180).
///
///     unquoted   up to the next comma or line end; spaces and tabs around it do not count
///     quoted     from quote to quote; inside, a doubled quote stands for one, and commas and line ends are text
struct CSVCell {
  var bytes: Range<Int>  // in the block, quotes excluded
  var isQuoted = false
  var hasDoubledQuotes = false

  static let lineFeed = UInt8(ascii: "\n")
  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")

  enum Scan {
    case row(end: Int, lineCount: Int)  // the first byte behind it, and the lines it covers
    case end  // no byte is left
    case incomplete  // the block ends before the row does
    // `lines` lines below the row's first.
    case openQuote(lines: Int)
    case textAfterQuote(lines: Int)
  }

  /// Finds the cells of the row that starts at `start`.
  ///
  /// - Parameter isWhole: nothing follows the block, so its end is the row's.
  static func scan(_ block: Span<UInt8>, from start: Int, isWhole: Bool, into cells: inout [CSVCell]) -> Scan {
    cells.removeAll(keepingCapacity: true)
    let count = block.count
    guard start < count else { return isWhole ? .end : .incomplete }
    if let end = scanPlain(block, from: start, into: &cells) { return .row(end: end, lineCount: 1) }
    cells.removeAll(keepingCapacity: true)
    var at = start
    var lines = 0
    while true {
      var cell = CSVCell(bytes: at..<at)
      while at < count, isBlank(block[at]) { at &+= 1 }
      if at < count, block[at] == quote {
        let startLines = lines
        let first = at &+ 1
        at = first
        while true {
          guard at < count else { return isWhole ? .openQuote(lines: startLines) : .incomplete }
          if block[at] == quote {
            guard at &+ 1 < count || isWhole else { return .incomplete }
            guard at &+ 1 < count, block[at &+ 1] == quote else { break }
            cell.hasDoubledQuotes = true
            at &+= 1
          } else if block[at] == lineFeed {
            lines &+= 1
          }
          at &+= 1
        }
        cell.bytes = first..<at
        cell.isQuoted = true
        at &+= 1
        while at < count, isBlank(block[at]) || block[at] == 0x0d { at &+= 1 }
        guard at < count || isWhole else { return .incomplete }
        if at < count, block[at] != comma, block[at] != lineFeed { return .textAfterQuote(lines: lines) }
      } else {
        let first = at
        while at < count, block[at] != comma, block[at] != lineFeed { at &+= 1 }
        guard at < count || isWhole else { return .incomplete }
        var last = at
        if last > first, at == count || block[at] == lineFeed, block[last &- 1] == 0x0d { last &-= 1 }
        while last > first, isBlank(block[last &- 1]) { last &-= 1 }
        cell.bytes = first..<last
      }
      cells.append(cell)
      if at == count { return .row(end: at, lineCount: lines) }
      if block[at] == lineFeed { return .row(end: at &+ 1, lineCount: lines &+ 1) }
      at &+= 1
    }
  }

  /// A row that lies whole in the block, without quotes and without anything to leave out but a carriage return: what
  /// nearly every row is. Commas and line ends are found eight bytes at a time. Nil for any other row.
  private static func scanPlain(_ block: Span<UInt8>, from start: Int, into cells: inout [CSVCell]) -> Int? {
    var first = start  // of the cell
    var at = start
    while at &+ 8 <= block.count {
      let word = VectorBits.word(block, at: at)
      var ends = DigitWord.matches(word, comma) | DigitWord.matches(word, lineFeed)
      while ends != 0 {
        let end = at &+ ends.trailingZeroBitCount &>> 3
        let isLast = block[end] == lineFeed
        var last = end
        if isLast, last > first, block[last &- 1] == 0x0d { last &-= 1 }
        if last > first {
          // Blanks, control characters and quotes are all up to 0x22: look closer.
          guard block[first] > quote, block[last &- 1] > quote else { return nil }
        }
        cells.append(CSVCell(bytes: first..<last))
        if isLast { return end &+ 1 }
        first = end &+ 1
        ends &= ends &- 1
      }
      at &+= 8
    }
    return nil
  }

  /// Moves the bytes together over the first of each pair of quotes. Where the text lies then.
  static func unescape(_ bytes: Range<Int>, in block: inout [UInt8]) -> Range<Int> {
    var (from, to) = (bytes.lowerBound, bytes.lowerBound)
    while from < bytes.upperBound {
      if block[from] == quote { from += 1 }
      block[to] = block[from]
      from += 1
      to += 1
    }
    return bytes.lowerBound..<to
  }

  @inline(__always) private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
