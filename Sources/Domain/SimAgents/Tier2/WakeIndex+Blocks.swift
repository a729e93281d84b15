import SimColumns
import SimKernels

/// What is the same for all rows of a piece.
struct WakeMoment {
  let tick: UInt32
  let price, before: Int32  // ticks: now, and at the scan before
  let news: UInt32  // the kinds that begin now

  var hasFallen: Bool { price < before }
}

/// Reads blocks that are not quiet, appends who wakes to the chunk's list, and brings the blocks' summaries up to date.
struct WakeListWriter {
  private let columns: WakeColumns
  private(set) var next: Int  // where the list goes on

  init(_ columns: WakeColumns, next: Int) { (self.columns, self.next) = (columns, next) }

  /// Which rows of a block something fires for, a bit each.
  private struct Fired {
    var below: UInt64 = 0
    var above: UInt64 = 0
    var due: UInt64 = 0
    var news: UInt64 = 0
  }

  @inline(__always)
  mutating func read(_ block: Int, _ rows: Range<Int>, _ moment: WakeMoment) {
    var crossed: UInt64 = 0
    if moment.price < columns.quietLow[block] || moment.price > columns.quietHigh[block] {
      crossed = readPrices(block, rows, moment)
    }
    let isDue = columns.earliest[block] <= moment.tick
    let isMarked = columns.blockMarks[block] & (moment.news | WakeMarks.isNew.rawValue) != 0
    if isDue || isMarked {
      var fired = Fired()
      if moment.hasFallen { fired.below = crossed } else { fired.above = crossed }
      if isDue { readTimes(block, rows, moment, &fired) }
      if isMarked { readMarks(block, rows, moment, &fired) }
      append(fired, rows, moment)
    } else if crossed != 0 {
      append(crossed, rows, moment.hasFallen ? .below : .above)
    }
  }

  /// Boundaries that the price has passed, in the column that waits for its direction. As the price has left the
  /// block's quiet stretch, there is a new one.
  @inline(__always)
  private func readPrices(_ block: Int, _ rows: Range<Int>, _ moment: WakeMoment) -> UInt64 {
    let first = moment.hasFallen ? columns.below : columns.above
    let second = moment.hasFallen ? columns.above : columns.below
    let move = PriceMove.vector(rows, first: first, second: second, price: moment.price, before: moment.before)
    // One-shot conditions that fire now are counted although they go: at worst the block is read once more than needed.
    columns.quietLow[block] = move.low
    columns.quietHigh[block] = move.high
    return move.passed
  }

  /// Times that have come; intervals go on to the next.
  private func readTimes(_ block: Int, _ rows: Range<Int>, _ moment: WakeMoment, _ fired: inout Fired) {
    let (due, marks) = (columns.due, columns.marks)
    columns.earliest[block] = DueRows.earliest(rows, due: due)
    guard columns.earliest[block] <= moment.tick else { return }  // whoever waited has been told otherwise
    fired.due = DueRows.vector(rows, due: due, tick: moment.tick)
    var left = fired.due
    while left != 0 {
      let row = rows.lowerBound &+ left.trailingZeroBitCount
      due[row] = WakeConditions.due(
        from: moment.tick &+ 1, start: due[row], interval: WakeMarks(rawValue: marks[row]).interval)
      left &= left &- 1
    }
    columns.earliest[block] = DueRows.earliest(rows, due: due)
  }

  /// News, and conditions that are looked at for the first time and need no crossing.
  private func readMarks(_ block: Int, _ rows: Range<Int>, _ moment: WakeMoment, _ fired: inout Fired) {
    let marks = columns.marks
    fired.news = MarkedRows.vector(rows, marks: marks, wanted: moment.news)
    var new = MarkedRows.vector(rows, marks: marks, wanted: WakeMarks.isNew.rawValue)
    while new != 0 {
      let place = new.trailingZeroBitCount
      let row = rows.lowerBound &+ place
      let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: place)
      var mark = WakeMarks(rawValue: marks[row])
      if mark.contains(.belowIsNew), moment.price <= columns.below[row] { fired.below |= bit }
      if mark.contains(.aboveIsNew), moment.price > columns.above[row] { fired.above |= bit }
      mark.subtract(.isNew)
      marks[row] = mark.rawValue
      new &= new &- 1
    }
    var all: UInt32 = 0
    for row in rows { all |= marks[row] }
    columns.blockMarks[block] = all & WakeMarks.allNews.rawValue
  }

  /// Appends rows that all wake for one reason: the usual case.
  @inline(__always)
  private mutating func append(_ word: UInt64, _ rows: Range<Int>, _ reason: WakeReasons) {
    let (woken, reasons) = (columns.woken, columns.reasons)
    let end = next &+ word.nonzeroBitCount
    var left = word
    if rows.count == WakePiece.blockRows {
      // Four at a time, wanted or not: how many rows of a block wake is no pattern a branch could learn. What is written
      // too much lies in the block's own part of the list at most, and is written over or ignored.
      repeat {
        for step in 0..<4 {
          woken[next &+ step] = Int32(truncatingIfNeeded: rows.lowerBound &+ left.trailingZeroBitCount)
          reasons[next &+ step] = reason
          left &= left &- 1
        }
        next &+= 4
      } while next < end
      next = end
    } else {
      while left != 0 {
        append(rows.lowerBound &+ left.trailingZeroBitCount, reason)
        left &= left &- 1
      }
    }
  }

  /// Appends who wakes, with all reasons.
  private mutating func append(_ fired: Fired, _ rows: Range<Int>, _ moment: WakeMoment) {
    var left = fired.below | fired.above | fired.due | fired.news
    while left != 0 {
      let place = left.trailingZeroBitCount
      let row = rows.lowerBound &+ place
      let bits =
        columns.marks[row] & moment.news | Self.bit(fired.below, place) &<< 3 | Self.bit(fired.above, place) &<< 4
        | Self.bit(fired.due, place) &<< 5
      append(row, WakeReasons(rawValue: UInt8(truncatingIfNeeded: bits)))
      left &= left &- 1
    }
  }

  @inline(__always) private mutating func append(_ row: Int, _ reasons: WakeReasons) {
    columns.woken[next] = Int32(truncatingIfNeeded: row)
    columns.reasons[next] = reasons
    next &+= 1
  }

  @inline(__always) private static func bit(_ word: UInt64, _ place: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: (word &>> UInt64(truncatingIfNeeded: place)) & 1)
  }

  /// Removes the price conditions that have fired and do not stand, of everybody on the list from `first` on.
  ///
  /// A pass of its own without a branch, in which many rows' cache misses run side by side.
  func removeFired(from first: Int) {
    let (woken, reasons, marks, below, above) = (
      columns.woken, columns.reasons, columns.marks, columns.below, columns.above
    )
    for place in first..<next {
      let row = Int(woken[place])
      let isFired = UInt32(reasons[place].rawValue)
      // Bits 3 and 4 of both: fired, and does not stand.
      let isOver = isFired & ~marks[row]
      let (own, ownAbove) = (below[row], above[row])
      below[row] = isOver & WakeMarks.belowStands.rawValue == 0 ? own : WakeConditions.noBoundary
      above[row] = isOver & WakeMarks.aboveStands.rawValue == 0 ? ownAbove : WakeConditions.noBoundary
    }
  }
}
