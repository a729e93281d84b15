import SimColumns
import SimMarket
import SimRandom
import SimTypes

/// One symbol's call auction, fills included: collect its orders from the chunks' boxes, clear, allocate, pair.
///
/// Every round draws new orders: sides even, prices even over 21 or 600 ticks, 1 to 100 shares, each from another
/// agent. Drawing them and each chunk's counting sort by symbol are off the clock. Small auctions are timed several
/// symbols at a time, none of them twice. All auctions of a round must agree with the baseline's on price and volume,
/// and each must have filled and traded exactly that volume.
extension BenchmarkSuite {
  static let auction = BenchmarkSuite("Auction", "a call auction with fills, by orders and spread of prices") { bench in
    for spread in [21, 600] {
      for orders in bench.choose(full: [20, 100, 1_000, 10_000, 100_000], toy: [20, 1_000]) {
        let symbols = min(64, max(1, 8_192 / orders))
        let flow = OrderFlow(symbols: symbols, ordersPerSymbol: orders, spread: spread, seed: bench.options.seed)
        let sorted = SortedAuctions(flow)
        let columns = ColumnAuctions(flow)
        try bench.measure(
          Workload(size: orders, unit: "orders", setting: "over \(spread) ticks", items: symbols * orders),
          [
            Variant(
              "sorted arrays", prepare: { sorted.draw($0) }, run: { _ in sorted.run() },
              answer: { _ in sorted.answer }),
            Variant(
              "CallAuction", prepare: { columns.draw($0) }, run: { columns.run($0) }, answer: { _ in columns.answer }),
          ])
        bench.note("\(NumberText.fixed(100 * columns.filledShare, 0)) % of the orders filled in the last round")
      }
    }
  }
}

/// The orders of every round: a function of the seed and the round.
private struct OrderFlow {
  static let reference: Int32 = 10_000  // ticks

  let symbols, ordersPerSymbol, spread: Int
  let seed: UInt64

  func forEach(_ round: Int, _ body: (_ symbol: Int, _ side: Side, _ price: Int32, _ quantity: Int32) -> Void) {
    var generator = SplitMix64(state: SplitMix64.mix(seed &+ UInt64(round) &* SplitMix64.step))
    for symbol in 0..<symbols {
      for _ in 0..<ordersPerSymbol {
        let word = generator.next()
        let high = UInt32(truncatingIfNeeded: word >> 32)
        let price = high.multipliedFullWidth(by: UInt32(spread)).high
        let quantity = UInt32(truncatingIfNeeded: word).multipliedFullWidth(by: 100).high
        body(
          symbol, word & 1 == 0 ? .buy : .sell, Self.reference + Int32(price) - Int32(spread / 2), Int32(quantity) + 1)
      }
    }
  }
}

/// The baseline, a symbol after the other.
private final class SortedAuctions {
  private let flow: OrderFlow
  private var auctions: [SortedAuction]
  private var outcomes: [(price: Int32, volume: Int64)]

  init(_ flow: OrderFlow) {
    self.flow = flow
    auctions = Array(repeating: SortedAuction(), count: flow.symbols)
    outcomes = Array(repeating: (0, 0), count: flow.symbols)
  }

  func draw(_ round: Int) {
    for symbol in auctions.indices { auctions[symbol].removeAll() }
    var agent: Int32 = 0
    flow.forEach(round) { symbol, side, price, quantity in
      let order = SortedAuction.Order(price: price, quantity: quantity, agent: agent)
      if side == .buy { auctions[symbol].bids.append(order) } else { auctions[symbol].asks.append(order) }
      agent += 1
    }
  }

  func run() {
    for symbol in auctions.indices { outcomes[symbol] = auctions[symbol].run(reference: OrderFlow.reference) }
  }

  var answer: UInt64 {
    var hash = StateHasher()
    for (auction, outcome) in zip(auctions, outcomes) {
      precondition(
        auction.trades.reduce(0) { $0 + Int64($1.quantity) } == outcome.volume, "the trades add up to the volume")
      hash.combine(Int64(outcome.price))
      hash.combine(outcome.volume)
    }
    return hash.value
  }
}

/// What the engine does in its auction phase.
private final class ColumnAuctions {
  private let flow: OrderFlow
  private let boxes: OrderBoxes
  private let chunks: [Range<Int>]  // which orders of the flow stand in each chunk's box
  private let tape: Tape
  private var auction: CallAuction
  private let priority: StreamKey
  private var outcomes: [CallAuction.Outcome] = []

  init(_ flow: OrderFlow) {
    self.flow = flow
    let orders = flow.symbols * flow.ordersPerSymbol
    chunks = ChunkGrid(runLengths: [orders]).chunks.map(\.rows)
    boxes = OrderBoxes(
      chunks.map { orders in
        let symbols = orders.lowerBound / flow.ordersPerSymbol...(orders.upperBound - 1) / flow.ordersPerSymbol
        return OrderBoxes.Chunk(capacity: orders.count, symbols: Range(symbols))
      }, symbolCount: flow.symbols)
    tape = Tape(capacities: Array(repeating: flow.ordersPerSymbol, count: flow.symbols))
    auction = CallAuction(capacity: flow.ordersPerSymbol)
    priority = StreamKey(seed: flow.seed, purpose: .auctionPriority)
    outcomes.reserveCapacity(flow.symbols)
  }

  /// Writes the orders to their chunks' boxes, all accepted, and sorts each chunk.
  func draw(_ round: Int) {
    let view = boxes.view
    var chunk = 0
    var writer = OrderWriter(view, chunk: chunk)
    var runs = view.emptyRuns(ofChunk: chunk)
    var agent = 0
    flow.forEach(round) { symbol, side, price, quantity in
      if agent == chunks[chunk].upperBound {
        writer.close()
        chunk += 1
        writer = OrderWriter(view, chunk: chunk)
        runs = view.emptyRuns(ofChunk: chunk)
      }
      let key = BoxKey(symbol: Int32(symbol), side: side)
      writer.append(agent: agent, key: key, price: price, quantity: quantity)
      runs.counts[Int(key.raw - runs.firstKey)] += 1
      agent += 1
    }
    writer.close()
    for chunk in chunks.indices { view.sortOrders(ofChunk: chunk) }
    outcomes.removeAll(keepingCapacity: true)
  }

  func run(_ round: Int) {
    for symbol in 0..<flow.symbols {
      outcomes.append(
        auction.run(
          boxes.view, symbol: symbol, reference: OrderFlow.reference, margin: .randomTime(priority),
          tick: UInt32(round),
          tape: tape.view))
    }
  }

  var answer: UInt64 {
    var filled = [Int64](repeating: 0, count: 2 * flow.symbols)
    for position in chunks.indices.flatMap({ boxes.view.positions(ofChunk: $0) }) {
      filled[Int(boxes.view.key[position])] += Int64(boxes.view.filled[position])
    }
    var hash = StateHasher()
    for (symbol, outcome) in outcomes.enumerated() {
      let traded = tape.view.rows(ofSymbol: symbol).reduce(0) { $0 + Int64(tape.view.quantity[$1]) }
      precondition(
        traded == outcome.volume && filled[2 * symbol] == traded && filled[2 * symbol + 1] == traded,
        "the trades and both sides' fills add up to the volume")
      hash.combine(Int64(outcome.price))
      hash.combine(outcome.volume)
    }
    return hash.value
  }

  /// Orders of the last round that were filled at least in part.
  var filledShare: Double {
    let positions = chunks.indices.flatMap { boxes.view.positions(ofChunk: $0) }
    return Double(positions.count { boxes.view.filled[$0] > 0 }) / Double(positions.count)
  }
}
