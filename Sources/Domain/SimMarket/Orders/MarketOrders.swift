import SimColumns
import SimTypes

/// One symbol's orders of a tick side by side: what an auction walks, and uses up.
///
///     row      0 … 4   5 6 7      8 … 18    19 … 23
///              bids    fillers    asks      fillers        vectors of eight rows
///
/// Scratch memory of one worker, filled anew for every symbol. Bids stand first, asks behind them; within a side they
/// stand in the order of arrival. Each side starts a vector, and the last one is filled up with orders of no shares at
/// the worst of all prices, so that who adds up a side or looks for a price needs no end of the loop of its own.
public struct MarketOrders: ~Copyable {
  public let price: ColumnView<Int32>  // limit in ticks, or OrderBoxes.marketBuy / marketSell
  public let quantity: ColumnView<Int32>  // shares
  public let position: ColumnView<Int32>  // name in the boxes
  public private(set) var bids = 0..<0
  public private(set) var asks = 0..<0
  public private(set) var demand: Int64 = 0  // shares of all bids
  public private(set) var supply: Int64 = 0  // shares of all asks
  public private(set) var bestBid = Int32.min  // ticks; Int32.min without bids
  public private(set) var bestAsk = Int32.max
  /// Slots of the resting orders among them.
  let slot: ColumnView<Int32>
  private let prices, quantities, positions, slots: Column<Int32>

  /// Rows of a vector, and what every side starts at a multiple of.
  static let vectorRows = 8
  /// Rows of a cache line.
  private static let lineRows = 16

  /// - Parameter capacity: the most orders of one symbol and tick, those that rest included.
  public init(capacity: Int) {
    // Fillers behind each side.
    let rows = capacity + 2 * Self.vectorRows
    prices = Column(count: rows, filledWith: 0)
    quantities = Column(count: rows, filledWith: 0)
    positions = Column(count: rows, filledWith: 0)
    slots = Column(count: rows, filledWith: -1)
    (price, quantity, position, slot) = (prices.view, quantities.view, positions.view, slots.view)
  }

  /// Replaces the orders by those the boxes hold for `symbol`.
  public mutating func collect(_ boxes: OrderBoxView, symbol: Int) {
    let rows = boxes.chunkRows(ofSymbol: symbol)
    endBids(at: copy(boxes, rows, .buy, to: 0))
    endAsks(at: copy(boxes, rows, .sell, to: asks.lowerBound))
    measure()
  }

  /// Copies the runs of one side behind each other and returns where they end.
  ///
  /// A chunk's runs stand in the order of symbols, and so do its agents who trade only one: what comes next in it will
  /// be asked for by the next side or symbol, and is asked for here.
  @inline(__always) private func copy(_ boxes: OrderBoxView, _ rows: Range<Int>, _ side: Side, to start: Int) -> Int {
    let (prices, quantities, positions) = (price, quantity, position)
    let (runPrices, runQuantities, runPositions) = (boxes.runPrice, boxes.runQuantity, boxes.runPosition)
    let (fills, agents) = (boxes.filled, boxes.agent)
    var next = start
    for row in rows {
      let places = boxes.places(row, side)
      var place = places.lowerBound
      guard place < places.upperBound else { continue }
      let (ahead, name) = (places.upperBound &+ Self.lineRows, Int(runPositions[places.upperBound &- 1]))
      runPrices.prefetch(ahead)
      runQuantities.prefetch(ahead)
      runPositions.prefetch(ahead)
      fills.prefetch(name &+ Self.lineRows)
      agents.prefetch(name &+ Self.lineRows)
      if places.count >= Self.vectorRows {
        // Whole vectors, the last of which overlaps the one before it.
        let last = places.upperBound &- Self.vectorRows
        let shift = next &- place
        while place < places.upperBound {
          let from = min(place, last)
          prices.store(runPrices.load(from, as: SIMD8<Int32>.self), from &+ shift)
          quantities.store(runQuantities.load(from, as: SIMD8<Int32>.self), from &+ shift)
          positions.store(runPositions.load(from, as: SIMD8<Int32>.self), from &+ shift)
          place &+= Self.vectorRows
        }
        next = places.upperBound &+ shift
        continue
      }
      while place < places.upperBound {
        prices[next] = runPrices[place]
        quantities[next] = runQuantities[place]
        positions[next] = runPositions[place]
        next &+= 1
        place &+= 1
      }
    }
    return next
  }

  // MARK: - The two sides

  /// The rows of a side and its fillers.
  @inline(__always) func padded(_ side: Range<Int>) -> Range<Int> {
    side.lowerBound..<Self.nextVector(side.upperBound)
  }

  private static func nextVector(_ row: Int) -> Int { (row &+ vectorRows &- 1) & ~(vectorRows &- 1) }

  @inline(__always) private mutating func endBids(at end: Int) {
    bids = 0..<end
    pad(end, price: Int32.min)
    asks = Self.nextVector(end)..<Self.nextVector(end)
  }

  @inline(__always) private mutating func endAsks(at end: Int) {
    asks = asks.lowerBound..<end
    pad(end, price: Int32.max)
  }

  private func pad(_ row: Int, price worst: Int32) {
    price.store(SIMD8(repeating: worst), row)
    quantity.store(SIMD8(repeating: 0), row)
  }

  /// What both sides come to: their shares and their best prices.
  private mutating func measure() {
    var (highest, lowest) = (SIMD8<Int32>(repeating: Int32.min), SIMD8<Int32>(repeating: Int32.max))
    for row in stride(from: 0, to: asks.lowerBound, by: Self.vectorRows) {
      let limits = price.load(row, as: SIMD8<Int32>.self)
      highest = highest.replacing(with: limits, where: limits .> highest)
    }
    for row in stride(from: asks.lowerBound, to: asks.upperBound, by: Self.vectorRows) {
      let limits = price.load(row, as: SIMD8<Int32>.self)
      lowest = lowest.replacing(with: limits, where: lowest .> limits)
    }
    (bestBid, bestAsk) = (highest.highestLane, lowest.lowestLane)
    (demand, supply) = (shares(padded(bids)), shares(padded(asks)))
  }

  /// Shares of some orders, whole vectors of them. In 32 bits as long as these are enough for the largest order times
  /// their number.
  @inline(__always) private func shares(_ rows: Range<Int>) -> Int64 {
    var (sum, bits) = (SIMD8<Int32>(), SIMD8<Int32>())
    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.vectorRows) {
      let quantities = quantity.load(row, as: SIMD8<Int32>.self)
      sum &+= quantities
      bits |= quantities
    }
    let widths = (Int32.bitWidth - bits.bitsOfLanes.leadingZeroBitCount, Int.bitWidth - rows.count.leadingZeroBitCount)
    return widths.0 + widths.1 < Int32.bitWidth ? Int64(sum.sumOfLanes) : rows.reduce(0) { $0 &+ Int64(quantity[$1]) }
  }

  /// Calls `body` with the place of each of a side's orders that is as good as a price, in the order of arrival.
  @inline(__always)
  func forEach(_ side: Range<Int>, atLeast bound: Int32, isBid: Bool, _ body: (_ place: Int) -> Void) {
    let worse = SIMD8<Int32>(repeating: isBid ? bound &- 1 : bound &+ 1)
    let none = SIMD8<Int32>()
    var first = side.lowerBound
    while first < side.upperBound {
      var word: UInt64 = 0
      var shift: UInt64 = 0
      for row in stride(from: first, to: min(first &+ 64, side.upperBound), by: Self.vectorRows) {
        let limits = price.load(row, as: SIMD8<Int32>.self)
        let bits = SIMD8<Int32>(1, 2, 4, 8, 16, 32, 64, 128)
        let found = isBid ? limits .> worse : worse .> limits
        word |= UInt64(truncatingIfNeeded: none.replacing(with: bits, where: found).sumOfLanes) &<< shift
        shift &+= 8
      }
      while word != 0 {
        body(first &+ word.trailingZeroBitCount)
        word &= word &- 1
      }
      first &+= 64
    }
  }

  // MARK: - Orders that rest

  /// Replaces the orders by those of the boxes and, before them, the resting ones they may trade with: those as good as
  /// the other side's best. Returns how many rest; their slots are the first rows of `slot`.
  mutating func collect(_ boxes: OrderBoxView, symbol: Int, _ book: borrowing OrderBook) -> Int {
    // The best prices of new orders say how far into the book this tick can reach.
    var (highest, lowest) = (book.bestBid ?? Int32.min, book.bestAsk ?? Int32.max)
    boxes.forEachMessage(ofSymbol: symbol) { _, place, side in
      if side == .buy { highest = max(highest, boxes.runPrice[place]) }
      if side == .sell { lowest = min(lowest, boxes.runPrice[place]) }
    }
    var next = 0
    var resting = 0
    book.forEachOrder(.buy, to: lowest) { slot in add(book, slot, boxes.slotBase, &next, &resting) }
    boxes.forEachMessage(ofSymbol: symbol) { _, place, side in if side == .buy { add(boxes, place, &next) } }
    endBids(at: next)
    next = asks.lowerBound
    book.forEachOrder(.sell, to: highest) { slot in add(book, slot, boxes.slotBase, &next, &resting) }
    boxes.forEachMessage(ofSymbol: symbol) { _, place, side in if side == .sell { add(boxes, place, &next) } }
    endAsks(at: next)
    measure()
    return resting
  }

  private func add(_ book: borrowing OrderBook, _ slot: Int, _ base: Int, _ next: inout Int, _ resting: inout Int) {
    price[next] = book.orders.price[slot]
    quantity[next] = book.orders.quantity[slot]
    position[next] = Int32(truncatingIfNeeded: base &+ slot)
    self.slot[resting] = Int32(truncatingIfNeeded: slot)
    next &+= 1
    resting &+= 1
  }

  private func add(_ boxes: OrderBoxView, _ place: Int, _ next: inout Int) {
    price[next] = boxes.runPrice[place]
    quantity[next] = boxes.runQuantity[place]
    position[next] = boxes.runPosition[place]
    next &+= 1
  }
}
