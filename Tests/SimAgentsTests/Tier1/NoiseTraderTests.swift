import SimAgents
import Testing

struct NoiseTraderTests {
  @Test(arguments: [0.01, 0.3, 1.0])
  func itActsAsOftenAsItsProbability(probability: Double) {
    let bench = StrategyBench<NoiseTrader>(
      count: 1_000, shares: 300, parameters: ["order_probability": .constant(probability)])
    var sent = 0
    for _ in 0..<200 { sent += bench.decide().count }
    let trials = 200_000.0
    let error = 5 * (trials * probability * (1 - probability)).squareRoot()
    #expect(abs(Double(sent) - trials * probability) <= error)
  }

  /// Also its first tick: nobody waits for a warm-up.
  @Test func itActsFromTheFirstTickOn() {
    let bench = StrategyBench<NoiseTrader>(
      count: 10_000, shares: 300, parameters: ["order_probability": .constant(0.1)])
    #expect(abs(bench.decide().count - 1_000) < 150)
  }

  @Test func aProbabilityOfZeroIsNever() {
    let bench = StrategyBench<NoiseTrader>(count: 50, shares: 300, parameters: ["order_probability": .constant(0)])
    for _ in 0..<100 { #expect(bench.decide().isEmpty) }
  }

  @Test func pricesStayInTheirBandAndSizesInTheirs() {
    let bench = StrategyBench<NoiseTrader>(
      count: 2_000, prices: [10_000], shares: 300,
      parameters: [
        "order_probability": .constant(1), "belief": .constant(0.1), "price_deviation": .constant(0.02),
        "aggression": .constant(0.5), "min_quantity": .constant(10), "max_quantity": .constant(20),
      ])
    let sent = (0..<20).flatMap { _ in bench.decide() }
    // Worth 11,000. Buys at 11,000 · (1 - d), sells at 11,000 · (1 + d), d from -0.01 to 0.02.
    #expect(sent.filter { $0.side == .buy }.allSatisfy { (10_780...11_110).contains($0.price) })
    #expect(sent.filter { $0.side == .sell }.allSatisfy { (10_890...11_220).contains($0.price) })
    #expect(Set(sent.map(\.quantity)) == Set(10...20))
    // A third of the orders reaches across its own estimate; sides are even.
    let across = sent.filter { $0.side == .buy ? $0.price > 11_000 : $0.price < 11_000 }
    let shareAcross = Double(across.count) / Double(sent.count)
    #expect(abs(shareAcross - 0.333) < 0.02)
    let shareOfBuys = Double(sent.filter { $0.side == .buy }.count) / Double(sent.count)
    #expect(abs(shareOfBuys - 0.5) < 0.02)
  }

  @Test func theSideFollowsWhatThePositionAllows() {
    let parameters: [String: Distribution] = ["order_probability": .constant(1), "max_shares": .constant(100)]
    let empty = StrategyBench<NoiseTrader>(count: 300, shares: 0, parameters: parameters)
    #expect(empty.decide().allSatisfy { $0.side == .buy })
    let full = StrategyBench<NoiseTrader>(count: 300, shares: 100, parameters: parameters)
    #expect(full.decide().allSatisfy { $0.side == .sell && $0.quantity <= 100 })
    let nearlyFull = StrategyBench<NoiseTrader>(count: 300, shares: 85, parameters: parameters)
    #expect(nearlyFull.decide().filter { $0.side == .buy }.allSatisfy { $0.quantity <= 15 })
    let tooFewToSell = StrategyBench<NoiseTrader>(count: 300, shares: 9, parameters: parameters)
    #expect(tooFewToSell.decide().allSatisfy { $0.side == .buy })
  }

  @Test func itNeverPromisesMoneyItDoesNotHave() {
    // 50 shares at about 100 dollars with 2,000 dollars: at most about 20.
    let bench = StrategyBench<NoiseTrader>(
      count: 500, cash: 2_000_0000, shares: 0,
      parameters: ["order_probability": .constant(1), "min_quantity": .constant(10), "max_quantity": .constant(50)])
    let sent = bench.decide()
    #expect(!sent.isEmpty)
    let values: [Int64] = sent.map { Int64($0.price) * Int64($0.quantity) * 100 }
    #expect(values.allSatisfy { $0 <= 2_000_0000 })
    #expect(sent.contains { $0.quantity > 15 })
  }

  @Test func worthlessStockIsStillQuotedAtOneTick() {
    let bench = StrategyBench<NoiseTrader>(
      count: 50, prices: [1], shares: 300,
      parameters: ["order_probability": .constant(1), "belief": .constant(-0.9), "price_deviation": .constant(0.9)])
    #expect(bench.decide().allSatisfy { $0.price >= 1 })
  }

  /// More agents than a scratch block and than a chunk, on several symbols, so that every hand-over is crossed.
  @Test(arguments: [1, 7, 8, 9, 511, 512, 513, 4_096, 4_100, 9_000])
  func everyAgentSpeaksForItselfInRowOrder(count: Int) {
    let bench = StrategyBench<NoiseTrader>(
      count: count, prices: [5_000, 10_000, 20_000], shares: 300, parameters: ["order_probability": .constant(1)])
    let sent = bench.decide()
    #expect(sent.map(\.agent) == Array(0..<count))
    #expect(sent.allSatisfy { $0.symbol == Int(bench.accounts.view.symbol[$0.agent]) })
  }
}
