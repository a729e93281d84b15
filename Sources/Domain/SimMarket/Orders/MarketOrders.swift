import SimColumns
import SimTypes

/// One symbol's orders of a tick side by side: what an auction walks, and uses up.
///
/// Scratch memory of one worker, filled anew for every symbol. Bids stand first, asks behind them; within a side they
/// stand in the order of arrival.
public struct MarketOrders: ~Copyable {
  public let price: ColumnView<Int32>  // limit in ticks, or OrderBoxes.marketBuy / marketSell
  public let quantity: ColumnView<Int32>  // shares
  public let position: ColumnView<Int32>  // name in the boxes
  public private(set) var bids = 0..<0
  public private(set) var asks = 0..<0
  public private(set) var demand: Int64 = 0  // shares of all bids
  public private(set) var bestBid = Int32.min  // ticks; Int32.min without bids
  public private(set) var bestAsk = Int32.max
  /// Slots of the resting orders among them; behind them, in a continuous market, slots of new orders.
  let slot: ColumnView<Int32>
  private let prices, quantities, positions, slots: Column<Int32>

  /// - Parameter capacity: the most orders of one symbol and tick, those that rest included.
  public init(capacity: Int) {
    // One spare row: pairing reads the row after a side's last.
    prices = Column(count: capacity + 1, filledWith: 0)
    quantities = Column(count: capacity + 1, filledWith: 0)
    positions = Column(count: capacity + 1, filledWith: 0)
    slots = Column(count: capacity + 1, filledWith: -1)
    (price, quantity, position, slot) = (prices.view, quantities.view, positions.view, slots.view)
  }

  /// Replaces the orders by those the boxes hold for `symbol`.
  public mutating func collect(_ boxes: OrderBoxView, symbol: Int) {
    let (prices, quantities, positions) = (price, quantity, position)
    let (runPrices, runQuantities, runPositions) = (boxes.runPrice, boxes.runQuantity, boxes.runPosition)
    var next = 0
    var wanted: Int64 = 0
    var highest = Int32.min
    let chunkRows = boxes.chunkRows(ofSymbol: symbol)
    for row in chunkRows {
      for place in boxes.places(row, BoxKey(symbol: Int32(symbol), side: .buy)) {
        let price = runPrices[place]
        let quantity = runQuantities[place]
        highest = max(highest, price)
        wanted &+= Int64(quantity)
        prices[next] = price
        quantities[next] = quantity
        positions[next] = runPositions[place]
        next &+= 1
      }
    }
    (bids, demand, bestBid) = (0..<next, wanted, highest)
    var lowest = Int32.max
    for row in chunkRows {
      for place in boxes.places(row, BoxKey(symbol: Int32(symbol), side: .sell)) {
        let price = runPrices[place]
        lowest = min(lowest, price)
        prices[next] = price
        quantities[next] = runQuantities[place]
        positions[next] = runPositions[place]
        next &+= 1
      }
    }
    (asks, bestAsk) = (bids.upperBound..<next, lowest)
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
    demand = 0
    book.forEachOrder(.buy, to: lowest) { slot in
      demand &+= Int64(book.orders.quantity[slot])
      add(book, slot, boxes.slotBase, &next, &resting)
    }
    boxes.forEachMessage(ofSymbol: symbol) { _, place, side in
      if side == .buy {
        demand &+= Int64(boxes.runQuantity[place])
        add(boxes, place, &next)
      }
    }
    (bids, bestBid) = (0..<next, next == 0 ? Int32.min : highest)
    book.forEachOrder(.sell, to: highest) { slot in add(book, slot, boxes.slotBase, &next, &resting) }
    boxes.forEachMessage(ofSymbol: symbol) { _, place, side in if side == .sell { add(boxes, place, &next) } }
    (asks, bestAsk) = (bids.upperBound..<next, next == bids.upperBound ? Int32.max : lowest)
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

  /// Replaces the orders by the new ones of the boxes, chunk by chunk and in each as they were written, with the slots
  /// they may rest in. A chunk's bids and asks stand in runs of their own; merging them gives its agents' orders their
  /// sequence back.
  mutating func collectArrivals(_ boxes: OrderBoxView, symbol: Int) -> Int {
    var next = 0
    for row in boxes.chunkRows(ofSymbol: symbol) {
      let chunk = Int(boxes.symbolChunk[row])
      let bids = boxes.places(row, BoxKey(symbol: Int32(truncatingIfNeeded: symbol), side: .buy))
      let asks = boxes.places(row, BoxKey(symbol: Int32(truncatingIfNeeded: symbol), side: .sell))
      var (bid, ask) = (bids.lowerBound, asks.lowerBound)
      while bid < bids.upperBound || ask < asks.upperBound {
        let isBid =
          ask == asks.upperBound || bid < bids.upperBound && boxes.runPosition[bid] < boxes.runPosition[ask]
        let place = isBid ? bid : ask
        bid &+= isBid ? 1 : 0
        ask &+= isBid ? 0 : 1
        guard boxes.runQuantity[place] != 0 else { continue }  // taken out
        slot[next] = Int32(truncatingIfNeeded: boxes.slotOfMessage(chunk, place))
        add(boxes, place, &next)
      }
    }
    return next
  }
}
