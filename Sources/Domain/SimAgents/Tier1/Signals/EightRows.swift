import SimColumns

/// Eight agents of a scan at a time: what the lanes they look at say, and for which of them something is true.
enum EightRows {
  typealias Halves = (low: SIMD4<Double>, high: SIMD4<Double>)
  typealias Mask = SIMDMask<SIMD4<Int64>>

  /// Goes through a segment's agents. Those of whom something changes are moved one by one; of most nothing does, and
  /// their steps become ``SignalStep/none`` eight at a time.
  /// - Parameters:
  ///   - changed: of eight rows from this one on, a bit for each that has to be moved.
  ///   - move: writes the step of a row. For a row that need not be moved, none.
  @inline(__always)
  static func scan(
    _ rows: Range<Int>, _ steps: ColumnView<UInt8>, changed: (_ row: Int) -> UInt64, move: (_ row: Int) -> Void
  ) {
    var row = rows.lowerBound
    while row &+ 8 <= rows.upperBound {
      var left = changed(row)
      steps.storeWord(0, row)
      while left != 0 {
        move(row &+ left.trailingZeroBitCount)
        left &= left &- 1
      }
      row &+= 8
    }
    while row < rows.upperBound {
      move(row)
      row &+= 1
    }
  }

  /// Element `i`: the value of the lane that row `row + i` looks at.
  @inline(__always)
  static func values(_ values: ColumnView<Double>, of lanes: ColumnView<UInt8>, _ row: Int) -> Halves {
    let lane = lanes.word(row)
    @inline(__always) func value(_ place: UInt64) -> Double { values[Int((lane &>> (8 &* place)) & 0xff)] }
    return (
      SIMD4(value(0), value(1), value(2), value(3)), SIMD4(value(4), value(5), value(6), value(7))
    )
  }

  @inline(__always) static func levels(_ column: ColumnView<Float>, _ row: Int) -> Halves {
    (
      SIMD4<Double>(column.load(row, as: SIMD4<Float>.self)),
      SIMD4<Double>(column.load(row &+ 4, as: SIMD4<Float>.self))
    )
  }

  /// The stances, -1, 0 or 1.
  @inline(__always) static func stances(_ column: ColumnView<Int8>, _ row: Int) -> Halves {
    (
      SIMD4<Double>(SIMD4<Int32>(truncatingIfNeeded: column.load(row, as: SIMD4<Int8>.self))),
      SIMD4<Double>(SIMD4<Int32>(truncatingIfNeeded: column.load(row &+ 4, as: SIMD4<Int8>.self)))
    )
  }

  /// Bit `i` is set where element `i` of the eight is true.
  @inline(__always) static func bits(_ low: Mask, _ high: Mask) -> UInt64 {
    let none = SIMD4<UInt64>()
    let all =
      none.replacing(with: SIMD4(1, 2, 4, 8), where: low) | none.replacing(with: SIMD4(16, 32, 64, 128), where: high)
    let two = all.lowHalf | all.highHalf
    return two.x | two.y
  }
}
