import SimColumns

/// Integers of `width` bits each, packed in eight lanes side by side.
///
///     value i belongs to lane i % 8; a lane is a stream of bits, lowest first, cut into 32-bit words
///     word w of lane l is word 8·w + l of the packed text
///
/// So eight neighbours are shifted by the same amount and one vector instruction works on all of them. The last words
/// of a lane are filled up with zeros.
enum BitPacking {
  typealias Lanes = SIMD8<UInt32>
  static let lanes = 8

  /// Words that `count` values take.
  static func words(count: Int, width: Int) -> Int {
    let bitsPerLane = (count + lanes - 1) / lanes * width
    return (bitsPerLane + 31) / 32 * lanes
  }

  /// Bits that hold every value from 0 to `largest`.
  static func width(of largest: UInt32) -> Int { 32 - largest.leadingZeroBitCount }

  /// Packs `values[i] - base`, modulo 2³².
  ///
  /// - Parameters:
  ///   - values: room for whole vectors; what lies beyond `count` is not looked at.
  ///   - packed: exactly ``words(count:width:)`` words.
  static func pack(
    _ values: ColumnView<Int32>, count: Int, base: Int32, width: Int, into packed: ColumnView<UInt32>
  ) {
    precondition((0...32).contains(width) && packed.count == words(count: count, width: width), "the words are there")
    precondition(values.count >= (count + lanes - 1) / lanes * lanes, "whole vectors")
    guard width > 0 else { return }
    let bases = SIMD8<Int32>(repeating: base)
    let whole = count / lanes * lanes
    var pending = Lanes()  // bits that do not fill a word yet …
    var used: UInt32 = 0  // … so many of each lane, below 32
    var out = 0
    var row = 0
    while row < count {
      var vector = Lanes(truncatingIfNeeded: values.load(row, as: SIMD8<Int32>.self) &- bases)
      if row == whole {
        for lane in count - whole..<lanes { vector[lane] = 0 }
      }
      pending |= vector &<< Lanes(repeating: used)
      used += UInt32(width)
      if used >= 32 {
        packed.store(pending, out)
        out += lanes
        used -= 32
        // A shift by 32 would be one by 0.
        pending = used == 0 ? Lanes() : vector &>> Lanes(repeating: UInt32(width) - used)
      }
      row += lanes
    }
    if used > 0 { packed.store(pending, out) }
  }

  /// The reverse. Writes whole vectors: `values` has room for them.
  static func unpack(
    _ packed: ColumnView<UInt32>, count: Int, base: Int32, width: Int, into values: ColumnView<Int32>
  ) {
    precondition((0...32).contains(width) && packed.count == words(count: count, width: width), "the words are there")
    precondition(values.count >= (count + lanes - 1) / lanes * lanes, "whole vectors")
    let bases = SIMD8<Int32>(repeating: base)
    let mask = Lanes(repeating: width == 32 ? .max : (1 << UInt32(width)) - 1)
    var word = Lanes()
    var used: UInt32 = 32  // bits of `word` that were taken
    var next = 0
    for row in stride(from: 0, to: count, by: lanes) {
      var vector = Lanes()
      if width > 0 {
        if used == 32 {
          word = packed.load(next, as: Lanes.self)
          next += lanes
          used = 0
        }
        vector = word &>> Lanes(repeating: used)
        let had = 32 - used
        used += UInt32(width)
        if used > 32 {
          word = packed.load(next, as: Lanes.self)
          next += lanes
          used -= 32
          vector |= word &<< Lanes(repeating: had)
        }
      }
      values.store(SIMD8<Int32>(truncatingIfNeeded: vector & mask) &+ bases, row)
    }
  }
}
