/// The blocks of one batch: all symbols' trades of the same ticks, to be put back into execution order.
///
/// Blocks of a batch stand in the file next to each other, by symbol row, and begin with the same tick.
struct PackedTradeBatch {
  var blocks: [TradeUnpacker] = []

  /// Whether a block from `firstTick` on belongs to another batch.
  func hasEnded(before firstTick: Int) -> Bool { blocks.first.map { $0.firstTick != firstTick } ?? false }

  /// Calls `body` with what is wanted: by tick, then symbol row, then execution. Once for each batch.
  /// - Parameter tickSizes: money between neighbouring prices of each symbol.
  func visit(
    _ filter: StorageFilter, _ tickSizes: [String: Int64], _ body: (StoredTrade) throws -> Void
  ) throws {
    guard let first = blocks.first else { return }
    let sizes = blocks.map { tickSizes[$0.symbol] ?? 1 }
    for tick in first.firstTick..<first.firstTick + first.ticks {
      for (block, tickSize) in zip(blocks, sizes) {
        let rows = block.nextTick(tick)
        guard filter.ticks?.contains(tick) ?? true else { continue }
        let (quantities, buyers, sellers) = (block.quantity.view, block.buyer.view, block.seller.view)
        for row in rows {
          let (buyer, seller) = (Int64(buyers[row]) + 1, Int64(sellers[row]) + 1)
          if let agent = filter.agent, buyer != agent, seller != agent { continue }
          try body(
            StoredTrade(
              tick: tick, symbol: block.symbol, price: Int64(block.price(row: row, tick: tick)) * tickSize,
              quantity: Int64(quantities[row]), buyer: buyer, seller: seller))
        }
      }
    }
  }
}

/// The same for what symbols did.
struct PackedSymbolTickBatch {
  var blocks: [(symbol: String, ticks: SymbolTickUnpacker)] = []

  func hasEnded(before firstTick: Int) -> Bool { blocks.first.map { $0.ticks.firstTick != firstTick } ?? false }

  /// Calls `body` with what is wanted: by tick, then symbol row.
  func visit(
    _ filter: StorageFilter, _ tickSizes: [String: Int64], _ body: (StoredSymbolTick) throws -> Void
  ) throws {
    guard let first = blocks.first?.ticks else { return }
    for row in 0..<first.ticks where filter.ticks?.contains(first.firstTick + row) ?? true {
      for (symbol, ticks) in blocks {
        try body(ticks.row(row, symbol: symbol, tickSize: tickSizes[symbol] ?? 1))
      }
    }
  }
}
