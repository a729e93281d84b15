import SimColumns
import SimKernels

extension WakeIndexView {
  /// What one scan of a chunk came to.
  public struct Tally: Equatable, Sendable {
    public var woken = 0  // agents
    public var blocksRead = 0  // of 64 rows

    public init(woken: Int = 0, blocksRead: Int = 0) { (self.woken, self.blocksRead) = (woken, blocksRead) }
  }

  /// Finds out who of a chunk's agents wakes in `tick`; ``woken(_:)`` has them. Each tick once, before any of them
  /// states anything new.
  ///
  /// Conditions that fire and do not stand are removed, intervals go on to their next time.
  ///
  /// - Parameters:
  ///   - tick: later than that of the scan before.
  ///   - last: last prices, ticks, 1 ..< `Int32.max`; row = symbol. They are compared with those of the scan before.
  ///   - news: the tick's ``WakeNews``; row = symbol.
  /// - Complexity: 12 bytes read for each block of 64 rows; of each block that is not quiet 512 bytes for prices, 256
  ///   for times, 256 for news; no allocation.
  @discardableResult
  public func scan(_ chunk: Int, tick: UInt32, last: ColumnView<Int32>, news: ColumnView<UInt8>) -> Tally {
    let columns = columns
    let first = chunk &* chunkRows
    var list = WakeListWriter(columns, next: first)
    var blocksRead = 0
    for place in Int(columns.firstPiece[chunk])..<Int(columns.firstPiece[chunk &+ 1]) {
      let piece = columns.pieces[place]
      let symbol = Int(piece.symbol)
      let moment = WakeMoment(
        tick: tick, price: last[symbol], before: columns.price[place], news: UInt32(news[symbol]))
      assert(tick >= columns.next[place] && tick < WakeConditions.never, "a tick is scanned once")
      assert(moment.price > 0 && moment.price < .max, "a price has 1 ..< Int32.max ticks")
      var start = Int(piece.firstBlock)
      while start < Int(piece.endBlock) {
        // Whole vectors: blocks that fill the last one up are never restless.
        let end = min(start &+ 64, (Int(piece.endBlock) &+ 7) & ~7)
        var restless = RestlessBlocks.vector(
          start..<end, quietLow: columns.quietLow, quietHigh: columns.quietHigh, due: columns.earliest,
          price: moment.price, tick: tick)
        if moment.news != 0 {
          restless |= MarkedRows.vector(start..<end, marks: columns.blockMarks, wanted: moment.news)
        }
        blocksRead &+= restless.nonzeroBitCount
        while restless != 0 {
          let block = start &+ restless.trailingZeroBitCount
          list.read(block, piece.rows(ofBlock: block), moment)
          restless &= restless &- 1
        }
        start = end
      }
      (columns.before[place], columns.price[place]) = (moment.before, moment.price)
      columns.next[place] = tick &+ 1
    }
    list.removeFired(from: first)
    let woken = list.next &- first
    columns.wokenCount[chunk] = Int32(truncatingIfNeeded: woken)
    return Tally(woken: woken, blocksRead: blocksRead)
  }
}
