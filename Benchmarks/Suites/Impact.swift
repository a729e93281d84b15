import SimMarket
import SimRandom
import SimTypes

/// What orders really move the price, beside what the two laws say beforehand.
///
/// A book lives on random limit, market and cancel orders until its volatility and its volume per period are known. Then
/// orders of several sizes come at intervals long enough for the book to recover; each is estimated before it is sent
/// and measured after: its average price against the middle as it came. Half the spread is the price of not waiting; what
/// the laws describe is the rest. No times: a scenario that reports.
extension BenchmarkSuite {
  static let impact = BenchmarkSuite("Impact", "estimated against realised impact of market orders") { bench in
    let scenario = ImpactScenario(seed: bench.options.seed)
    scenario.live(periods: bench.choose(full: 5_000, toy: 200))
    bench.note(
      "a period: volatility \(basisPoints(scenario.volatility)) bps, volume \(Int(scenario.volume)) shares, "
        + "half spread \(basisPoints(scenario.halfSpread)) bps")
    bench.note("size / volume   realised bps   less half spread   square root bps   linear bps   levels crossed")
    let repeats = bench.choose(full: 400, toy: 10)
    for share in [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2] {
      let found = scenario.probe(shareOfVolume: share, repeats: repeats)
      precondition(found.realised > 0, "a market order pays at least half the spread")
      let columns = [
        padded("\(share)", 13), padded(basisPoints(found.realised), 15),
        padded(basisPoints(found.realised - scenario.halfSpread), 19), padded(basisPoints(found.squareRoot), 18),
        padded(basisPoints(found.linear), 13), padded("\((found.levels * 10).rounded() / 10)", 17),
      ]
      bench.note(columns.joined())
    }
  }
}

private func basisPoints(_ fraction: Double) -> String { "\((fraction * 100_000).rounded() / 10)" }
private func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

private final class ImpactScenario {
  private static let slotCount = 4_000
  private static let messagesPerPeriod = 60

  private let resting = RestingOrders(count: slotCount)
  private var book: OrderBook
  private var stream: RowStream
  private var free = Array(0..<slotCount)
  private var taken: [Int] = []  // slots in use, or filled since; checked when drawn
  private var middle = 10_000.0  // ticks

  // What the periods so far came to.
  private var returns: [Double] = []
  private var traded: Int64 = 0
  private var spreads = 0.0

  init(seed: UInt64) {
    book = OrderBook(orders: resting.view, capacity: Self.slotCount)
    stream = RowStream(StreamKey(seed: seed, purpose: .spawn), row: 0, tick: 0)
  }

  var volatility: Double {
    let mean = returns.reduce(0, +) / Double(returns.count)
    return (returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(returns.count - 1)).squareRoot()
  }
  var volume: Double { Double(traded) / Double(returns.count) }
  var halfSpread: Double { spreads / Double(returns.count) / 2 / middle }

  func live(periods: Int) {
    for _ in 0..<periods {
      let before = middle
      for _ in 0..<Self.messagesPerPeriod { message() }
      if let doubled = book.doubledMid { middle = Double(doubled) / 2 }
      returns.append(middle / before - 1)
      spreads += Double(book.spread ?? 0)
    }
  }

  /// Sends `repeats` orders of one size, in turns to either side.
  func probe(
    shareOfVolume: Double, repeats: Int
  ) -> (realised: Double, squareRoot: Double, linear: Double, levels: Double) {
    let size = max(1, Int32(shareOfVolume * volume))
    let (volatility, volume) = (volatility, volume)
    let estimates = [ImpactModel(.squareRoot), ImpactModel(.linear)].map {
      $0.impact(size: Int64(size), volume: volume, volatility: volatility) ?? 0
    }
    var (realised, levels, count) = (0.0, 0.0, 0.0)
    for turn in 0..<repeats {
      live(periods: 10)
      guard let doubled = book.doubledMid else { continue }
      let side: Side = turn.isMultiple(of: 2) ? .buy : .sell
      let sent = send(side, size)
      guard sent.filled > 0 else { continue }
      let average = Double(sent.value) / Double(sent.filled)
      let mid = Double(doubled) / 2
      realised += (side == .buy ? average - mid : mid - average) / mid
      levels += Double(sent.levelsCrossed)
      count += 1
    }
    return (realised / count, estimates[0], estimates[1], levels / count)
  }

  // MARK: - Random orders

  /// Half limit orders around the middle, a third cancels, the rest market orders.
  private func message() {
    let draw = stream.bounded(100)
    if draw < 50 || taken.isEmpty {
      place()
    } else if draw < 85 {
      let index = Int(stream.bounded(UInt32(taken.count)))
      let slot = taken.swapRemove(at: index)
      book.cancel(slot: slot)
      free.append(slot)
    } else {
      traded += Int64(send(stream.bounded(2) == 0 ? .buy : .sell, Int32(stream.bounded(60)) + 1).filled)
    }
  }

  private func place() {
    if free.isEmpty { reclaim() }
    guard let slot = free.popLast() else { return }
    let side: Side = stream.bounded(2) == 0 ? .buy : .sell
    let distance = Int32(1 + 12 * -DeterministicMath.log(1 - stream.uniform()))
    let base = Int32(middle.rounded())
    let order = IncomingOrder(
      side: side, price: max(1, side == .buy ? base - distance : base + distance),
      quantity: Int32(stream.bounded(60)) + 1,
      owner: nextOwner(), lifetime: .goodTillCancelled)
    let result = book.submit(order, slot: slot)
    traded += Int64(result.filled)
    if result.rested > 0 { taken.append(slot) } else { free.append(slot) }
  }

  private func send(_ side: Side, _ quantity: Int32) -> Submission {
    let price = side == .buy ? OrderBoxes.marketBuy : OrderBoxes.marketSell
    return book.submit(
      IncomingOrder(
        side: side, price: price, quantity: quantity, owner: nextOwner(), lifetime: .immediateOrCancel), slot: 0)
  }

  private var owner: Int32 = 0
  private func nextOwner() -> Int32 {
    owner &+= 1
    return owner
  }

  /// Slots whose orders have been filled since.
  private func reclaim() {
    free += taken.filter { resting.view.quantity[$0] == 0 }
    taken.removeAll { resting.view.quantity[$0] == 0 }
  }
}

extension Array {
  /// Removes an element, which the last one replaces.
  fileprivate mutating func swapRemove(at index: Int) -> Element {
    swapAt(index, count - 1)
    return removeLast()
  }
}
