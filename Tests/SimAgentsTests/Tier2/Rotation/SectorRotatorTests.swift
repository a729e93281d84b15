import SimColumns
import SimMarket
import SimNews
import SimTestSupport
import SimTypes
import Testing

@testable import SimAgents

struct SectorRotatorTests {
  typealias Bench = JointBench<SectorRotator>
  private let parameters: [String: Distribution] = [
    "sentiment_scale": .constant(0.3), "min_rebalance_interval": .constant(10), "min_event_magnitude": .constant(0.1),
    "rebalance_threshold": .constant(0), "reach": .constant(0),
  ]

  /// Four symbols at 100 dollars: two of sector 0, one each of 1 and 2.
  private func bench(
    count: Int = 1, cash: Double = 100_000, shares: Int32 = 0, _ changes: [String: Distribution] = [:]
  ) -> Bench {
    Bench(
      count: count, prices: [10_000, 10_000, 10_000, 10_000], sectors: [0, 0, 1, 2], cash: cash, shares: shares,
      parameters: parameters.merging(changes) { $1 })
  }

  private func sizes(_ orders: [Bench.Sent]) -> [Int: Int32] {
    Dictionary(uniqueKeysWithValues: orders.map { ($0.row, $0.signed) })
  }

  private func fill(_ bench: Bench, _ orders: [Bench.Sent]) { for order in orders { bench.fill(order) } }

  @Test func withoutNewsItDoesNothing() {
    let bench = bench(count: 3)
    #expect(bench.decide(ticks: 50).allSatisfy { $0.isEmpty } && bench.table.wokenCount == 0)
    let without = Bench(
      prices: [10_000, 10_000], sectors: [0, 1], parameters: ["rebalance_interval": .constant(1)], hasEconomy: false)
    #expect(without.decide(ticks: 50).allSatisfy { $0.isEmpty })
  }

  /// Sentiment 0.8 of magnitude 0.5 counts 0.4: wishes 0.4 (cut), 1/3, 1/3, of which each gives up 1/45.
  @Test func goodNewsOfASectorBuyMoreOfIt() {
    let bench = bench()
    bench.announce(.sector, 0, 0.8)
    let orders = bench.decide()
    #expect(sizes(orders) == [0: 189, 1: 189, 2: 311, 3: 311])
    #expect(orders.allSatisfy { $0.price == 10_000 })
    fill(bench, orders)
    #expect(bench.decide(ticks: 60).allSatisfy { $0.isEmpty }, "nothing is sent again, nor when the news fade")
  }

  /// Wishes 1/3 - 0.12, 1/3, 1/3, each of which takes a third of what is missing.
  @Test func badNewsSellFirstAndThenBuyTheOthers() {
    let bench = bench(cash: 0)
    for (row, shares) in [500, 500, 0, 0].enumerated() { bench.own(Int32(shares), row) }
    bench.announce(.sector, 0, -0.8)
    let sales = bench.decide()
    #expect(sizes(sales) == [0: -373, 1: -373])
    fill(bench, sales)
    let buys = bench.decide()
    #expect(sizes(buys) == [2: 373, 3: 373])
    fill(bench, buys)
    #expect(bench.held() == [127, 127, 373, 373] && bench.decide().isEmpty)
  }

  @Test func limitsLieBeyondThePrice() {
    let bench = bench(cash: 10_000, shares: 0, ["reach": .constant(0.001_5)])
    bench.own(500, 0)
    bench.announce(.sector, 1, 0.5)
    let orders = bench.decide()
    #expect(Set(orders.map { $0.side == .buy ? $0.price : -$0.price }) == [10_015, -9_985])
  }

  /// The news of a company move its sector half as far.
  @Test func newsOfACompanyCountHalfForItsSector() {
    let (company, whole) = (bench(), bench())
    company.announce(.guidance, 3, 1, magnitude: 0.4)
    whole.announce(.sector, 2, 1, magnitude: 0.2)
    #expect(sizes(company.decide()) == sizes(whole.decide()))
    #expect(company.table.wokenCount == 1)
  }

  /// Rates are an occasion, and move no weight.
  @Test func ratesMakeItLookAgain() {
    let bench = bench()
    bench.announce(.rate, 0, -1, magnitude: 0.9)
    #expect(sizes(bench.decide()) == [0: 167, 1: 167, 2: 333, 3: 333])
  }

  @Test func whatDoesNotConcernItIsIgnored() {
    let bench = bench(["min_event_magnitude": .constant(0.3)])
    bench.announce(.sector, 3, 1)  // nobody's sector
    bench.announce(.sector, 0, 1, magnitude: 0.29)
    #expect(bench.decide(ticks: 5).allSatisfy { $0.isEmpty })
    bench.announce(.sector, 0, 1, magnitude: 0.3)
    #expect(bench.decide().count == 4)
  }

  /// An event is an occasion once. One that comes too early is taken up when the interval is over.
  @Test func itWaitsForTheInterval() {
    let bench = bench()
    bench.announce(.sector, 0, 0.5)
    fill(bench, bench.decide())
    #expect(bench.decide(ticks: 4).allSatisfy { $0.isEmpty })
    bench.announce(.sector, 1, 1)
    bench.announce(.sector, 0, -1)
    #expect(bench.decide(ticks: 5).allSatisfy { $0.isEmpty }, "ticks 5 to 9")
    let orders = bench.decide()
    #expect(bench.table.wokenCount == 1 && orders.contains { $0.side == .sell && $0.row == 0 })
    fill(bench, orders)
    fill(bench, bench.decide())
    #expect(bench.decide(ticks: 60).allSatisfy { $0.isEmpty })
  }

  @Test func whatIsNotFilledIsTriedAgainUntilTheIntervalIsOver() {
    let bench = bench(["min_rebalance_interval": .constant(4)])
    bench.announce(.rate, 0, 0.5)
    let first = bench.decide()
    #expect(sizes(first) == [0: 167, 1: 167, 2: 333, 3: 333])
    bench.fill(first[0])
    bench.fill(first[3], shares: 100)
    let second = bench.decide()
    #expect(sizes(second) == [1: 167, 2: 333, 3: 233])
    // The price has moved: the goal is a number of shares and stays.
    bench.move([10_000, 9_000, 10_000, 10_000])
    let third = bench.decide()
    #expect(sizes(third) == sizes(second) && third[0].price == 9_000)
    #expect(bench.decide().count == 3 && bench.decide(ticks: 40).allSatisfy { $0.isEmpty })
  }

  @Test func theClockIsAnOccasionToo() {
    let bench = bench(["rebalance_interval": .constant(20), "phase": .constant(0.25)])
    #expect(bench.decide(ticks: 5).allSatisfy { $0.isEmpty })
    fill(bench, bench.decide())
    #expect(bench.held() == [167, 167, 333, 333])
    bench.move([20_000, 20_000, 10_000, 10_000])
    #expect(bench.decide(ticks: 19).allSatisfy { $0.isEmpty }, "ticks 6 to 24")
    #expect(sizes(bench.decide()).filter { $0.value < 0 } == [0: -56, 1: -56])
  }

  @Test func smallDriftsAreLeftAlone() {
    let bench = bench(["rebalance_threshold": .constant(0.05)])
    bench.announce(.rate, 0, 0)
    fill(bench, bench.decide())
    _ = bench.decide(ticks: 20)
    // Symbol 2 should be 4 % fewer shares, the others 2 % more; then 8 % fewer and less than 5 % more.
    bench.move([10_000, 10_000, 10_700, 10_000])
    bench.announce(.rate, 0, 0)
    #expect(bench.decide().isEmpty)
    _ = bench.decide(ticks: 20)
    bench.move([10_000, 10_000, 11_400, 10_000])
    bench.announce(.rate, 0, 0)
    #expect(sizes(bench.decide()).keys.sorted() == [2])
  }

  @Test func agentsDifferAndAgree() {
    let bench = Bench(
      count: 200, prices: [10_000, 5_000, 2_000], sectors: [0, 1, 2],
      parameters: ["rebalance_interval": .constant(100)])
    let orders = bench.decide(ticks: 100)
    #expect(orders.count { !$0.isEmpty } > 50, "phases spread them")
    #expect(Set(orders.flatMap { $0 }.map { $0.row / 3 }).count == 200)
  }

  @Test func boundsThatCrossAreRefused() {
    var parameters = SectorRotator.schema.parameters.map(\.standard)
    #expect(SectorRotator.objections(to: parameters).isEmpty)
    parameters[1] = .uniform(0.1...0.5)
    let objections = SectorRotator.objections(to: parameters)
    #expect(objections.map(\.parameter) == ["min_allocation"])
    #expect(objections.first?.allowed == "at most the smallest max_allocation, 0.4")
  }

  /// Awake and at rest, a tick asks the heap for nothing.
  @Test(.enabled(if: Allocations.areCounted && Allocations.isOptimised)) func aWarmTickTakesNoMemory() {
    let bench = bench(count: 50)
    bench.announce(.sector, 0, 0.5)
    _ = bench.decide()
    #expect(Allocations.count { bench.run() } == 0)
  }

  /// Agents as one object each, with arrays and dictionaries, send the same orders for 400 ticks of news, prices and
  /// fills at random.
  @Test(arguments: UInt64(1)...4) func theTableDoesWhatItsRulesSay(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let sectors: [Int32] = [4, 1, 4, 0, 2, 1, 0]
    let bench = Bench(
      count: 30, prices: sectors.map { 2_000 + 3_000 * ($0 + 1) }, sectors: sectors, cash: 50_000, shares: 10,
      seed: seed,
      parameters: [
        "sentiment_scale": .uniform(0...1), "min_allocation": .uniform(0...0.2), "max_allocation": .uniform(0.3...1),
        "rebalance_threshold": .uniform(0...0.2), "min_rebalance_interval": .uniform(1...20),
        "min_event_magnitude": .uniform(0...0.8), "reach": .uniform(0...0.02),
        "rebalance_interval": .uniform(0...60),
      ])
    let agents = (0..<30).map { PlainRotator($0, bench) }
    var sent = 0
    for tick in 0..<400 {
      var events: [NewsEvent] = []
      for kind in NewsKind.allCases where Int.random(in: 0..<12, using: &generator) == 0 {
        let target = kind == .rate ? 0 : Int.random(in: 0..<(kind == .sector ? 6 : 7), using: &generator)
        let (sentiment, magnitude) = (
          Double.random(in: -1...1, using: &generator), Double.random(in: 0...1, using: &generator)
        )
        let duration = UInt32.random(in: 1...40, using: &generator)
        bench.announce(kind, target, sentiment, magnitude: magnitude, duration: duration)
        events.append(
          NewsEvent(
            id: 0, kind: kind, target: Int32(target), tick: UInt32(tick), duration: duration, sentiment: sentiment,
            magnitude: magnitude, amount: 0))
      }
      let expected = agents.flatMap { $0.decide(UInt32(tick), news: events) }
      let orders = bench.decide()
      #expect(orders == expected, "tick \(tick)")
      sent += orders.count
      for order in orders where Int.random(in: 0..<3, using: &generator) > 0 {
        bench.fill(order, shares: Int32.random(in: 1...order.quantity, using: &generator))
      }
      bench.move(
        (0..<7).map {
          max(100, bench.symbols.view.last[$0] + Int32.random(in: -60...60, using: &generator))
        })
    }
    #expect(sent > 1_000)
  }
}

/// The rules of a rotator, word for word, for one agent.
private final class PlainRotator {
  private let bench: JointBench<SectorRotator>
  private let rows: [Int]
  private let value: [String: Double]
  private var remembered: [NewsEvent] = []
  private var unheard = false
  private var lastTime: Int?
  private var nextByClock: Int?
  private var goals: [Int: Int32] = [:]

  init(_ agent: Int, _ bench: JointBench<SectorRotator>) {
    self.bench = bench
    rows = (0..<bench.legs).map { agent * bench.legs + $0 }
    let draws = SpawnDraws(seed: bench.seed, population: bench.plan)
    var value: [String: Double] = [:]
    for (place, spec) in SectorRotator.schema.parameters.enumerated() {
      value[spec.name] = spec.isInteger ? Double(draws.integer(place, row: rows[0])) : draws.real(place, row: rows[0])
    }
    self.value = value
    let interval = value["rebalance_interval"]!
    nextByClock = interval > 0 ? Int(value["phase"]! * interval) : nil
  }

  private func sector(_ leg: Int) -> Int { Int(bench.news.sector[leg]) }

  func decide(_ tick: UInt32, news: [NewsEvent]) -> [JointBench<SectorRotator>.Sent] {
    remembered = remembered.filter { $0.isActive(at: tick) } + news
    let mine = Set(rows.indices.map(sector))
    if news.contains(where: { event in
      guard event.magnitude >= value["min_event_magnitude"]! else { return false }
      switch event.reach {
      case .everybody: return true
      case .symbol: return true  // all symbols are its own
      case .sector(let sector): return mine.contains(sector)
      }
    }) {
      unheard = true
    }
    let interval = Int(value["min_rebalance_interval"]!)
    let mayAct = lastTime.map { Int(tick) >= $0 + interval } ?? true
    let isDue = nextByClock.map { Int(tick) >= $0 } ?? false
    if mayAct && (unheard || isDue) {
      aim(tick)
      unheard = false
      lastTime = Int(tick)
      if nextByClock != nil { nextByClock = Int(tick) + Int(value["rebalance_interval"]!) }
    } else if mayAct {
      goals = [:]
    }
    let orders = orders()
    if orders.isEmpty { goals = [:] }
    return orders
  }

  private func aim(_ tick: UInt32) {
    let accounts = bench.accounts.view
    func price(_ leg: Int) -> Double { Double(bench.symbols.view.lastPrice(leg).raw) }
    let sectors = rows.indices.map(sector).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
    let weights = Column<Double>(
      sectors.map { sector in
        var (sum, weight) = (0.0, 0.0)
        for event in remembered where event.magnitude >= value["min_event_magnitude"]! {
          var share = 0.0
          switch event.reach {
          case .symbol(let symbol): share = self.sector(symbol) == sector ? 0.5 : 0
          case .sector(let row): share = row == sector ? 1 : 0
          case .everybody: break
          }
          guard share > 0 else { continue }
          let part = event.magnitude * event.decay(at: tick) * share
          (sum, weight) = (sum + event.sentiment * part, weight + part)
        }
        return 1 / Double(sectors.count) + value["sentiment_scale"]! * (sum / (weight + 0.5))
      })
    SectorWeights.settle(weights.view, low: value["min_allocation"]!, high: value["max_allocation"]!)
    let worth = rows.indices.reduce(0.0) {
      $0 + Double(accounts.cash[rows[$1]]) + Double(accounts.quantity[rows[$1]]) * price($1)
    }
    goals = [:]
    for (leg, row) in rows.enumerated() {
      let sector = sector(leg)
      let count = rows.indices.count { self.sector($0) == sector }
      let target = worth * weights.view[sectors.firstIndex(of: sector)!] / Double(count)
      let goal = Int32((target / price(leg)).rounded())
      let position = accounts.quantity[row]
      let drift = position == 0 ? 1 : Double(abs(goal - position)) / Double(position)
      if goal != position, drift >= value["rebalance_threshold"]! { goals[row] = goal }
    }
  }

  private func orders() -> [JointBench<SectorRotator>.Sent] {
    let accounts = bench.accounts.view
    let wanted = rows.compactMap { row -> JointBench<SectorRotator>.Sent? in
      guard let goal = goals[row], goal != accounts.quantity[row] else { return nil }
      let last = Double(bench.symbols.view.last[row % bench.legs])
      let reach = value["reach"]!
      return goal > accounts.quantity[row]
        ? .init(
          row: row, side: .buy, price: Int32((last * (1 + reach)).rounded(.up)),
          quantity: goal - accounts.quantity[row])
        : .init(
          row: row, side: .sell, price: Int32((last * (1 - reach)).rounded(.down)),
          quantity: accounts.quantity[row] - goal)
    }
    let needed = wanted.filter { $0.side == .buy }.reduce(0) { $0 + Int($1.price) * Int($1.quantity) * 100 }
    let free = Int(accounts.freeCash[rows[0]])
    return wanted.compactMap { order in
      guard order.side == .buy, free < needed else { return order }
      var order = order
      order.quantity = Int32(Int(order.quantity) * free / needed)
      return order.quantity > 0 ? order : nil
    }
  }
}
