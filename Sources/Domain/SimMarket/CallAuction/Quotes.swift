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
  /// - Parameter bids: where the bids ran out; nil when nothing traded and everything is left.
  static func quotes(_ curves: LimitCurves, _ bids: Margin?, _ asks: Margin?) -> Quotes {
    var quotes = Quotes()
    (quotes.bid, quotes.bidDepth) = left(curves, bids, isBid: true)
    (quotes.ask, quotes.askDepth) = left(curves, asks, isBid: false)
    return quotes
  }

  /// Walks from the margin to worse prices. Each is one pass over the side; market orders have none.
  @inline(__always)
  private static func left(_ curves: LimitCurves, _ margin: Margin?, isBid: Bool) -> (best: Int32, depth: Int64) {
    let side = isBid ? curves.bids : curves.asks
    let margin = margin ?? Margin(price: isBid ? OrderBoxes.marketBuy : OrderBoxes.marketSell, fill: 0, total: 0)
    let isMarket = margin.price == OrderBoxes.marketBuy || margin.price == OrderBoxes.marketSell
    var depth = isMarket ? 0 : margin.total - margin.fill
    var best = depth > 0 ? margin.price : 0
    var last = margin.price
    for _ in (depth > 0 ? 1 : 0)..<Quotes.levelsMax {
      let next = isBid ? curves.highest(side, below: last) : curves.lowest(side, above: last)
      guard next != (isBid ? Int32.min : Int32.max) else { break }
      last = next
      if best == 0 { best = next }
    }
    // Between the two: from `last` up to the margin for bids, down to it for asks.
    depth +=
      isBid
      ? curves.above(side, last &- 1) - curves.above(side, margin.price &- 1)
      : curves.above(side, margin.price) - curves.above(side, last)
    return (best, depth)
  }
}
