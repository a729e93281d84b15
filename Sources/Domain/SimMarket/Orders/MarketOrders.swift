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
  private let prices, quantities, positions: Column<Int32>

  /// - Parameter capacity: the most orders of one symbol and tick.
  public init(capacity: Int) {
    // One spare row: pairing reads the row after a side's last.
    prices = Column(count: capacity + 1, filledWith: 0)
    quantities = Column(count: capacity + 1, filledWith: 0)
    positions = Column(count: capacity + 1, filledWith: 0)
    (price, quantity, position) = (prices.view, quantities.view, positions.view)
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
}
