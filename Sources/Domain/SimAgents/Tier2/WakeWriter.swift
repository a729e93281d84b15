import SimColumns

/// Takes what agents of a chunk wait for from now on.
///
/// Compares it with what the index has and writes what differs; what is stated again unchanged goes on as it is: a
/// standing condition is not new, an interval keeps its rhythm. A condition that fired and was removed is new when it is
/// stated again.
///
/// Fastest in row order; any order is right. One writer for a chunk at a time.
public struct WakeWriter {
  private let columns: WakeColumns
  private let pieces: Range<Int>
  // The piece of the last row.
  private var place: Int
  private var piece: WakePiece

  public init(_ index: WakeIndexView, chunk: Int) {
    columns = index.columns
    pieces = Int(columns.firstPiece[chunk])..<Int(columns.firstPiece[chunk + 1])
    precondition(!pieces.isEmpty, "a chunk has agents")
    place = pieces.lowerBound
    piece = columns.pieces[place]
  }

  /// From the next scan on `row`, counted within the population, waits for this and nothing else.
  public mutating func set(_ row: Int, _ wishes: WakeConditions) {
    if !piece.contains(row) { seek(row) }
    let block = piece.block(ofRow: row)
    var marks = wishes.marks
    if columns.below[row] != wishes.below {
      columns.below[row] = wishes.below
      narrow(block, wishes.below)
    } else {
      // Not new; looked at already, unless it was stated after the last scan.
      marks = marks.keeping(.belowIsNew, of: WakeMarks(rawValue: columns.marks[row]))
    }
    if columns.above[row] != wishes.above {
      columns.above[row] = wishes.above
      narrow(block, wishes.above)
    } else {
      marks = marks.keeping(.aboveIsNew, of: WakeMarks(rawValue: columns.marks[row]))
    }
    let due = WakeConditions.due(from: columns.next[place], start: wishes.due, interval: marks.interval)
    if columns.due[row] != due {
      columns.due[row] = due
      columns.earliest[block] = min(columns.earliest[block], due)
    }
    if columns.marks[row] != marks.rawValue {
      columns.marks[row] = marks.rawValue
      columns.blockMarks[block] |= marks.rawValue & (WakeMarks.allNews.rawValue | WakeMarks.isNew.rawValue)
      // No stretch of prices is quiet for a condition that needs no crossing.
      if !marks.isDisjoint(with: .isNew) { columns.quietLow[block] = .max }
    }
  }

  /// A boundary more: the block's quiet stretch ends there. One less needs nothing.
  @inline(__always) private func narrow(_ block: Int, _ boundary: Int32) {
    if boundary < columns.price[place] {
      columns.quietLow[block] = max(columns.quietLow[block], boundary &+ 1)
    } else {
      columns.quietHigh[block] = min(columns.quietHigh[block], boundary)
    }
  }

  private mutating func seek(_ row: Int) {
    if row < Int(piece.firstRow) { place = pieces.lowerBound }
    while place < pieces.upperBound, !columns.pieces[place].contains(row) { place += 1 }
    precondition(place < pieces.upperBound, "row \(row) is none of the chunk's")
    piece = columns.pieces[place]
  }
}

extension WakeMarks {
  /// This, but `mark` as in `old`.
  @inline(__always) func keeping(_ mark: WakeMarks, of old: WakeMarks) -> WakeMarks {
    WakeMarks(rawValue: rawValue & ~mark.rawValue | old.rawValue & mark.rawValue)
  }
}
