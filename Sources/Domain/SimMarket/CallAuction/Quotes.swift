import SimColumns

/// The best prices of a book and the shares behind them, as the market publishes them. Prices in ticks, 0 on an empty
/// side; depths are the shares at the best ``levelsMax`` prices.
public struct Quotes: Sendable, Equatable {
  public static let levelsMax = 5

  public var bid: Int32 = 0
  public var ask: Int32 = 0
  public var bidDepth: Int64 = 0
  public var askDepth: Int64 = 0

  public init() {}

  /// What rests in a book.
  public init(_ book: borrowing OrderBook) {
    (bid, ask) = (book.bestBid ?? 0, book.bestAsk ?? 0)
    if bid > 0 { bidDepth = book.depth(.buy, levelsMax: Self.levelsMax) }
    if ask > 0 { askDepth = book.depth(.sell, levelsMax: Self.levelsMax) }
  }
}

/// What an auction leaves unfilled: the book as it stands when the auction is over, before orders of this tick expire.
extension CallAuction {
  /// From the ladder, while it still counts the orders. Nil when prices outside its window would be needed.
  func ladderQuotes(_ clearing: Clearing) -> Quotes? {
    guard let bids = rungsLeft(clearing.bids, ladder.bids.view, isBid: true),
      let asks = rungsLeft(clearing.asks, ladder.asks.view, isBid: false)
    else { return nil }
    var quotes = Quotes()
    (quotes.bid, quotes.bidDepth) = bids
    (quotes.ask, quotes.askDepth) = asks
    return quotes
  }

  /// Steps from the margin to worse prices, rung by rung in use.
  private func rungsLeft(_ margin: Margin, _ shares: ColumnView<Int64>, isBid: Bool) -> (best: Int32, depth: Int64)? {
    let top = PriceLadder.rungCount - 1
    var rung = ladder.rung(of: margin.price)
    guard rung > 0 && rung < top else { return nil }
    var best: Int32 = 0
    var depth = margin.total - margin.fill
    var levels = depth > 0 ? 1 : 0
    if depth > 0 { best = margin.price }
    while levels < Quotes.levelsMax {
      guard let next = isBid ? ladder.previous(before: rung) : ladder.next(from: rung + 1), next > 0, next < top else {
        return shares[isBid ? 0 : top] == 0 ? (best, depth) : nil
      }
      rung = next
      if shares[rung] == 0 { continue }
      if best == 0 { best = ladder.price(ofRung: rung) }
      depth += shares[rung]
      levels += 1
    }
    return (best, depth)
  }

  /// From the orders themselves, whatever their prices.
  /// - Parameter clearing: nil when nothing traded and everything is left.
  func quotes(_ clearing: Clearing?) -> Quotes {
    var quotes = Quotes()
    (quotes.bid, quotes.bidDepth) = left(orders.bids, clearing?.bids, isBid: true)
    (quotes.ask, quotes.askDepth) = left(orders.asks, clearing?.asks, isBid: false)
    return quotes
  }

  /// Walks down from the margin, a price at a time. Each price is one pass over the side; market orders have none.
  private func left(_ places: Range<Int>, _ margin: Margin?, isBid: Bool) -> (best: Int32, depth: Int64) {
    let (prices, quantities) = (orders.price, orders.quantity)
    // Turned prices for asks, so that higher is better on both sides.
    let flip: Int32 = isBid ? 0 : -1
    var best: Int32 = 0
    var depth: Int64 = 0
    var levels = 0
    var bound = Int32.max
    if let margin {
      bound = margin.price ^ flip
      let unfilled = margin.total - margin.fill
      if unfilled > 0 && margin.price != OrderBoxes.marketBuy && margin.price != OrderBoxes.marketSell {
        (best, depth, levels) = (margin.price, unfilled, 1)
      }
    }
    while levels < Quotes.levelsMax {
      var next = Int32.min
      var shares: Int64 = 0
      for place in places {
        let price = prices[place] ^ flip
        if price >= bound || price < next { continue }
        shares = (price == next ? shares : 0) &+ Int64(quantities[place])
        next = price
      }
      guard shares > 0 else { break }
      if best == 0 { best = next ^ flip }
      depth += shares
      levels += 1
      bound = next
    }
    return (best, depth)
  }
}
