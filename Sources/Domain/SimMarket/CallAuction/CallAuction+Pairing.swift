import SimColumns

/// Who bought from whom, at the one price.
extension CallAuction {
  /// Walks the filled bids and asks in arrival order and writes a trade for every overlap. Both sides hold the same
  /// number of shares.
  ///
  /// When the next buyer and seller are one agent, the next other seller steps in, else the next other buyer, and the
  /// one passed over stays next in line. Only when nobody else is left are the remaining shares of both sides
  /// cancelled.
  mutating func pair(
    _ buyers: Range<Int>, _ sellers: Range<Int>, _ boxes: OrderBoxView, _ tape: TapeView, firstTrade: Int
  ) -> (tradeCount: Int, volume: Int64) {
    let (quantities, agents) = (orders.quantity, trader.view)
    var trade = firstTrade
    var volume: Int64 = 0
    var (buy, sell) = (buyers.lowerBound, sellers.lowerBound)
    guard buy < buyers.upperBound, sell < sellers.upperBound else { return (0, 0) }
    var (wanted, offered) = (quantities[buy], quantities[sell])
    while buy < buyers.upperBound && sell < sellers.upperBound {
      let (buyer, seller) = (agents[buy], agents[sell])
      if buyer == seller {
        (quantities[buy], quantities[sell]) = (wanted, offered)
        guard passOver(buyer, buy..<buyers.upperBound, sell..<sellers.upperBound) else {
          cancelRest(buy..<buyers.upperBound, boxes)
          cancelRest(sell..<sellers.upperBound, boxes)
          break
        }
        (wanted, offered) = (quantities[buy], quantities[sell])
        continue
      }
      let traded = min(wanted, offered)
      tape.buyer[trade] = buyer
      tape.seller[trade] = seller
      tape.quantity[trade] = traded
      trade &+= 1
      volume &+= Int64(traded)
      wanted &-= traded
      offered &-= traded
      // Selects, not branches: which side runs out is a coin toss. The row after a side's last is readable.
      let nextBuy = buy &+ (wanted == 0 ? 1 : 0)
      let nextSell = sell &+ (offered == 0 ? 1 : 0)
      wanted = wanted == 0 ? quantities[nextBuy] : wanted
      offered = offered == 0 ? quantities[nextSell] : offered
      (buy, sell) = (nextBuy, nextSell)
    }
    return (trade - firstTrade, volume)
  }

  /// Brings somebody who is not `agent` to the front of a side. False when all that is left on both is `agent`'s.
  private mutating func passOver(_ agent: Int32, _ buyers: Range<Int>, _ sellers: Range<Int>) -> Bool {
    let agents = trader.view
    for side in [sellers, buyers] {
      if let other = side.first(where: { agents[$0] != agent }) {
        Self.swapRows(orders.position, side.lowerBound, other)
        Self.swapRows(orders.quantity, side.lowerBound, other)
        Self.swapRows(agents, side.lowerBound, other)
        return true
      }
    }
    return false
  }

  private mutating func cancelRest(_ places: Range<Int>, _ boxes: OrderBoxView) {
    for place in places {
      let position = Int(orders.position[place])
      boxes.filled[position] &-= orders.quantity[place]
      guard position >= boxes.slotBase else { continue }
      let slot = position - boxes.slotBase
      boxes.slotEvents[slot].insert(.selfTrade)
      if boxes.filled[position] == 0 { boxes.slotEvents[slot].remove(.filled) }
    }
  }

  private static func swapRows(_ column: ColumnView<Int32>, _ a: Int, _ b: Int) {
    let kept = column[a]
    column[a] = column[b]
    column[b] = kept
  }
}
