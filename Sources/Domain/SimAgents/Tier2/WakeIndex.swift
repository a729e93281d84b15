import SimColumns
import SimKernels

/// Who of a population's agents has to be woken: what each waits for, in columns, and a summary for every 64 rows.
///
/// A price condition is a *boundary* between two prices: `below` *T* is passed downwards between *T* + 1 and *T*,
/// `above` *T* upwards between *T* - 1 and *T*. It fires when the last price passes it, so a jump over many boundaries
/// fires each of them once, and a price that stays beyond fires nothing.
///
///     prices        … 9,498 | 9,499   9,500   9,501 | 9,502 …
///     boundaries            b                       b'
///     quiet                   └── low ……… high ──┘        no boundary of the block's rows inside
///
/// The summary of a block is the stretch of prices around the last one that holds none of its rows' boundaries, the
/// earliest tick that one of them waits for, and the kinds of news they listen to. While the price stays inside, the
/// tick is not reached and there is no such news, none of the block's rows is read. A new condition can only narrow
/// the stretch; removing one leaves it as it is, narrower than it could be, until the block is read the next time. So a
/// summary is never wrong and costs nothing to keep.
///
/// Rows are those of the population, 0 its first agent, sorted by symbol. The index remembers the price of each scan
/// itself: that is what the next one is compared with.
///
/// What an agent states takes effect at the next scan. A tick's list is complete before any of its agents decides, so
/// no change can reach it and none needs to wait in a buffer.
///
/// Chunks share nothing: each may be scanned, and its rows' conditions changed, on any thread.
public final class WakeIndex: Sendable {
  private let columns: WakeColumns.Owner
  /// What phases and strategies are handed; must not outlive the index.
  public let view: WakeIndexView

  /// - Parameters:
  ///   - population: gives the rows and their symbols.
  ///   - last: the symbols' last prices at the start, ticks; row = symbol.
  ///   - chunkRows: as in the grid that cuts the population.
  public init(
    _ population: PopulationPlan, last: ColumnView<Int32>, chunkRows: Int = ChunkGrid.defaultChunkRows,
    placement: MemoryPlacement = .anywhere
  ) {
    let grid = ChunkGrid(runLengths: [population.rows.count], chunkRows: chunkRows)
    var pieces: [WakePiece] = []
    var firstPieces: [Int32] = [0]
    var blockCount = 0
    let first = population.rows.lowerBound
    for chunk in grid.chunks {
      for segment in population.segments(in: chunk.rows.lowerBound + first..<chunk.rows.upperBound + first) {
        let blocks = (segment.rows.count + WakePiece.blockRows - 1) / WakePiece.blockRows
        pieces.append(
          WakePiece(
            symbol: Int32(segment.symbol), firstRow: Int32(segment.rows.lowerBound - first),
            endRow: Int32(segment.rows.upperBound - first), firstBlock: Int32(blockCount),
            endBlock: Int32(blockCount + blocks)))
        blockCount += (blocks + 7) / 8 * 8  // whole vectors
      }
      firstPieces.append(Int32(pieces.count))
    }
    columns = WakeColumns.Owner(
      rows: population.rows.count, blocks: blockCount, pieces: pieces, firstPieces: firstPieces, placement: placement)
    view = WakeIndexView(columns.view, chunkRows: chunkRows, firstAgent: first)
    for (place, piece) in pieces.enumerated() {
      columns.view.price[place] = last[Int(piece.symbol)]
      columns.view.before[place] = last[Int(piece.symbol)]
    }
  }

  /// Bytes of its columns, for the memory report.
  public var byteCount: Int { columns.byteCount }
}

/// The agents of a chunk that watch one symbol.
struct WakePiece: BitwiseCopyable, Sendable {
  /// Rows of a block: what one word has bits for.
  static let blockRows = 64

  let symbol: Int32
  let firstRow, endRow: Int32
  let firstBlock, endBlock: Int32

  func rows(ofBlock block: Int) -> Range<Int> {
    let first = Int(firstRow) &+ (block &- Int(firstBlock)) &* Self.blockRows
    return first..<min(first &+ Self.blockRows, Int(endRow))
  }
  func block(ofRow row: Int) -> Int { Int(firstBlock) &+ (row &- Int(firstRow)) / Self.blockRows }
  func contains(_ row: Int) -> Bool { row >= Int(firstRow) && row < Int(endRow) }
}

/// The columns of a ``WakeIndex``, borrowed.
struct WakeColumns: Sendable {
  // Row = agent of the population.
  let below, above: ColumnView<Int32>  // boundaries, ticks
  let due: ColumnView<UInt32>
  let marks: ColumnView<UInt32>  // ``WakeMarks``
  let woken: ColumnView<Int32>  // rows, each chunk's list from its first row on …
  let reasons: ColumnView<WakeReasons>  // … and why
  // Row = block. Conservative: `quietLow ... quietHigh` may be narrower than it could be, `earliest` earlier, and
  // `blockMarks` more than any row has.
  let quietLow, quietHigh: ColumnView<Int32>  // ticks
  let earliest: ColumnView<UInt32>
  let blockMarks: ColumnView<UInt32>
  // Row = piece.
  let pieces: ColumnView<WakePiece>
  let price, before: ColumnView<Int32>  // at the last scan, and at the one before it
  let next: ColumnView<UInt32>  // the first tick not scanned
  // Row = chunk, and one more in `firstPiece`.
  let firstPiece: ColumnView<Int32>
  let wokenCount: ColumnView<Int32>

  struct Owner: ~Copyable, Sendable {
    let below, above: Column<Int32>
    let due, marks: Column<UInt32>
    let woken: Column<Int32>
    let reasons: Column<WakeReasons>
    let quietLow, quietHigh: Column<Int32>
    let earliest, blockMarks: Column<UInt32>
    let pieces: Column<WakePiece>
    let price, before: Column<Int32>
    let next: Column<UInt32>
    let firstPiece, wokenCount: Column<Int32>

    init(rows: Int, blocks: Int, pieces: [WakePiece], firstPieces: [Int32], placement: MemoryPlacement) {
      below = Column(count: rows, filledWith: WakeConditions.noBoundary, placement: placement)
      above = Column(count: rows, filledWith: WakeConditions.noBoundary, placement: placement)
      due = Column(count: rows, filledWith: WakeConditions.never, placement: placement)
      marks = Column(count: rows, filledWith: 0, placement: placement)
      woken = Column(count: rows, filledWith: 0, placement: placement)
      reasons = Column(count: rows, filledWith: [], placement: placement)
      quietLow = Column(count: blocks, filledWith: 1, placement: placement)
      quietHigh = Column(count: blocks, filledWith: .max, placement: placement)
      earliest = Column(count: blocks, filledWith: WakeConditions.never, placement: placement)
      blockMarks = Column(count: blocks, filledWith: 0, placement: placement)
      let blank = WakePiece(symbol: 0, firstRow: 0, endRow: 0, firstBlock: 0, endBlock: 0)
      self.pieces = Column(count: pieces.count, filledWith: blank)
      for (place, piece) in pieces.enumerated() { self.pieces.view[place] = piece }
      price = Column(count: pieces.count, filledWith: 0)
      before = Column(count: pieces.count, filledWith: 0)
      next = Column(count: pieces.count, filledWith: 0)
      firstPiece = Column(firstPieces)
      wokenCount = Column(count: firstPieces.count - 1, filledWith: 0)
    }

    var view: WakeColumns {
      WakeColumns(
        below: below.view, above: above.view, due: due.view, marks: marks.view, woken: woken.view,
        reasons: reasons.view, quietLow: quietLow.view, quietHigh: quietHigh.view, earliest: earliest.view,
        blockMarks: blockMarks.view, pieces: pieces.view, price: price.view, before: before.view,
        next: next.view, firstPiece: firstPiece.view, wokenCount: wokenCount.view)
    }

    var byteCount: Int {
      21 * below.count + 16 * quietLow.count + (MemoryLayout<WakePiece>.stride + 12) * pieces.count
        + 4 * (firstPiece.count + wokenCount.count)
    }
  }
}
