import SimAgents
import SimColumns
import SimKernels
import SimMarket
import SimRandom
import SimTypes

/// The work of each phase on one item of its domain. Everything a phase may read or write is a view of the world; the
/// rule that two items never write the same row is stated with each.
struct Phases: Sendable {
  let world: World
  let clock: TickClock
  let auctions: AuctionScratch  // one auction per worker
  let symbolBlocks: [Range<Int>]  // the items of the symbol domain

  /// Symbols of one block: enough that claiming a block costs little beside its auctions.
  static let symbolsPerBlock = 4

  init(world: World, clock: TickClock, workers: Int) {
    self.world = world
    self.clock = clock
    auctions = AuctionScratch(workers: workers, capacity: world.orderCapacityOfASymbol)
    let count = world.rules.symbols.count
    symbolBlocks = stride(from: 0, to: count, by: Self.symbolsPerBlock).map {
      $0..<min($0 + Self.symbolsPerBlock, count)
    }
  }

  /// Writes the strategy's own rows of the chunk and the chunk's box.
  func collect(chunk: Int) {
    let world = world
    let view = DecisionView(tick: clock.tick, symbols: world.symbols, accounts: world.accounts)
    var writer = OrderWriter(world.boxes, chunk: chunk)
    world.strategies[world.grid.chunks[chunk].run].decide(world.decisionChunks[chunk], view, &writer)
    writer.close()
  }

  /// Writes the chunk's box and runs, its agents' order counts and its own counts.
  func validate(chunk: Int) {
    let reasons = RejectReason.allCases.count
    OrderValidation.run(
      chunk: chunk, world.boxes, world.accounts, tickSize: world.rules.tickSize,
      rejected: world.rejected[chunk * reasons..<(chunk + 1) * reasons])
    world.boxes.sortOrders(ofChunk: chunk)
  }

  /// Writes the symbols' orders' outcomes and their part of the tape.
  func auction(block: Int, worker: Int) {
    for symbol in symbolBlocks[block] {
      let outcome = auctions.run(
        worker: worker, world.boxes, symbol: symbol,
        reference: world.symbols.last[symbol], priority: world.auctionPriority, tick: clock.tick, tape: world.tape)
      world.symbols.volume[symbol] = outcome.volume
      world.symbols.imbalance[symbol] = outcome.demand - outcome.supply
    }
  }

  /// Writes the symbols' rows.
  func updateTrades(block: Int) {
    let symbols = world.symbols
    for symbol in symbolBlocks[block] where symbols.volume[symbol] > 0 {
      symbols.last[symbol] = world.tape.price[symbol]
      symbols.totalVolume[symbol] += symbols.volume[symbol]
      symbols.tapeHash[symbol] = StateHash.extend(
        symbols.tapeHash[symbol], symbol: symbol, tick: clock.tick, tape: world.tape)
    }
  }

  /// Writes the symbols' candles.
  func updateCandles(block: Int) {
    for symbol in symbolBlocks[block] {
      let price = world.symbols.last[symbol]
      world.candles.update(
        symbol: symbol, tick: clock.tick, low: price, high: price, last: price, volume: world.symbols.volume[symbol])
    }
  }

  /// Writes the chunk's accounts.
  func notify(chunk: Int) {
    let filled = FillApplication.run(
      chunk: chunk, world.boxes, world.accounts, clearingPrice: world.tape.price, tickSize: world.rules.tickSize)
    world.filledOrders[chunk] = Int32(filled)
  }

  /// Writes the chunk's risk rows.
  func trackRisk(chunk: Int) {
    let (accounts, risk) = (world.accounts, world.risk)
    let update = RiskUpdate(
      cash: accounts.cash, quantity: accounts.quantity, equity: risk.equity, peak: risk.peak, sum: risk.blockSum,
      sumOfSquares: risk.blockSumOfSquares, maxDrawdown: risk.maxDrawdown)
    for segment in world.decisionChunks[chunk].segments {
      update.vector(segment.rows, price: Double(world.symbols.lastPrice(segment.symbol).raw))
    }
    if (Int(clock.tick) + 1) % RiskTable.ticksPerBlock == 0 {
      let rows = world.grid.chunks[chunk].rows
      BlockFold.run(rows, short: risk.blockSum, into: risk.sum)
      BlockFold.run(rows, short: risk.blockSumOfSquares, into: risk.sumOfSquares)
    }
  }
}

/// The number of the tick under way. Written by the leading thread between regions, read inside them.
final class TickClock: Sendable {
  private let column = Column<UInt32>(count: 1, filledWith: 0)
  var tick: UInt32 { column.view[0] }
  func advance(to tick: UInt32) { column.view[0] = tick }
}

/// One auction's scratch memory per worker.
final class AuctionScratch: Sendable {
  private let perWorker: [HandedOver<CallAuction>]

  init(workers: Int, capacity: Int) {
    perWorker = (0..<workers).map { _ in HandedOver(CallAuction(capacity: capacity)) }
  }

  func run(
    worker: Int, _ boxes: OrderBoxView, symbol: Int, reference: Int32, priority: StreamKey, tick: UInt32,
    tape: TapeView
  ) -> CallAuction.Outcome {
    perWorker[worker].value.run(
      boxes, symbol: symbol, reference: reference, priority: priority, tick: tick, tape: tape)
  }
}
