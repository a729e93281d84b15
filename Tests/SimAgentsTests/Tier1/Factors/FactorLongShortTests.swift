import SimColumns
import SimMarket
import SimQuant
import SimTestSupport
import SimTypes
import Testing

@testable import SimAgents

struct FactorLongShortTests {
  typealias Bench = JointBench<FactorLongShort>
  private let parameters: [String: Distribution] = [
    "momentum_weight": .constant(0), "value_weight": .constant(1), "volatility_weight": .constant(0),
    "mean_reversion_weight": .constant(0), "longs": .constant(0.34), "shorts": .constant(0.34),
    "hysteresis": .constant(0), "gross": .constant(1), "rebalance_candles": .constant(5), "phase": .constant(0),
    "rebalance_threshold": .constant(0), "reach": .constant(0), "patience": .constant(3),
  ]

  /// Six symbols; two are held and two sold short.
  private func bench(
    count: Int = 1, shortLimit: Int64? = 100_000, _ changes: [String: Distribution] = [:]
  ) -> Bench {
    Bench(
      count: count, prices: [Int32](repeating: 10_000, count: 6), sectors: [0, 0, 0, 0, 0, 0], cash: 1_000_000,
      parameters: parameters.merging(changes) { $1 }, shortLimit: shortLimit)
  }

  /// Closes a candle around 100 dollars, which moves so much that every score is known, `values` being fair values in
  /// dollars. Of 4 ticks a candle, the first: the others are the caller's.
  private func close(_ bench: Bench, _ candle: Int, fair values: [Double]) -> [Bench.Sent] {
    for (symbol, value) in values.enumerated() { bench.symbols.view.fair[symbol] = value * 100 }
    return bench.close((0..<6).map { 10_000 + Int32((candle * (3 + $0)) % 11) - 5 })
  }

  private func sizes(_ orders: [Bench.Sent]) -> [Int: Int32] {
    Dictionary(uniqueKeysWithValues: orders.map { ($0.row, $0.signed) })
  }

  private let values = [120.0, 80, 100, 110, 90, 101]

  /// Long of the cheap, short of the dear, a quarter of a million each, once every score is known.
  @Test func itHoldsTheBestAndIsShortOfTheWorst() {
    let bench = bench()
    for candle in 1...64 { #expect(close(bench, candle, fair: values).isEmpty) }
    let orders = close(bench, 65, fair: values)
    #expect(sizes(orders).mapValues { $0.signum() } == [0: 1, 1: -1, 3: 1, 4: -1])
    for order in orders {
      #expect(abs(Double(order.quantity) * Double(order.price) / 100 - 250_000) < 60)
      bench.fill(order)
    }
    let net = (0..<6).reduce(0) { $0 + Double(bench.held()[$1]) * Double(bench.symbols.view.last[$1]) / 100 }
    #expect(abs(net) < 4 * 60, "the two sides cancel")
    // Nothing is repeated, and nothing happens before the fifth candle.
    #expect(bench.decide(ticks: 3).allSatisfy { $0.isEmpty })
    for candle in 66...69 { #expect(close(bench, candle, fair: values.reversed()).isEmpty) }
    // 101, 90, 110, 100, 80, 120: what was held is sold, what was owed bought back or still dear.
    let turned = sizes(close(bench, 70, fair: values.reversed()))
    #expect(turned[0] == -bench.held()[0] && turned[3] == -bench.held()[3])
    #expect((turned[2] ?? 0) > 0 && (turned[5] ?? 0) > 0 && abs(turned[1] ?? 0) < 100 && abs(turned[4] ?? 0) < 100)
  }

  @Test func whatIsNotFilledIsTriedAgainForAWhile() {
    let bench = bench()
    for candle in 1...64 { _ = close(bench, candle, fair: values) }
    let first = close(bench, 65, fair: values)
    bench.fill(first[0])
    bench.fill(first[1], shares: 1_000)
    let second = bench.decide()
    #expect(second.map(\.row) == [1, 3, 4] && second[0].quantity == first[1].quantity - 1_000)
    #expect(bench.decide().count == 3 && bench.decide().isEmpty, "patience 3")
  }

  /// An agent's first candle is its own, and so are all others.
  @Test func phasesSpreadTheAgents() {
    let bench = bench(count: 100, ["phase": .uniform(0...1), "patience": .constant(1)])
    var candles = [[Int]](repeating: [], count: 100)
    for candle in 1...84 {
      for agent in Set(close(bench, candle, fair: values).map { $0.row / 6 }) { candles[agent].append(candle) }
    }
    #expect(Set(candles.compactMap(\.first)) == Set(65...69))
    for own in candles { #expect(zip(own, own.dropFirst()).allSatisfy { $1 - $0 == 5 } && own.count == 4) }
  }

  /// The cheapest falls to third place: with a margin it stays, without it goes.
  @Test(arguments: [(margin: 0.0, stays: false), (0.17, true)])
  func aSymbolLeavesOnlyWhenItFallsFarEnough(margin: Double, stays: Bool) {
    let bench = bench(["hysteresis": .constant(margin), "rebalance_threshold": .constant(0.2)])
    for candle in 1...64 { _ = close(bench, candle, fair: values) }
    for order in close(bench, 65, fair: values) { bench.fill(order) }
    for candle in 66...69 { _ = close(bench, candle, fair: values) }
    let orders = close(bench, 70, fair: [105, 80, 107, 110, 90, 101])
    #expect(sizes(orders).keys.sorted() == (stays ? [] : [0, 2]))
  }

  @Test func withoutLendersItOnlyHoldsTheBest() {
    let bench = bench(shortLimit: nil)
    for candle in 1...64 { _ = close(bench, candle, fair: values) }
    let orders = close(bench, 65, fair: values)
    #expect(sizes(orders).mapValues { $0.signum() } == [0: 1, 3: 1])
    for order in orders { #expect(abs(Double(order.quantity) * Double(order.price) / 100 - 500_000) <= 200) }
  }

  /// What may not be sold short is not bought on the other side either.
  @Test func aShortLimitBoundsBothSides() {
    let bench = bench(shortLimit: 100)
    for candle in 1...64 { _ = close(bench, candle, fair: values) }
    #expect(sizes(close(bench, 65, fair: values)) == [0: 100, 1: -100, 3: 100, 4: -100])
  }

  @Test func agentsWeighFactorsDifferently() {
    let bench = Bench(
      count: 100, prices: [Int32](repeating: 10_000, count: 6), sectors: [0, 0, 0, 0, 0, 0], cash: 1_000_000,
      parameters: ["longs": .constant(0.2), "rebalance_candles": .constant(1)], shortLimit: 100_000)
    for candle in 1...64 { _ = close(bench, candle, fair: values) }
    let orders = close(bench, 65, fair: values)
    #expect(Set(orders.map { $0.row / 6 }).count == 100)
    #expect(Set(orders.filter { $0.side == .buy }.map { $0.row % 6 }).count >= 3)
  }

  @Test func parametersThatContradictEachOtherAreRefused() {
    var parameters = FactorLongShort.schema.parameters.map(\.standard)
    #expect(FactorLongShort.objections(to: parameters).isEmpty)
    parameters[4] = .uniform(0.3...0.9)
    for factor in 0..<4 { parameters[factor] = .constant(0) }
    #expect(FactorLongShort.objections(to: parameters).map(\.parameter) == ["momentum_weight", "shorts"])
  }

  @Test(.enabled(if: Allocations.areCounted && Allocations.isOptimised)) func aWarmTickTakesNoMemory() {
    let bench = bench(count: 50, ["rebalance_candles": .constant(1)])
    for candle in 1...70 { _ = close(bench, candle, fair: values) }
    #expect(Allocations.count { bench.run() } == 0)
    let board = FactorBoard(chunks: 1, legs: 6)
    let symbols = Array(0..<6)
    #expect(Allocations.count { board.update(0, symbols, bench.world) } == 0)
  }

  /// One plain agent each, which looks at all candles and sorts arrays, sends the same orders.
  @Test(arguments: UInt64(1)...3) func theTableDoesWhatItsRulesSay(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    var walk = PriceWalk(8, TestGenerator(seed: seed + 100))
    let limit: Int64? = seed == 3 ? nil : 600
    let bench = Bench(
      count: 20, prices: (0..<8).map { 5_000 + 1_500 * $0 }, sectors: [Int32](repeating: 0, count: 8),
      cash: 200_000, seed: seed,
      parameters: [
        "longs": .uniform(0.05...0.5), "shorts": .uniform(0.05...0.5), "hysteresis": .uniform(0...0.4),
        "gross": .uniform(0.2...1.3), "rebalance_candles": .uniform(1...9), "rebalance_threshold": .uniform(0...0.3),
        "reach": .uniform(0...0.01), "patience": .uniform(1...8),
      ], shortLimit: limit)
    let agents = (0..<20).map { PlainFactorAgent($0, bench, shortLimit: limit ?? 0) }
    var sent = 0
    for candle in 1...120 {
      let prices = walk.next()
      for symbol in 0..<8 {
        let fair = Double(prices[symbol]) * Double.random(in: 0.8...1.2, using: &generator)
        bench.symbols.view.fair[symbol] = fair
      }
      let fair = (0..<8).map { bench.symbols.view.fair[$0] }
      for part in 0..<4 {
        bench.move(prices)
        let tick = Int(bench.tick)
        let scores = part == 0 && candle >= 65 ? walk.scores(fair: fair) : nil
        let expected = agents.flatMap { $0.decide(tick, candle: candle, scores) }
        let orders = part == 0 ? bench.close(prices) : bench.decide()
        #expect(orders == expected, "candle \(candle), part \(part)")
        sent += orders.count
        for order in orders where Int.random(in: 0..<3, using: &generator) > 0 {
          bench.fill(order, shares: Int32.random(in: 1...order.quantity, using: &generator))
        }
      }
    }
    #expect(sent > 500)
  }
}

/// The rules of a long-short agent, word for word, for one agent.
private final class PlainFactorAgent {
  private let bench: JointBench<FactorLongShort>
  private let rows: [Int]
  private let value: [String: Double]
  private let shortLimit: Double
  private var nextCandle: Int
  private var lastTick = -1
  private var goals: [Int: Int32] = [:]

  init(_ agent: Int, _ bench: JointBench<FactorLongShort>, shortLimit: Int64) {
    self.bench = bench
    self.shortLimit = Double(shortLimit)
    rows = (0..<bench.legs).map { agent * bench.legs + $0 }
    let draws = SpawnDraws(seed: bench.seed, population: bench.plan)
    var value: [String: Double] = [:]
    for (place, spec) in FactorLongShort.schema.parameters.enumerated() {
      value[spec.name] = spec.isInteger ? Double(draws.integer(place, row: rows[0])) : draws.real(place, row: rows[0])
    }
    self.value = value
    nextCandle = 65 + min(Int(value["rebalance_candles"]!) - 1, Int(value["phase"]! * value["rebalance_candles"]!))
  }

  func decide(_ tick: Int, candle: Int, _ scores: [FactorScores.Raw]?) -> [JointBench<FactorLongShort>.Sent] {
    if let scores, candle >= nextCandle {
      aim(scores)
      nextCandle += Int(value["rebalance_candles"]!)
      lastTick = tick + Int(value["patience"]!) - 1
    }
    guard tick <= lastTick else { return [] }
    let orders = orders()
    if orders.isEmpty { lastTick = -1 }
    return orders
  }

  private func aim(_ scores: [FactorScores.Raw]) {
    let accounts = bench.accounts.view
    let totals = scores.map {
      value["momentum_weight"]! * $0.momentum! + value["value_weight"]! * $0.value!
        + value["volatility_weight"]! * $0.volatility! + value["mean_reversion_weight"]! * $0.meanReversion!
    }
    let best = totals.indices.sorted { totals[$0] > totals[$1] }
    let count = best.count
    func side(_ ranks: [Int], _ most: Int, other: Int, sign: Int32) -> [Int] {
      let reach = min(most + Int(value["hysteresis"]! * Double(count)), count - other)
      let stay = ranks.prefix(reach).filter { accounts.quantity[rows[$0]].signum() == sign }.prefix(most)
      return Array((stay + ranks.filter { !stay.contains($0) }).prefix(most))
    }
    let longs = max(1, Int(value["longs"]! * Double(count)))
    let shorts = shortLimit == 0 ? 0 : min(max(1, Int(value["shorts"]! * Double(count))), count - longs)
    let long = side(best, longs, other: shorts, sign: 1)
    let short = side(best.reversed(), shorts, other: longs, sign: -1)
    func price(_ leg: Int) -> Double { Double(bench.symbols.view.lastPrice(leg).raw) }
    let equity = rows.indices.reduce(0.0) {
      $0 + Double(accounts.cash[rows[$1]]) + Double(accounts.quantity[rows[$1]]) * price($1)
    }
    let gross = value["gross"]!
    var targets = [Double](repeating: 0, count: count)
    var sold = 0.0
    for leg in short.sorted() {
      targets[leg] = -min(gross * equity / 2 / Double(shorts) / price(leg), shortLimit)
      sold -= targets[leg] * price(leg)
    }
    let held = shortLimit > 0 ? sold : min(gross, 1) * equity
    for leg in long { targets[leg] = held / Double(longs) / price(leg) }
    goals = [:]
    for leg in 0..<count {
      let (goal, position) = (Int32(targets[leg].rounded()), accounts.quantity[rows[leg]])
      let drift = position == 0 ? 1 : Double(abs(goal - position)) / Double(abs(position))
      if goal != position, drift >= value["rebalance_threshold"]! { goals[rows[leg]] = goal }
    }
  }

  private func orders() -> [JointBench<FactorLongShort>.Sent] {
    let accounts = bench.accounts.view
    let reach = value["reach"]!
    // What each row asks for, and how much of it opens a position.
    let wanted = rows.compactMap { row -> (order: JointBench<FactorLongShort>.Sent, opening: Int)? in
      guard let goal = goals[row], goal != accounts.quantity[row] else { return nil }
      let (last, position) = (Double(bench.symbols.view.last[row % bench.legs]), Int(accounts.quantity[row]))
      let side: Side = goal > position ? .buy : .sell
      let price = side == .buy ? (last * (1 + reach)).rounded(.up) : (last * (1 - reach)).rounded(.down)
      let missing = abs(Int(goal) - position)
      let opening = (side == .buy) == (position < 0) && position != 0 ? max(0, missing - abs(position)) : missing
      return (.init(row: row, side: side, price: Int32(price), quantity: Int32(missing)), opening)
    }
    var (covers, needed) = (0, 0)
    for (order, opening) in wanted {
      let price = 100 * Int(order.price)
      needed += opening * price
      if order.side == .buy { covers += (Int(order.quantity) - opening) * price }
    }
    let free = max(0, Int(accounts.freeCash[rows[0]]) - covers)
    return wanted.compactMap { order, opening in
      var order = order
      let part = free < needed ? opening * free / needed : opening
      order.quantity -= Int32(opening - part)
      return order.quantity > 0 ? order : nil
    }
  }
}
