import SimColumns
import SimMarket
import SimRandom
import SimTypes
import Testing

@testable import SimAgents

struct ShareLocationTests {
  typealias Message = LendingBench.Message
  static let priority = StreamKey(seed: 7, purpose: .locatePriority)  // the bench's

  /// Serves orders one after the other, agents in the order of their draws and each agent's in the order sent.
  private func reference(_ sales: [(agent: Int, shares: Int64)], available: Int64, tick: UInt32) -> [Bool] {
    guard sales.reduce(0, { $0 + $1.shares }) > available else { return sales.map { _ in true } }
    let order = sales.indices.sorted {
      let (a, b) = (sales[$0].agent, sales[$1].agent)
      let (x, y) = (
        Self.priority.words(row: UInt32(a), tick: tick)[0], Self.priority.words(row: UInt32(b), tick: tick)[0]
      )
      return x == y ? $0 < $1 : x < y
    }
    var served = sales.map { _ in false }
    var left = available
    for index in order where sales[index].shares <= left {
      left -= sales[index].shares
      served[index] = true
    }
    return served
  }

  /// 40 agents in two symbols, on chunks cut anywhere: nobody's luck depends on the cut.
  static let cuts: [[Range<Int>]] = [[0..<40], [0..<20, 20..<40], [0..<1, 1..<13, 13..<14, 14..<31, 31..<40]]

  @Test(arguments: cuts) func ordersAreServedAsTheReferenceServesThem(chunks: [Range<Int>]) {
    var stream = RowStream(StreamKey(seed: 21, purpose: .spawn), row: 0, tick: 0)
    var (served, denied, smallerAfterLarger) = (0, 0, 0)
    for tick in 0..<60 {
      let bench = LendingBench(chunks: chunks, symbolCount: 2, cash: 1_000_000, pool: 300)
      for agent in 0..<40 { bench.accounts.view.symbol[agent] = agent < 25 ? 0 : 1 }
      bench.tick = UInt32(tick)
      // Some of the pool is out before.
      bench.fill([Message(0, .sell, 1_000, 40), Message(30, .sell, 1_000, 260)])
      bench.tick = UInt32(tick)
      var messages: [Message] = []
      for agent in 0..<40 {
        for _ in 0..<stream.bounded(3) {
          messages.append(Message(agent, .sell, 900 + Int32(stream.bounded(200)), 1 + Int32(stream.bounded(30))))
          if stream.bounded(2) == 0 { messages.append(Message(agent, .buy, 900, 1)) }
        }
      }
      let accepted = bench.send(messages)
      for symbol in 0..<2 {
        let mine = messages.indices.filter {
          bench.accounts.view.symbol[messages[$0].agent] == symbol && messages[$0].side == .sell
        }
        let sales = mine.map { (agent: messages[$0].agent, shares: Int64(messages[$0].quantity)) }
        let expected = reference(sales, available: symbol == 0 ? 260 : 40, tick: UInt32(tick))
        #expect(mine.map { accepted[$0] } == expected, "tick \(tick), symbol \(symbol)")
        served += expected.count { $0 }
        denied += expected.count { !$0 }
        let refused = zip(sales, expected).filter { !$0.1 }.map { $0.0.shares }
        let last = zip(sales, expected).filter { $0.1 }.map { $0.0.shares }
        if let least = refused.min(), last.contains(where: { $0 < least }) { smallerAfterLarger += 1 }
      }
      #expect(bench.refused(.noBorrow) == zip(messages, accepted).count { $0.side == .sell && !$1 })
      // Nobody but the denied is touched, and all of them know it.
      #expect(zip(messages, accepted).allSatisfy { $0.side == .sell || $1 })
      let orders = (0..<40).reduce(0) { $0 + bench.accounts.view.orders[$1] }
      #expect(Int(orders) == 2 + accepted.count { $0 })
    }
    #expect(served > 500 && denied > 500 && smallerAfterLarger > 20)
  }

  /// What is asked for and not sold is there again in the next tick, for somebody else.
  @Test func whatWasLocatedAndNotSoldIsThereAgain() {
    let bench = LendingBench(cash: 100_000, pool: 10)
    #expect(bench.send([Message(0, .sell, 1_000, 10)]) == [true])
    bench.settle { _ in nil }
    #expect(bench.lent() == 0)
    #expect(bench.send([Message(1, .sell, 1_000, 10)]) == [true])
    bench.settle { _ in (10, 1_000) }
    #expect(bench.lent() == 10)
    #expect(bench.send([Message(2, .sell, 1_000, 1)]) == [false])
    bench.settle { _ in nil }
    #expect(bench.send([Message(1, .buy, 1_000, 4)]) == [true])
    bench.settle { _ in (4, 1_000) }
    #expect(bench.send([Message(2, .sell, 1_000, 4), Message(3, .sell, 1_000, 1)]).count { $0 } == 1)
  }

  @Test func aSmallerOrderIsServedAfterALargerOneWasRefused() {
    let bench = LendingBench(cash: 100_000, pool: 10)
    let sales = [Message(0, .sell, 1_000, 11), Message(0, .sell, 1_000, 7), Message(0, .sell, 1_000, 4)]
    #expect(bench.send(sales) == [false, true, false])
    #expect(bench.refused(.noBorrow) == 2 && bench.accounts.view.rejected[0] == 2)
    #expect(bench.accounts.view.orders[0] == 1)
  }

  /// Two agents want the last share in each of 200 ticks: each gets it about half the time.
  @Test func whoIsFirstChangesFromTickToTick() {
    let bench = LendingBench(cash: 100_000, pool: 1)
    var wins = 0
    for _ in 0..<200 {
      let accepted = bench.send([Message(0, .sell, 1_000, 1), Message(1, .sell, 1_000, 1)])
      #expect(accepted[0] != accepted[1])
      if accepted[0] { wins += 1 }
      bench.settle { _ in nil }
    }
    #expect((60...140).contains(wins))
  }

  /// Owned shares need no lender, and a sale of some of both only for what is not owned.
  @Test func onlyWhatIsNotOwnedIsLocated() {
    let bench = LendingBench(cash: 100_000, shares: 10, pool: 5)
    #expect(bench.send([Message(0, .sell, 1_000, 10), Message(1, .sell, 1_000, 15)]) == [true, true])
    #expect(bench.send([Message(0, .sell, 1_000, 10), Message(1, .sell, 1_000, 16)]) == [true, false])
  }

  @Test func whereNobodyHasToLendEverybodySells() {
    let terms = LendingTerms(
      initialMargin: 15_000, maintenanceMargin: 13_000, locateRequired: false, feeInterval: 1)
    let bench = LendingBench(cash: 100_000, pool: 0, terms: terms)
    bench.fill([Message(0, .sell, 1_000, 100)])
    #expect(bench.lent() == 100 && bench.owned(0) == -100)
  }

  /// A denied replacement leaves what rests as it is.
  @Test func aDeniedReplacementReplacesNothing() {
    let bench = LendingBench(cash: 100_000, pool: 10)
    bench.send([Message(0, .sell, 1_100, 8, .resting(slot: 0))])
    bench.settle { _ in nil }
    #expect(bench.lent() == 8)
    #expect(bench.send([Message(0, .sell, 1_200, 11, .resting(slot: 0))]) == [false])
    bench.settle { _ in nil }
    #expect(bench.left(0, slot: 0) == 8 && bench.resting.view.price[0] == 1_100 && bench.lent() == 8)
    #expect(bench.send([Message(0, .sell, 1_200, 10, .resting(slot: 0))]) == [true])
    bench.settle { _ in nil }
    #expect(bench.left(0, slot: 0) == 10 && bench.lent() == 10)
  }
}
