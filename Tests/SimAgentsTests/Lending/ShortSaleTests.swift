import SimMarket
import SimRandom
import SimTypes
import Testing

@testable import SimAgents

struct ShortSaleTests {
  typealias Message = LendingBench.Message

  // MARK: - What is asked for

  /// 10 short at 10 dollars: half of the 100 they bring, and all of what a lower limit gives away, with half again.
  @Test(arguments: [(1_000, 50_0000), (1_200, 60_0000), (900, 60_0000), (1, 149_9000)] as [(Int32, Int64)])
  func theMoneyASaleNeeds(limit: Int32, needed: Int64) {
    for (cash, isEnough) in [(needed - 1, false), (needed, true)] {
      let bench = LendingBench()
      (bench.accounts.view.cash[0], bench.accounts.view.freeCash[0]) = (cash, cash)
      #expect(bench.send([Message(0, .sell, limit, 10)]) == [isEnough], "\(limit), \(cash)")
      #expect(bench.refused(.insufficientMargin) == (isEnough ? 0 : 1))
    }
  }

  /// What a position has lost since has to be made good before it may grow.
  @Test func aLossIsSecuredFirst() {
    let bench = LendingBench(cash: 100)
    bench.fill([Message(0, .sell, 1_000, 10)])  // 200 cash, 150 locked, 50 free
    bench.symbols.view.last[0] = 1_200
    // 150 % of 120 is 30 more than is locked: 20 are left, of which 3 shares at 12 dollars hold 18.
    #expect(bench.send([Message(0, .sell, 1_200, 4)]) == [false])
    #expect(bench.send([Message(0, .sell, 1_200, 3)]) == [true])
    bench.settle { _ in nil }
    // A gain secures nothing.
    bench.symbols.view.last[0] = 500
    #expect(bench.send([Message(0, .sell, 500, 21)]) == [false])
    #expect(bench.send([Message(0, .sell, 500, 20)]) == [true])
  }

  @Test func theLimitIsAboutSharesNotOwned() {
    let bench = LendingBench(cash: 100_000, shares: 10, limit: 100)
    #expect(bench.send([Message(0, .sell, 1_000, 111)]) == [false])
    #expect(bench.refused(.shortLimit) == 1)
    bench.fill([Message(0, .sell, 1_000, 110)])
    #expect(bench.owned(0) == -100)
    #expect(bench.send([Message(0, .sell, 1_000, 1)]) == [false])
    let maker = LendingBench(cash: 100_000, limit: 100, isLimited: false)
    #expect(maker.send([Message(0, .sell, 1_000, 500)]) == [true])
  }

  /// Without limit and lender a position still fits its column.
  @Test func aPositionBeyondThirtyTwoBitsIsRefused() {
    let bench = LendingBench(
      cash: 1_000_000_000, isLimited: false,
      terms: LendingTerms(initialMargin: 15_000, maintenanceMargin: 13_000, locateRequired: false, feeInterval: 1))
    bench.symbols.view.last[0] = 1
    let most = Int32.max
    bench.fill([Message(0, .sell, 1, most)])
    #expect(bench.owned(0) == -most)
    #expect(bench.send([Message(0, .sell, 1, 1)]) == [false])
    #expect(bench.refused(.shortLimit) == 1)
  }

  @Test func aValueBeyondWhatIsCountedWithIsRefused() {
    let bench = LendingBench(cash: 1_000_000, pool: 1 << 30)
    #expect(bench.send([Message(0, .sell, .max - 1, 1 << 20)]) == [false])
    #expect(bench.refused(.notionalOverflow) == 1)
  }

  @Test func aRestingPurchaseIsPaidWithFreeCashOnly() {
    let bench = LendingBench(cash: 50)
    bench.fill([Message(0, .sell, 1_000, 10)])
    #expect(bench.freeCash(0) == 0)
    #expect(bench.send([Message(0, .buy, 1_000, 1, .resting(slot: 0))]) == [false])
    #expect(bench.refused(.insufficientCash) == 1)
    #expect(bench.send([Message(0, .buy, 1_499, 10)]) == [true])
    #expect(bench.send([Message(0, .buy, 1_500, 10)]) == [false])  // rounding could take some of the last units
  }

  /// 2 shares sold at 3 cents and one at 4 lock 15; a third of that is 5, but a third of the cost, rounded, releases
  /// 4.99.
  @Test func roundingOverdrawsNothing() {
    let bench = LendingBench(cash: 0)
    (bench.accounts.view.cash[0], bench.accounts.view.freeCash[0]) = (500, 500)
    bench.symbols.view.last[0] = 3
    bench.fill([Message(0, .sell, 3, 2)])
    bench.fill([Message(0, .sell, 4, 1)])
    #expect(bench.accounts.view.freeCash[0] == 0 && bench.owned(0) == -3)
    bench.fill([Message(0, .buy, 5, 1)])
    #expect(bench.accounts.view.freeCash[0] >= 0)
    bench.fill([Message(0, .buy, 4, 1)])
    #expect(bench.accounts.view.freeCash[0] >= 0 && bench.owned(0) == -2)
  }

  // MARK: - Ways to cheat

  /// The lock pays for each share of the position once.
  @Test func theSameLockIsNotSpentTwice() {
    let bench = LendingBench(cash: 50)
    bench.fill([Message(0, .sell, 1_000, 10)])
    let covers = (0..<4).map { _ in Message(0, .buy, 1_499, 5) }
    #expect(bench.send(covers) == [true, true, false, false])
    bench.settle { (covers[$0].quantity, covers[$0].price) }
    #expect(bench.owned(0) == 0 && bench.cash(0) == 0.1)
  }

  /// Many orders give away no more than one of their size.
  @Test func aSaleBelowThePriceIsSecuredHoweverItIsSplit() {
    let whole = LendingBench(cash: 150)
    #expect(whole.send([Message(0, .sell, 100, 11)]) == [false] && whole.send([Message(0, .sell, 100, 10)]) == [true])
    let split = LendingBench(cash: 150)
    let parts = (0..<20).map { _ in Message(0, .sell, 100, 1) }
    #expect(split.send(parts).count { $0 } == 10)
    split.settle { (parts[$0].quantity, parts[$0].price) }
    let (cash, short) = (split.cash(0), -split.owned(0))
    #expect(cash >= 1.5 * 10 * Double(short), "\(cash) secure \(short) shares of 10 dollars")
  }

  /// A waiting sale of owned shares at a high limit, and a short one that would take its shares.
  @Test func whatWaitsAtAHighLimitIsSecuredAtIt() {
    let bench = LendingBench(cash: 100, shares: 10)
    let both = [Message(0, .sell, 100_000, 10, .resting(slot: 0)), Message(0, .sell, 1_000, 3)]
    // 3 of the 10 that wait would be short: half of 3 · 1,000 dollars.
    #expect(bench.send(both) == [true, false])
    #expect(bench.refused(.insufficientMargin) == 1)
    bench.settle { (both[$0].quantity, both[$0].price) }
    let rich = LendingBench(cash: 1_500, shares: 10)
    #expect(rich.send(both) == [true, true])
    rich.settle { $0 == 1 ? (3, 1_000) : nil }
    #expect(rich.freeCash(0) == 30 && rich.lent() == 3)
  }

  /// Waiting at a limit whose product with the shares would not fit.
  @Test func whatCannotBeSecuredIsRefusedBeforeItWaits() {
    let bench = LendingBench(cash: 1_000_000, shares: 1 << 20, pool: 1 << 30)
    let both = [Message(0, .sell, .max - 1, 1 << 20, .resting(slot: 0)), Message(0, .sell, 1_000, 1 << 19)]
    #expect(bench.send(both) == [true, false])
    #expect(bench.refused(.notionalOverflow) == 1)
  }

  /// A sale that replaces a purchase: its cash is free only if somebody lends the shares.
  @Test func theCashOfAReplacedPurchaseWaitsForTheLender() {
    let bench = LendingBench(cash: 1_000, pool: 5)
    bench.send([Message(0, .buy, 900, 100, .resting(slot: 0))])
    bench.settle { _ in nil }
    #expect(bench.freeCash(0) == 100)
    let greedy = [Message(0, .sell, 1_000, 10, .resting(slot: 0)), Message(0, .buy, 1_000, 50)]
    #expect(bench.send(greedy) == [false, false])
    bench.settle({ (greedy[$0].quantity, greedy[$0].price) }, waiting: { _ in 100 })
    #expect(bench.cash(0) == 100 && bench.freeCash(0) == 100)
  }

  /// Selling more at a low price first thins the lock of each share.
  @Test func aCoverAfterASaleOfTheTickIsPaidWithFreeCash() {
    let bench = LendingBench(cash: 125)
    bench.symbols.view.last[0] = 2_000
    bench.fill([Message(0, .sell, 2_000, 10)])  // 325 cash, 300 locked
    bench.symbols.view.last[0] = 500
    let sale = Message(0, .sell, 500, 10)
    let cover = Message(0, .buy, 2_999, 10)
    #expect(bench.send([sale, cover]) == [true, false])
    bench.settle { [(10, 500), (10, 2_999)][$0] }
    #expect(bench.freeCash(0) >= 0)
    let other = LendingBench(cash: 125)
    other.symbols.view.last[0] = 2_000
    other.fill([Message(0, .sell, 2_000, 10)])
    other.symbols.view.last[0] = 500
    #expect(other.send([cover, sale]) == [true, true])
    other.settle { [(10, 2_999), (10, 500)][$0] }
    #expect(other.freeCash(0) >= 0 && other.owned(0) == -10)
  }

  /// A sale at a better price than its limit, and what it leaves: no free cash, but the right to cancel.
  @Test func whoHasNoFreeCashMayStillCancel() {
    let bench = LendingBench(cash: 100)
    bench.send([Message(0, .sell, 1_000, 10, .resting(slot: 0)), Message(0, .sell, 1_000, 10)])
    bench.settle { $0 == 1 ? (10, 3_000) : nil }
    // 400 cash, of which 450 are locked and 50 held.
    #expect(bench.freeCash(0) == -100)
    #expect(bench.send([.cancel(0, slot: 0), Message(0, .buy, 1, 1, .resting(slot: 1))]) == [true, false])
    bench.settle { _ in nil }
    #expect(bench.left(0, slot: 0) == 0 && bench.freeCash(0) == -50 && bench.lent() == 10)
    // It may buy back with the lock, and then owes nothing.
    #expect(bench.send([Message(0, .sell, 1_000, 1), Message(0, .buy, 3_999, 10)]) == [false, true])
    bench.settle { _ in (10, 3_900) }
    #expect(bench.freeCash(0) == 10 && bench.cash(0) == 10)
  }

  /// Everything at once for a long time, filled in any part at the limit: never more is lent than there is, nobody is
  /// shorter than he may be, and what is not free is what is needed, to the unit. Free cash below zero is left by fees
  /// and by margin calls only.
  @Test(
    arguments: [(15_000, 3, 0), (10_000, 3, 0), (10_007, 8, 0), (20_003, 3, 0), (15_000, 8, 60)]
      as [(Int64, Int, UInt32)])
  func nobodyCheats(initial: Int64, slots: Int, better: UInt32) {
    let bench = LendingBench(
      chunks: [0..<3, 3..<6], cash: 400, shares: 5, slots: slots, pool: 200, limit: 60,
      terms: LendingTerms(initialMargin: initial, maintenanceMargin: 10_000, locateRequired: true, feeInterval: 5))
    var stream = RowStream(StreamKey(seed: 99, purpose: .spawn), row: UInt32(initial) + UInt32(slots), tick: 0)
    var refused = [RejectReason: Int]()
    var (short, negative) = (0, 0)
    let view = bench.accounts.view
    for tick in 0..<800 {
      let free = (0..<6).map { view.freeCash[$0] }
      bench.send(RandomMessages.of(bench, &stream), calls: true)
      for reason in RejectReason.allCases { refused[reason, default: 0] += bench.refused(reason) }
      RandomMessages.settle(bench, &stream, better: better)
      if bench.lent() != bench.borrowed() || bench.lent() > 200 { Issue.record("tick \(tick): \(bench.lent()) lent") }
      for agent in 0..<6 {
        let isExcused = better > 0 || free[agent] < 0 || bench.desk(agent / 3).isCalled(agent)
        let rules = [
          view.freeShares[agent] >= -60,
          view.cash[agent] - view.freeCash[agent] == bench.required(agent),
          view.freeCash[agent] >= 0 || isExcused,
          view.cash[agent] >= 0 || bench.lending.view.calls(ofAgent: agent) > 0,
        ]
        if rules.contains(false) {
          Issue.record("tick \(tick), agent \(agent): \(rules), \(view.freeCash[agent]) free")
        }
        if view.quantity[agent] < 0 { short += 1 }
        if view.freeCash[agent] < 0 { negative += 1 }
        // What is won or lost is given back when nothing is owed, so that everybody stays poor and goes on trying.
        let gift = view.freeCash[agent] > 300_0000 ? 100_0000 - view.freeCash[agent] : 0
        let loan = view.quantity[agent] >= 0 && view.cash[agent] < 50_0000 ? 400_0000 - view.cash[agent] : 0
        view.cash[agent] += gift + loan
        view.freeCash[agent] += gift + loan
      }
    }
    #expect(short > 500 && (better == 0 || negative > 50), "\(short), \(negative)")
    for reason in [RejectReason.shortLimit, .noBorrow, .insufficientMargin, .insufficientCash] {
      let isImpossible = initial == 10_000 && reason == .insufficientMargin
      #expect(isImpossible || refused[reason, default: 0] > 10, "\(reason): \(refused)")
    }
  }
}
