import SimTypes

/// The call auction as a symbol's mechanism: the tick's orders and those that rest from earlier ticks meet at one price.
extension CallAuction: TradingMechanism {
  public mutating func trade(_ market: MarketTick, _ book: inout OrderBook) -> MarketOutcome {
    guard !book.isEmpty || market.boxes.hasSpecials(market.symbol) else { return trade(market) }
    var found = MarketOutcome(runWithBook(market, &book))
    if !book.isEmpty { found.quotes = Quotes(book) }
    return found
  }

  /// A symbol none of whose orders rests, or may come to rest: its book is empty and stays so.
  public mutating func trade(_ market: MarketTick) -> MarketOutcome {
    MarketOutcome(
      run(
        market.boxes, symbol: market.symbol, reference: market.reference, margin: market.margin, tick: market.tick,
        tape: market.tape))
  }

  /// The auction of orders that rest, or may come to rest. What is left over never crosses: at the clearing price one
  /// side is used up, so what rests afterwards is a book like any other.
  private mutating func runWithBook(_ market: MarketTick, _ book: inout OrderBook) -> Outcome {
    let (boxes, symbol) = (market.boxes, market.symbol)
    orders.applyChanges(boxes, symbol: symbol, &book)
    let resting = orders.collect(boxes, symbol: symbol, book)
    return auction(
      boxes, symbol: symbol, reference: market.reference, margin: market.margin, tick: market.tick, tape: market.tape,
      whenAllocated: { slots in
        // Before anybody is paired: shares that pairing keeps from a trade with their owner do not come back to rest.
        for index in 0..<resting {
          let slot = Int(slots[index])
          let filled = boxes.filled[boxes.slotBase + slot]
          guard filled > 0 else { continue }
          let left = book.orders.quantity[slot] - filled
          if left == 0 { book.cancel(slot: slot) } else { book.shrink(slot: slot, to: left) }
          boxes.slotEvents[slot].insert(.filled)
        }
        boxes.forEachMessage(ofSymbol: symbol) { chunk, place, side in
          let slot = boxes.slotOfMessage(chunk, place)
          let position = Int(boxes.runPosition[place])
          let left = boxes.runQuantity[place] - boxes.filled[position]
          guard slot >= 0 && left > 0 else { return }
          let order = IncomingOrder(
            side: side, price: boxes.runPrice[place], quantity: left, owner: boxes.agent[position],
            lifetime: .goodTillCancelled)
          let result = book.submit(order, slot: slot)
          precondition(result.rested == left, "what an auction leaves does not cross")
          boxes.slotEvents[slot] = boxes.slotEvents[slot].subtracting(.sells).union(
            side == .sell ? [.rested, .sells] : .rested)
        }
      })
  }
}

extension MarketOutcome {
  /// All trades of an auction have one price.
  fileprivate init(_ auction: CallAuction.Outcome) {
    self.init(price: auction.price, volume: auction.volume, tradeCount: auction.tradeCount)
    (demand, supply, quotes) = (auction.demand, auction.supply, auction.quotes)
  }
}
