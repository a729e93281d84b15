import SimMarket
import SimTypes
import Testing

@testable import SimAgents

struct MarginCallTests {
  typealias Message = LendingBench.Message

  /// Agents who are each 10 shares short, sold at 10 dollars with just the cash that secures them.
  private func shorts(_ count: Int = 4, callRoom: Int = 8, slots: Int = 2) -> LendingBench {
    let bench = LendingBench(chunks: [0..<count], cash: 50, slots: slots, callRoom: callRoom)
    bench.fill((0..<count).map { Message($0, .sell, 1_000, 10) })
    return bench
  }

  /// Agents that were called, and the shares to buy for each.
  private func called(_ bench: LendingBench) -> [Int: Int32] {
    var found: [Int: Int32] = [:]
    for position in bench.boxes.view.positions(ofChunk: bench.desk().brokerBox)
    where !bench.boxes.view.kind[position].isCancel {
      found[Int(bench.boxes.view.agent[position])] = bench.boxes.view.quantity[position]
    }
    return found
  }

  /// 150 dollars secure 10 shares up to 11.5384…, where they are 130 % of the value.
  @Test func thePriceWhereACallBegins() {
    let bench = shorts()
    bench.symbols.view.last[0] = 1_153
    bench.send([], calls: true)
    #expect(called(bench).isEmpty && !bench.desk().hasCalls)
    bench.symbols.view.last[0] = 1_154
    bench.send([], calls: true)
    #expect(called(bench) == [0: 10, 1: 10, 2: 10, 3: 10])
    // To the unit: 1.3 · 115.3846 = 149.99998, of 149.9999 and of 150.
    let exact = shorts()
    exact.symbols.view.last[0] = 1_000
    exact.accounts.view.cash[1] = 130_0000
    exact.accounts.view.cash[2] = 129_9999
    exact.send([], calls: true)
    #expect(called(exact) == [2: 10])
  }

  @Test func itsOwnOrdersAreRefusedAndTheOthersAreNot() {
    let bench = shorts()
    bench.accounts.view.cash[1] = 100_0000
    #expect(
      bench.send(
        [
          Message(0, .buy, 1_000, 1), Message(1, .buy, 1_000, 10), Message(1, .buy, 1_000, 1, .resting(slot: 0)),
          .cancel(1, slot: 1), Message(2, .buy, 1_000, 1),
        ], calls: true) == [true, false, false, false, true])
    #expect(bench.refused(.marginCall) == 3 && bench.accounts.view.rejected[1] == 3)
    #expect(bench.accounts.view.orders[1] == 2)  // its sale, and the broker's order
    // The same where only orders of this tick are sent.
    #expect(bench.send([Message(0, .buy, 1_000, 1), Message(1, .buy, 1_000, 1)], calls: true) == [true, false])
  }

  @Test func whatItHasRestingIsTakenBack() {
    let bench = LendingBench(cash: 300)
    bench.fill([Message(0, .sell, 1_000, 10)])
    bench.send([Message(0, .sell, 1_200, 5, .resting(slot: 0)), Message(0, .buy, 800, 5, .resting(slot: 1))])
    bench.settle { _ in nil }
    #expect(bench.lent() == 15 && bench.freeCash(0) == 400 - 150 - 30 - 40)
    bench.symbols.view.last[0] = 3_100
    bench.send([], calls: true)
    let box = bench.boxes.view.positions(ofChunk: bench.desk().brokerBox)
    #expect(box.count == 3 && bench.boxes.view.cancels[bench.desk().brokerBox] == 2)
    bench.bought = [0: 4]
    bench.settle { _ in nil }
    #expect(bench.left(0, slot: 0) == 0 && bench.left(0, slot: 1) == 0)
    #expect(bench.owned(0) == -6 && bench.lent() == 6 && bench.cash(0) == 276)
    // Called again for what is left, when the price goes on.
    bench.symbols.view.last[0] = 4_000
    bench.send([], calls: true)
    #expect(called(bench) == [0: 6] && bench.lending.view.calls(ofAgent: 0) == 2)
    bench.bought = [0: 6]
    bench.settle { _ in nil }
    #expect(bench.owned(0) == 0 && bench.freeCash(0) == 36 && bench.cash(0) == 36 && bench.lent() == 0)
    bench.send([], calls: true)
    #expect(called(bench).isEmpty)
    bench.settle { _ in nil }
  }

  /// A price that leaps by more than the margin: the account pays what it has not got. Then it may do nothing but sell
  /// what it owns.
  @Test func aLeapLeavesItsOwnerInDebt() {
    let bench = shorts()
    bench.symbols.view.last[0] = 2_000
    bench.send([], calls: true)
    bench.bought = [0: 10]
    bench.settle { _ in nil }
    #expect(bench.cash(0) == -50 && bench.freeCash(0) == -50 && bench.owned(0) == 0)
    #expect(bench.accounts.view.realised[0] == -100_0000)
    #expect(bench.send([Message(0, .buy, 1, 1), Message(0, .sell, 1_000, 1)]) == [false, false])
    #expect(bench.refused(.insufficientCash) == 1 && bench.refused(.insufficientMargin) == 1)
    // The others are called too, and nobody else owes anything.
    bench.send([], calls: true)
    #expect(called(bench).keys.sorted() == [1, 2, 3])
  }

  /// Two calls fit, ten are due: the others' turn comes, also when nobody sells to the first.
  @Test(arguments: [true, false]) func thereIsATurnForEverybody(filled: Bool) {
    let bench = shorts(10, callRoom: 2)
    bench.symbols.view.last[0] = 1_200
    var ticks = 0
    while (0..<10).contains(where: { bench.lending.view.calls(ofAgent: $0) == 0 }), ticks < 10 {
      bench.send([], calls: true)
      #expect(called(bench).count == 2, "tick \(ticks)")
      bench.bought = filled ? Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, 10) }) : [:]
      bench.settle { _ in nil }
      ticks += 1
    }
    #expect(ticks == 5)
  }

  /// Those who wait for their turn act on.
  @Test func whoIsNotCalledYetIsNotRefused() {
    let bench = shorts(3, callRoom: 1)
    bench.symbols.view.last[0] = 1_200
    let accepted = bench.send((0..<3).map { Message($0, .buy, 1_200, 1) }, calls: true)
    #expect(accepted.count { $0 } == 2 && bench.refused(.marginCall) == 1)
  }

  /// A value beyond what is counted with is a call, not a trap.
  @Test func aValueThatDoesNotFitIsCalled() {
    let bench = LendingBench(cash: 10_000_000, pool: 1 << 30)
    bench.symbols.view.last[0] = 1
    bench.fill([Message(0, .sell, 1, 1 << 27)])
    bench.symbols.view.last[0] = .max - 1
    bench.send([], calls: true)
    #expect(called(bench) == [0: 1 << 27])
  }
}
