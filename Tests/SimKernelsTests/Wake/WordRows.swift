import SimColumns
import SimRandom

/// Rows for the kernels whose answer is a word: every number of rows a word has bits for, from aligned starts and from
/// others, with a value in each row that is one of a few or any.
enum WordRows {
  static let counts = Array(0...64)
  static let starts = [0, 1, 3, 8, 61]

  /// Words that are `usual` often enough, and anything else otherwise.
  static func column(_ count: Int, seed: Int, usual: [UInt32]) -> Column<UInt32> {
    let column = Column<UInt32>(count: count, filledWith: 0)
    var stream = RowStream(StreamKey(seed: UInt64(seed), purpose: .spawn), row: UInt32(count), tick: 7)
    for row in 0..<count {
      let place = Int(stream.bounded(UInt32(usual.count) + 1))
      column.view[row] = place < usual.count ? usual[place] : stream.next32()
    }
    return column
  }

  /// The same without negative numbers, for prices.
  static func prices(_ count: Int, seed: Int, usual: [Int32]) -> Column<Int32> {
    let words = column(count, seed: seed, usual: usual.map { UInt32(bitPattern: $0) })
    let column = Column<Int32>(count: count, filledWith: 0)
    for row in 0..<count { column.view[row] = Int32(words.view[row] & 0x7fff_ffff) }
    return column
  }
}
