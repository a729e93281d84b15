import SimAgents
import SimMarket
import SimTypes
import Testing

/// What orders that rest hold is not there for others. Everybody has 100 dollars and 10 shares.
struct OrderValidationRestingTests {
  typealias Message = RestingBench.Message

  @Test func whatARestingBidHoldsCannotBeSpentAgain() {
    let bench = RestingBench()
    bench.tick([Message(0, .buy, 900, 10, .resting(slot: 0))])  // 90 dollars
    #expect(bench.validate([Message(0, .buy, 900, 2, .thisTick)]) == [false])
    #expect(bench.rejected(.insufficientCash) == 1)
    #expect(bench.validate([Message(0, .buy, 1_000, 1, .thisTick)]) == [true])
    #expect(
      bench.validate([Message(0, .buy, 500, 1, .resting(slot: 1)), Message(0, .buy, 500, 1, .thisTick)])
        == [true, true])
    #expect(
      bench.validate([Message(0, .buy, 1_000, 1, .resting(slot: 1)), Message(0, .buy, 1, 1, .thisTick)])
        == [true, false])
  }

  @Test func whatARestingSaleHoldsCannotBeSoldAgain() {
    let bench = RestingBench()
    bench.tick([Message(0, .sell, 2_000, 8, .resting(slot: 0))])
    #expect(bench.validate([Message(0, .sell, 900, 3, .thisTick)]) == [false])
    #expect(bench.rejected(.insufficientShares) == 1)
    #expect(
      bench.validate([Message(0, .sell, 900, 2, .thisTick), Message(0, .sell, 900, 1, .resting(slot: 1))])
        == [true, false])
  }

  @Test func aReplacementMayUseWhatTheOldOrderHolds() {
    let bench = RestingBench()
    bench.tick([Message(0, .buy, 900, 10, .resting(slot: 0)), Message(1, .sell, 2_000, 10, .resting(slot: 0))])
    #expect(
      bench.tick([Message(0, .buy, 950, 10, .resting(slot: 0)), Message(1, .sell, 1_900, 10, .resting(slot: 0))])
        == [true, true])
    #expect(bench.purse(0) == .init(100, free: 5, 10, free: 10))
    #expect(bench.purse(1) == .init(100, free: 100, 10, free: 0))
    // To the other side: what the bid held becomes free, the shares of the sale are held.
    #expect(bench.tick([Message(0, .sell, 3_000, 10, .resting(slot: 0))]) == [true])
    #expect(bench.purse(0) == .init(100, free: 100, 10, free: 0))
  }

  @Test func aReplacementBeyondTheCashLeavesTheOldOrder() {
    let bench = RestingBench()
    bench.tick([Message(0, .buy, 900, 10, .resting(slot: 0))])
    #expect(bench.tick([Message(0, .buy, 1_001, 10, .resting(slot: 0))]) == [false])
    #expect(bench.left(0, slot: 0) == 10 && bench.resting.view.price[0] == 900)
    #expect(bench.purse(0) == .init(100, free: 10, 10, free: 10))
    // Refused, it named no slot: a second try may.
    #expect(
      bench.tick([Message(0, .buy, 1_001, 10, .resting(slot: 0)), Message(0, .buy, 1_000, 10, .resting(slot: 0))])
        == [false, true])
    #expect(bench.left(0, slot: 0) == 10 && bench.resting.view.price[0] == 1_000)
  }

  @Test func whatACancelFreesCanBeUsedAtOnce() {
    let bench = RestingBench()
    bench.tick([Message(0, .buy, 1_000, 10, .resting(slot: 0))])
    #expect(bench.validate([Message(0, .buy, 1_000, 10, .resting(slot: 1)), .cancel(0, slot: 0)]) == [false, true])
    #expect(bench.tick([.cancel(0, slot: 0), Message(0, .buy, 1_000, 10, .resting(slot: 1))]) == [true, true])
    #expect(bench.left(0, slot: 0) == 0 && bench.left(0, slot: 1) == 10)
    #expect(bench.purse(0) == .init(100, free: 0, 10, free: 10))
    #expect(bench.accounts.view.orders[0] == 2)  // a cancel is no order
    #expect(bench.boxes.view.cancels[0] == 1)
  }

  @Test func aSlotIsNamedOnceATickAndInOrder() {
    let bench = RestingBench()
    #expect(
      bench.validate([
        Message(0, .buy, 10, 1, .resting(slot: 1)), Message(0, .buy, 10, 1, .resting(slot: 1)),
        Message(0, .buy, 10, 1, .resting(slot: 0)), .cancel(0, slot: 1), .cancel(0, slot: 2),
        Message(1, .buy, 10, 1, .resting(slot: 0)), .cancel(1, slot: 0), Message(1, .buy, 10, 1, .resting(slot: 63)),
      ]) == [true, false, false, false, false, true, false, false])
    #expect(bench.rejected(.invalidSlot) == 6)
    #expect(bench.accounts.view.rejected[0] == 4 && bench.accounts.view.rejected[1] == 2)
  }

  /// What the slot holds is counted for the first of many orders only.
  @Test func manyOrdersOfOneTickShareOnePurse() {
    let bench = RestingBench()
    bench.tick([Message(0, .buy, 900, 10, .resting(slot: 0))])
    let many = (0..<20).map { _ in Message(0, .buy, 100, 3, .thisTick) }  // 3 dollars each, 10 are free
    #expect(bench.validate(many).count { $0 } == 3)
    let replaced = [Message(0, .buy, 100, 1, .resting(slot: 0))] + many  // 99 are free beside the dollar it holds
    #expect(bench.validate(replaced).count { $0 } == 21)
    let sales = (0..<20).map { _ in Message(0, .sell, 100, 3, .thisTick) }
    #expect(bench.validate(sales).count { $0 } == 3)
  }

  @Test func priceTimesQuantityIsRefusedBeforeItWraps() {
    let bench = RestingBench(cash: 1_000_000_000)
    let most = Int32.max - 1
    #expect(
      bench.validate([
        Message(0, .buy, most, .max, .resting(slot: 0)), Message(0, .buy, most, 1 << 30, .thisTick),
        Message(0, .sell, most, 10, .resting(slot: 1)), Message(0, .buy, .max, 1, .resting(slot: 1)),
        Message(0, .buy, 0, 1, .resting(slot: 1)), Message(0, .sell, 100, 0, .resting(slot: 1)),
        Message(0, .sell, 100, -5, .thisTick),
      ]) == [false, false, true, false, false, false, false])
    #expect(bench.rejected(.notionalOverflow) == 2)
    // The slot that the sale named is spent: that comes before the look at price and quantity.
    #expect(bench.rejected(.invalidSlot) == 3 && bench.rejected(.invalidQuantity) == 1)
    #expect(
      bench.validate([Message(1, .buy, .max, 1, .resting(slot: 1)), Message(1, .buy, 0, 1, .resting(slot: 1))])
        == [false, false])
    #expect(bench.rejected(.invalidPrice) == 2)
  }

  @Test func fillOrKillNeedsAContinuousMarket() {
    for mechanism in Mechanism.allCases {
      let bench = RestingBench(mechanism)
      let isBook = mechanism == .continuous
      #expect(bench.validate([Message(0, .buy, 100, 1, .fillOrKill)]) == [isBook])
      #expect(bench.rejected(.needsContinuousMarket) == (isBook ? 0 : 1))
    }
  }

  @Test func limitsStayWithinTheBand() {
    let bench = RestingBench()
    bench.symbols.view.drawBand(0, width: 0.02)  // 980 ... 1,020
    #expect(
      bench.validate([
        Message(0, .sell, 979, 1, .thisTick), Message(0, .sell, 980, 1, .thisTick),
        Message(0, .sell, 1_020, 1, .resting(slot: 0)), Message(0, .sell, 1_021, 1, .resting(slot: 1)),
      ]) == [false, true, true, false])
    #expect(bench.rejected(.outsidePriceBand) == 2)
    // A cancel has no limit.
    #expect(bench.validate([.cancel(0, slot: 0)]) == [true])
  }

  @Test func theOrdinaryChecksAreTheSame() {
    let bench = RestingBench()
    #expect(
      bench.validate([
        Message(0, .buy, 6_000, 1, .thisTick), Message(0, .buy, 1_000, 3, .thisTick),
        Message(0, .buy, 2_000, 1, .thisTick), Message(0, .buy, 1_000, 1, .thisTick),
      ]) == [true, true, false, true])
    #expect(bench.accounts.view.orders[0] == 3 && bench.accounts.view.rejected[0] == 1)
  }
}
