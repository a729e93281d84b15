import SimMarket
import SimTypes
import Testing

@testable import SimAgents

/// The executor in a market that is told what it trades: price and volume of each tick.
struct VWAPExecutorTests {
  private typealias Bench = StrategyBench<VWAPExecutor>
  private let parameters: [String: Distribution] = [
    "target_quantity": .constant(1_000), "duration": .constant(100), "slice_interval": .constant(10),
    "max_slice": .constant(1_000), "participation": .constant(1), "buy_probability": .constant(1),
    "pause": .constant(0),
  ]

  private func bench(
    count: Int = 1, cash: Int64 = 1_000_000_0000, shares: Int32 = 0, mechanism: Mechanism = .call,
    _ more: [String: Distribution] = [:]
  ) -> Bench {
    Bench(
      count: count, cash: cash, shares: shares, parameters: parameters.merging(more) { $1 }, mechanism: mechanism)
  }

  /// Runs until the first agent's position is `goal` or the ticks are over; `fills` decides about an order.
  private func run(
    _ bench: Bench, ticks: Int, until goal: Int32? = nil, price: (Int) -> Int32 = { _ in 10_000 },
    volume: (Int) -> Int64 = { _ in 500 },
    fills: (Bench.Sent, _ last: Int32) -> Bool = { $0.side == .buy ? $0.price >= $1 : $0.price <= $1 }
  ) -> [(tick: Int, order: Bench.Sent)] {
    var sent: [(Int, Bench.Sent)] = []
    let symbols = bench.symbols.view
    for tick in 0..<ticks {
      symbols.last[0] = price(tick)
      for order in bench.decide() {
        sent.append((tick, order))
        if fills(order, symbols.last[0]) { bench.fill(order) }
      }
      if bench.accounts.view.quantity[0] == goal { break }
      symbols.volume[0] = volume(tick)
      symbols.totalVolume[0] += volume(tick)
      symbols.totalValue[0] += volume(tick) * Int64(price(tick))
    }
    return sent
  }

  /// Even volume, everything filled: ten equal slices, one every ten ticks, at the price.
  @Test func evenVolumeGivesEvenSlices() {
    let sent = run(bench(), ticks: 100, until: 1_000)
    #expect(sent.map(\.tick) == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90])
    #expect(sent.allSatisfy { $0.order.quantity == 100 && $0.order.side == .buy && $0.order.price == 10_000 })
  }

  /// Ten times the volume in ticks 30 ..< 40: the slice after it is by far the largest.
  @Test func slicesFollowTheVolume() {
    let sent = run(bench(), ticks: 100, until: 1_000, volume: { (30..<40).contains($0) ? 5_000 : 500 })
    let slices = Dictionary(sent.map { ($0.tick, $0.order.quantity) }) { $1 }
    #expect((slices[40] ?? 0) > 2 * (slices[30] ?? .max))
    #expect(sent.reduce(0) { $0 + $1.order.quantity } == 1_000)
    let capped = run(
      bench(["max_slice": .constant(120)]), ticks: 95, volume: { (30..<40).contains($0) ? 5_000 : 500 })
    #expect(capped.filter { $0.tick < 95 }.map(\.order.quantity).max() == 120)
  }

  @Test func participationIsBounded() {
    // 100 shares a tick, 1,000 an interval, of which a twentieth is 50.
    let sent = run(bench(["participation": .constant(0.05)]), ticks: 95, volume: { _ in 100 })
    #expect(sent.filter { $0.tick > 0 && $0.tick < 95 }.allSatisfy { $0.order.quantity <= 50 })
  }

  /// Nobody sells at the agent's limits: later it reaches further, at most 2 %, and in its last five ticks it pays what
  /// it takes for all that is left.
  @Test func lateOrdersCrossAndTheEndIsAtMarket() {
    let late = bench()
    let sent = run(late, ticks: 100, until: 1_000, fills: { $0.price >= $1 + 400 })
    let limits = sent.filter { $0.tick < 95 }.map(\.order.price)
    #expect(limits == [10_000, 10_000, 10_040, 10_060, 10_080, 10_100, 10_120, 10_140, 10_160, 10_180])
    let last = sent.filter { $0.tick >= 95 }
    #expect(last.map(\.tick) == [95])
    #expect(last.first?.order.quantity == 1_000)
    #expect(last.first?.order.price == late.symbols.view.marketLimit(0, .buy))
    let selling = run(
      bench(shares: 2_000, ["buy_probability": .constant(0)]), ticks: 95, fills: { _, _ in false })
    #expect(selling.map(\.order.price).min() == 9_820 && selling.map(\.order.side).allSatisfy { $0 == .sell })
  }

  @Test func theEndTriesEveryTick() {
    let sent = run(bench(), ticks: 100, fills: { _, _ in false })
    #expect(sent.filter { $0.tick >= 95 }.map(\.tick) == [95, 96, 97, 98, 99])
  }

  /// The price moves away, volumes differ, half of the orders are missed: done by the deadline all the same.
  @Test(arguments: [1, 7, 30, 100, 333], [UInt64(1), 2])
  func doneByTheDeadlineWhenVolumeAllows(interval: Int, side: UInt64) {
    let isBuy = side == 1
    let bench = bench(
      shares: 1_000,
      [
        "duration": .constant(250), "slice_interval": .constant(Double(interval)),
        "buy_probability": .constant(isBuy ? 1 : 0), "participation": .constant(0.2), "max_slice": .constant(100),
      ])
    var misses = 0
    let sent = run(
      bench, ticks: 250, until: isBuy ? 2_000 : 0, price: { Int32(10_000 + (isBuy ? 8 : -8) * $0) },
      volume: { Int64(100 + 37 * ($0 % 11)) },
      fills: { order, last in
        misses += 1
        return misses % 2 == 0 && (isBuy ? order.price >= last : order.price <= last)
      })
    #expect(bench.accounts.view.quantity[0] == (isBuy ? 2_000 : 0))
    #expect(sent.allSatisfy { $0.order.side == (isBuy ? .buy : .sell) })
  }

  /// On time it never pays more than the order's own VWAP.
  @Test func onTimeTheLimitIsThePriceOrTheVWAP() {
    // Rising: the volume-weighted price lags behind. 10,000 in ticks 0 ..< 10, then 10,050.
    let sent = run(bench(), ticks: 11, price: { $0 < 10 ? 10_000 : 10_050 })
    #expect(sent.map(\.order.price) == [10_000, 10_000])
    let falling = run(bench(), ticks: 11, price: { $0 < 10 ? 10_000 : 9_950 })
    #expect(falling.map(\.order.price) == [10_000, 9_950])
    // Later than a slice it no longer waits for that.
    let late = run(bench(), ticks: 31, price: { $0 < 10 ? 10_000 : 10_050 }, fills: { _, _ in false })
    #expect((late.last?.order.price ?? 0) > 10_050)
  }

  /// Without trades there is neither volume nor VWAP to follow: even slices, so that somebody begins.
  @Test func aDeadMarketIsSlicedEvenly() {
    let sent = run(bench(["participation": .constant(0.01)]), ticks: 90, volume: { _ in 0 })
    #expect(sent.map(\.order.quantity) == [Int32](repeating: 100, count: 9))
  }

  @Test func afterAPauseItBeginsAnew() {
    let bench = bench(
      count: 200, ["pause": .constant(40), "buy_probability": .constant(0.5), "target_quantity": .constant(50)])
    for row in 0..<200 { bench.own(500, row) }
    var first = [Int?](repeating: nil, count: 200)
    var sides = [Set<Side>](repeating: [], count: 200)
    for order in run(bench, ticks: 1_500) {
      first[order.order.agent] = first[order.order.agent] ?? order.tick
      sides[order.order.agent].insert(order.order.side)
    }
    let starts = first.compactMap { $0 }
    #expect(starts.count == 200 && Set(starts).count > 60)
    #expect((25...55).contains(starts.reduce(0, +) / 200))
    // About ten parents each, of both sides.
    #expect(sides.count { $0.count == 2 } > 180)
  }

  @Test func anAccountDecidesAboutSideAndSize() {
    // Nothing to sell: it buys. 5,000 dollars are 50 shares.
    let poor = bench(cash: 5_000_0000, ["buy_probability": .constant(0)])
    #expect(run(poor, ticks: 100, until: 50).reduce(0) { $0 + $1.order.quantity } == 50)
    // No money: it sells what it owns.
    let rich = bench(cash: 0, shares: 30)
    let sent = run(rich, ticks: 100, until: 0)
    #expect(sent.allSatisfy { $0.order.side == .sell } && rich.accounts.view.quantity[0] == 0)
    #expect(run(bench(cash: 0), ticks: 300).isEmpty)
  }

  @Test func whatRestsIsReplacedAndTakenBackAtTheEnd() {
    let bench = bench(mechanism: .continuous)
    #expect(bench.decide().map(\.kind) == [.resting(slot: 0)])
    bench.rest(.buy, price: 10_000, quantity: 100, agent: 0, slot: 0)
    bench.tick = 10
    #expect(bench.decide().map(\.kind) == [.resting(slot: 0)])
    bench.own(1_000, 0)
    bench.tick = 20
    #expect(bench.decide().map(\.kind) == [.cancel(slot: 0)])
  }

  @Test func agentsDiffer() {
    let bench = Bench(count: 300, shares: 2_000)
    let sent = run(bench, ticks: 400)
    // Pauses are exponential, with means of 50 to 150 ticks.
    #expect(Set(sent.map(\.order.agent)).count > 280)
    #expect(Set(sent.map(\.order.quantity)).count > 20)
    #expect(Set(sent.map(\.order.side)).count == 2 && Set(sent.map(\.tick)).count > 350)
  }
}
