import SimMarket
import SimNews
import SimTypes
import Testing

@testable import SimAgents

struct BackgroundPoolTests {
  private typealias Bench = StrategyBench<BackgroundPool>

  private func bench(_ parameters: [String: Double] = [:], shares: Int32 = 1_000_000, cash: Int64 = 1 << 48) -> Bench {
    Bench(
      count: 4, prices: [10_000, 5_000], cash: cash, shares: shares,
      parameters: parameters.mapValues { .constant($0) })
  }

  @Test(arguments: [0, 1, 2, 3]) func aRegimesActivityIsItsNumberOfOrders(regime: Int) {
    let sent = bench(["regime": Double(regime), "orders_per_tick": 20]).decide(ticks: 500).count
    let expected = 20 * [1.0 / 3, 1, 2, 3][regime] * 4 * 500
    #expect(abs(Double(sent) / expected - 1) < 0.02)
  }

  @Test func ordersVaryByAFifthAndNeverLeaveTheBox() {
    let pool = bench(["regime": 3, "orders_per_tick": 80])
    for _ in 0..<200 {
      var perAgent = [Int](repeating: 0, count: 4)
      for order in pool.decide() { perAgent[order.agent] += 1 }
      #expect(perAgent.allSatisfy { (192...288).contains($0) })
    }
  }

  @Test func limitsLieOnTheirSideButForTheAggressive() {
    let passive = bench(["aggressive": 0, "max_deviation": 0.05]).decide(ticks: 300)
    for order in passive where order.symbol == 0 {
      #expect((order.side == .buy ? 9_500...10_000 : 10_000...10_500).contains(order.price))
    }
    let mixed = bench(["aggressive": 0.25]).decide(ticks: 500).filter { $0.symbol == 0 && $0.price != 10_000 }
    let across = mixed.filter { ($0.side == .buy) == ($0.price > 10_000) }.count
    #expect(abs(Double(across) / Double(mixed.count) - 0.25) < 0.02)
  }

  /// A crowd that believes buys, apart from its contrarians: (1 - 2c) · s / 2 above one half.
  @Test func sidesFollowTheSentiment() {
    for regime in [0, 3] {
      let pool = bench(["regime": Double(regime), "sentiment_decay": 1, "max_sentiment": 0.8])
      pool.table.believe(0.8)
      let sent = pool.decide(ticks: 500)
      let buys = Double(sent.filter { $0.side == .buy }.count) / Double(sent.count)
      let contrarians = [0.30, 0.15][regime == 0 ? 0 : 1]
      #expect(abs(buys - (0.5 + (1 - 2 * contrarians) * 0.4)) < 0.02)
    }
  }

  /// In the long run the sentiment strays as far as its regime says, and never beyond its bound.
  @Test func moodsAreTheRegimes() {
    let pool = Bench(
      count: 200, shares: 1_000,
      parameters: ["regime": .constant(1), "sentiment_decay": .constant(0.9), "orders_per_tick": .constant(0)])
    var square = 0.0
    for tick in 0..<400 {
      _ = pool.decide()
      guard tick >= 100 else { continue }
      for row in 0..<200 {
        let mood = pool.table.mood(row: row).sentiment
        #expect(abs(mood) <= 0.8)
        square += mood * mood
      }
    }
    #expect(abs((square / 60_000).squareRoot() / 0.15 - 1) < 0.03)
  }

  @Test func oneEventIsOneImpulse() {
    func event(_ kind: NewsKind, _ target: Int32) -> NewsEvent {
      NewsEvent(id: 1, kind: kind, target: target, tick: 0, duration: 50, sentiment: 0.6, magnitude: 1, amount: 0)
    }
    #expect(BackgroundPool.impulse(event(.earnings, 3), symbol: 3, sector: 1) == 0.6)
    #expect(BackgroundPool.impulse(event(.guidance, 3), symbol: 4, sector: 3) == 0)
    #expect(BackgroundPool.impulse(event(.sector, 1), symbol: 3, sector: 1) == 0.3)
    #expect(BackgroundPool.impulse(event(.sector, 1), symbol: 1, sector: 2) == 0)
    #expect(BackgroundPool.impulse(event(.rate, 0), symbol: 9, sector: 9) == 0.3)
  }

  @Test func regimesMoveByOneForEverybodyAtOnce() {
    let pool = bench(["regime_change": 0.2])
    var seen: Set<UInt8> = []
    var last: UInt8 = 1
    for _ in 0..<300 {
      _ = pool.decide()
      let regimes = (0..<4).map { pool.table.mood(row: $0).regime }
      #expect(Set(regimes).count == 1 && abs(Int(regimes[0]) - Int(last)) <= 1)
      last = regimes[0]
      seen.insert(last)
    }
    #expect(seen == [0, 1, 2, 3])
    let still = bench(["regime": 2])
    _ = still.decide(ticks: 100)
    #expect(still.table.mood(row: 0).regime == 2)
  }

  @Test func itSellsWhatItOwnsAndBuysWhatItCanPay() {
    #expect(bench(shares: 0).decide(ticks: 50).allSatisfy { $0.side == .buy })
    #expect(bench(cash: 0).decide(ticks: 50).allSatisfy { $0.side == .sell })
    let poor = bench(["orders_per_tick": 80], shares: 100, cash: 1_000_0000)
    for _ in 0..<50 {
      for agent in 0..<4 {
        let mine = poor.decide().filter { $0.agent == agent }
        #expect(mine.filter { $0.side == .sell }.reduce(0) { $0 + $1.quantity } <= 100)
        let spent = mine.filter { $0.side == .buy }.reduce(Int64(0)) { $0 + Int64($1.price) * Int64($1.quantity) * 100 }
        #expect(spent <= 1_000_0000)
      }
    }
  }
}
