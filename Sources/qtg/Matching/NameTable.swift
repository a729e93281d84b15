import SimColumns

/// Names as an order file writes them, each kept once and known by its index, in order of first appearance.
///
/// Looked up by their bytes, without a `String`.
final class NameTable {
  private var table = Table()  // one value, so that a look-up is one access

  var count: Int { table.count }

  /// The index of a name; nil when it is not there.
  func find(_ name: Span<UInt8>) -> Int? { table.find(name) }

  /// The index of a name, which is added if it is not there.
  func index(of name: Span<UInt8>) -> Int { table.index(of: name) }

  func name(_ index: Int) -> ArraySlice<UInt8> { table.bytes[table.range(index)] }

  private struct Table: ~Copyable {
    var bytes: [UInt8] = []
    private var short = IntegerTable()  // by a name of up to seven bytes as a number: its index + 1
    private var ends: [Int] = []  // a row each: the byte after the name
    private var rows = [Int32](repeating: -1, count: 16)  // of longer names, by hash: the index, -1: free
    private var longCount = 0

    var count: Int { ends.count }

    func find(_ name: Span<UInt8>) -> Int? {
      if let key = Self.shortKey(name) {
        let found = short[key]
        return found == 0 ? nil : Int(found) - 1
      }
      let index = rows[row(of: name)]
      return index < 0 ? nil : Int(index)
    }

    mutating func index(of name: Span<UInt8>) -> Int {
      if let index = find(name) { return index }
      precondition(count < Int(Int32.max), "names are numbered with 31 bits")
      for at in 0..<name.count { bytes.append(name[at]) }
      ends.append(bytes.count)
      if let key = Self.shortKey(name) {
        short[key] = UInt64(count)
      } else {
        rows[row(of: name)] = Int32(count - 1)
        longCount += 1
        if 4 * longCount > 3 * rows.count { grow() }
      }
      return count - 1
    }

    /// A name of up to seven bytes, and how many, as one number.
    private static func shortKey(_ name: Span<UInt8>) -> Int64? {
      guard name.count <= 7 else { return nil }
      return Int64(bitPattern: VectorBits.word(upToEight: name) | UInt64(name.count) &<< 56)
    }

    /// Where a name lies in `bytes`.
    func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    private func row(of name: Span<UInt8>) -> Int {
      let last = rows.count - 1
      var row = Int(truncatingIfNeeded: Self.hash(name)) & last
      while rows[row] >= 0, !isEqual(name, range(Int(rows[row]))) { row = (row + 1) & last }
      return row
    }

    private func isEqual(_ name: Span<UInt8>, _ range: Range<Int>) -> Bool {
      guard name.count == range.count else { return false }
      for at in 0..<name.count where name[at] != bytes[range.lowerBound &+ at] { return false }
      return true
    }

    private mutating func grow() {
      rows = [Int32](repeating: -1, count: 2 * rows.count)
      for index in 0..<count where range(index).count > 7 {
        rows[row(of: bytes.span.extracting(range(index)))] = Int32(index)
      }
    }

    /// FNV-1a, its upper half folded in.
    private static func hash(_ name: Span<UInt8>) -> UInt64 {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for at in 0..<name.count { hash = (hash ^ UInt64(name[at])) &* 0x100_0000_01b3 }
      return hash ^ hash >> 32
    }
  }
}

/// Who or what a row names: whole numbers as they are, any other text as one less than minus its index.
///
/// `7` is a number, `007`, `+7` and `A7` are texts, and all four are different names: names are compared as written.
final class MixedNames {
  private let texts = NameTable()

  func find(_ name: Span<UInt8>) -> Int64? { Self.number(name) ?? texts.find(name).map { ~Int64($0) } }

  func add(_ name: Span<UInt8>) -> Int64 { Self.number(name) ?? ~Int64(texts.index(of: name)) }

  /// The text of a name that is no number.
  func text(_ name: Int64) -> ArraySlice<UInt8> { texts.name(Int(~name)) }

  /// A name as it was written.
  func written(_ name: Int64) -> ArraySlice<UInt8> { name < 0 ? text(name) : Array(String(name).utf8)[...] }

  /// Up to 18 digits without a leading zero.
  static func number(_ name: Span<UInt8>) -> Int64? {
    guard (1...18).contains(name.count), name.count == 1 || name[0] != 0x30 else { return nil }
    if name.count <= 8 {
      return DigitWord.number(VectorBits.word(upToEight: name), count: name.count).map { Int64(bitPattern: $0) }
    }
    var number: Int64 = 0
    for at in 0..<name.count {
      let digit = name[at] &- 0x30
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int64(digit)
    }
    return number
  }
}
