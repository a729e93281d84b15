import SimColumns
import SimMarket
import SimTestSupport
import SimTypes
import Testing

@testable import SimAgents

struct BasketOrdersTests {
  /// An agent of three symbols at 100 dollars, with goals of a test's own.
  private final class Basket {
    let bench: JointBench<SectorRotator>
    let orders: BasketOrders
    private let boxes = OrderBoxes(capacities: [3], symbolCount: 3)

    init(held: [Int32], cash: Double) {
      bench = JointBench(prices: [10_000, 10_000, 10_000], sectors: [0, 1, 2], cash: cash)
      orders = BasketOrders(bench.plan, placement: .anywhere)
      for (row, shares) in held.enumerated() { bench.own(shares, row) }
    }

    /// Orders of a tick, by leg; buys positive.
    func send(_ goals: [Double], drift: Double = 0, reach: Double = 0) -> [Int: Int32] {
      for (row, goal) in goals.enumerated() {
        orders.aim(row, at: goal, position: bench.accounts.view.quantity[row], drift: drift)
      }
      return send(reach: reach)
    }

    func send(reach: Double = 0) -> [Int: Int32] {
      var writer = OrderWriter(boxes.view, chunk: 0)
      let isSending = orders.send(0..<3, [0, 1, 2], chunk: 0, reach: reach, bench.world, &writer)
      writer.close()
      let positions = boxes.view.positions(ofChunk: 0)
      #expect(isSending == !positions.isEmpty)
      return Dictionary(
        uniqueKeysWithValues: positions.map {
          let sign: Int32 = BoxKey(raw: boxes.view.key[$0]).side == .buy ? 1 : -1
          limits[Int(boxes.view.agent[$0])] = boxes.view.price[$0]
          return (Int(boxes.view.agent[$0]), sign * boxes.view.quantity[$0])
        })
    }

    var limits: [Int: Int32] = [:]
  }

  @Test func whatIsMissingIsSentOnTheSideThatTrades() {
    let basket = Basket(held: [30, 0, 5], cash: 10_000)
    #expect(basket.send([10, 40.4, 5], reach: 0.001_5) == [0: -20, 1: 40])
    #expect(basket.limits == [0: 9_985, 1: 10_015])
  }

  @Test func nothingIsSentTwiceOnceItIsFilled() {
    let basket = Basket(held: [0, 0, 0], cash: 10_000)
    #expect(basket.send([50, 0, 0]) == [0: 50])
    basket.bench.fill(.init(row: 0, side: .buy, price: 10_000, quantity: 50), shares: 20)
    #expect(basket.send() == [0: 30])
    basket.bench.fill(.init(row: 0, side: .buy, price: 10_000, quantity: 30))
    #expect(basket.send() == [:])
  }

  /// Sales need nothing; what they bring buys in the tick after.
  @Test func salesGoFirst() {
    let basket = Basket(held: [100, 0, 0], cash: 0)
    #expect(basket.send([40, 60, 0]) == [0: -60])
    basket.bench.fill(.init(row: 0, side: .sell, price: 10_000, quantity: 60))
    #expect(basket.send() == [1: 60])
  }

  /// 10,000 dollars for shares of 30,000: a third of each, in whole shares.
  @Test func allThatOpensGetsTheSamePart() {
    let basket = Basket(held: [0, 0, 0], cash: 10_000)
    #expect(basket.send([150, -100, 50]) == [0: 50, 1: -33, 2: 16])
  }

  /// Buying back comes before all else, and is asked for whatever there is.
  @Test func coversAreNotCut() {
    let basket = Basket(held: [-40, 0, 0], cash: 10_000)
    #expect(basket.send([10, 100, 0]) == [0: 45, 1: 54], "40 to cover, 60 for 110 others")
    let poor = Basket(held: [-40, 10, 0], cash: 0)
    #expect(poor.send([10, -20, 30]) == [0: 40, 1: -10])
  }

  @Test func whatIsNearItsGoalIsLeftAlone() {
    let basket = Basket(held: [100, 100, 0], cash: 10_000)
    #expect(basket.send([104, 105, 1], drift: 0.05) == [1: 5, 2: 1])
    #expect(basket.send([0, 96, 0], drift: 0.05) == [0: -100])
  }

  @Test(arguments: [0, 1, 7, 8, 9, 16, 17, 50]) func differencesAreFoundInOrder(count: Int) {
    for step in 1...max(1, count) {
      let a = Column<Int32>(count: count, filledWith: 7)
      let b = Column<Int32>(count: count, filledWith: 7)
      let rows = Array(stride(from: step - 1, to: count, by: step))
      for row in rows { b.view[row] = 8 }
      var found: [Int] = []
      BasketOrders.forEachDifference(a.view, b.view) { found.append($0) }
      #expect(found == rows)
    }
  }

  /// Products beyond 64 bits are divided as exactly as others.
  @Test func largePartsAreExact() {
    #expect(BasketOrders.part(1 << 40, 1 << 48, of: 1 << 49) == 1 << 39)
    #expect(BasketOrders.part((1 << 40) + 1, (1 << 48) + 3, of: 1 << 50) == 1 << 38)
    #expect(BasketOrders.part(3, 2, of: 7) == 0 && BasketOrders.part(7, 2, of: 7) == 2)
  }

  @Test func partsNeverNeedMoreThanThereIs() {
    var generator = TestGenerator(seed: 3)
    for _ in 0..<2_000 {
      let shares = (0..<5).map { _ in Int64.random(in: 0...1_000_000, using: &generator) }
      let prices = (0..<5).map { _ in Int64.random(in: 1...100_000_000, using: &generator) }
      let needed = zip(shares, prices).reduce(0) { $0 + $1.0 * $1.1 }
      let available = Int64.random(in: 0...max(1, needed * 5 / 4), using: &generator)
      let parts = shares.map { BasketOrders.part($0, available, of: needed) }
      #expect(zip(parts, prices).reduce(0) { $0 + $1.0 * $1.1 } <= max(available, 0) || parts == shares)
      if available >= needed { #expect(parts == shares) }
      for (part, share) in zip(parts, shares) where available < needed {
        let exact = Double(share) * Double(available) / Double(needed)
        #expect(abs(Double(part) - exact) <= 1.000_001 && Double(part) <= exact + 1e-6)
      }
    }
  }
}
