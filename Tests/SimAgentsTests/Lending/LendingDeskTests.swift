import SimMarket
import SimRandom
import SimTypes
import Testing

@testable import SimAgents

struct LendingDeskTests {
  typealias Message = LendingBench.Message

  private func bench(rate: Double, interval: Int = 1_000_000) -> LendingBench {
    LendingBench(
      cash: 1_000_000, pool: 1 << 30, feePerTick: rate,
      terms: LendingTerms(
        initialMargin: 15_000, maintenanceMargin: 13_000, locateRequired: true, feeInterval: interval))
  }

  // MARK: - Fees

  /// 100 shares of 10 dollars at a hundredth a tick: 10 dollars, from the tick after the sale on.
  @Test func aFeeIsOwedForEveryTickAfterTheSale() {
    let bench = bench(rate: 0.01, interval: 4)
    bench.fill([Message(0, .sell, 1_000, 100)])  // tick 0
    #expect(bench.cash(0) == 1_001_000)
    bench.fill([])
    bench.fill([])
    #expect(bench.cash(0) == 1_001_000)  // owed, not paid
    bench.fill([])  // tick 3: the fourth
    #expect(abs(bench.cash(0) - 1_000_970) < 0.001 && abs(bench.freeCash(0) - 999_470) < 0.001)
    #expect(bench.accounts.view.realised[0] == -bench.lending.view.feesPaid)
  }

  @Test func itIsPaidBeforeTheSizeChanges() {
    let bench = bench(rate: 0.01)
    bench.fill([Message(0, .sell, 1_000, 100)])
    bench.fill([Message(0, .sell, 1_000, 900)])  // owes for 100, not for 1,000
    #expect(abs(bench.cash(0) - 1_009_990) < 0.001)
    bench.fill([Message(0, .buy, 1_000, 1_000)])
    #expect(abs(bench.cash(0) - 999_890) < 0.001)
    bench.fill([])
    bench.fill([Message(0, .buy, 1_000, 1)])  // nothing is owed when nothing is short
    #expect(abs(bench.cash(0) - 999_880) < 0.001)
  }

  /// Whoever closes and sells short again later does not pay for the time between.
  @Test func aNewPositionOwesFromItsOwnSale() {
    let bench = bench(rate: 0.01)
    bench.fill([Message(0, .sell, 1_000, 100)])
    bench.fill([Message(0, .buy, 1_000, 100)])
    let paid = bench.lending.view.feesPaid
    for _ in 0..<50 { bench.fill([]) }
    bench.fill([Message(0, .sell, 1_000, 100)])
    bench.fill([Message(0, .buy, 1_000, 100)])
    #expect(bench.lending.view.feesPaid == 2 * paid)
    // Closed and opened in one tick: it owes once for the ticks before, and from then on again.
    bench.fill([Message(0, .sell, 1_000, 100)])
    bench.fill([Message(0, .buy, 1_000, 100), Message(0, .sell, 1_000, 100)])
    bench.fill([Message(0, .buy, 1_000, 100)])
    #expect(bench.lending.view.feesPaid == 4 * paid)
  }

  /// A waiting sale borrows shares but has sold none.
  @Test func aWaitingSaleOwesNothing() {
    let bench = bench(rate: 0.01, interval: 1)
    bench.send([Message(0, .sell, 1_000, 100, .resting(slot: 0))])
    bench.settle { _ in nil }
    for _ in 0..<5 { bench.fill([]) }
    #expect(bench.lent() == 100 && bench.lending.view.feesPaid == 0)
  }

  /// Random prices, sizes and intervals, the index wrapping in between: what is paid is what the position owed at each
  /// payment, rounded to nearest, to the unit.
  @Test(arguments: [1, 7, 1_000] as [Int]) func feesAreExact(interval: Int) {
    let rate = 0.003_7
    let raw = UInt128((rate * Double(1 << 48)).rounded())
    let bench = LendingBench(
      chunks: [0..<2], symbolCount: 2, cash: 10_000_000, slots: 1, pool: 1 << 30, feePerTick: rate,
      terms: LendingTerms(
        initialMargin: 10_000, maintenanceMargin: 10_000, locateRequired: true, feeInterval: interval))
    // Just below the wrap.
    for symbol in 0..<2 { bench.lending.view.feeIndex[symbol] = 0 &- 1 << 44 }
    var (index, paidUpTo, paid) = (UInt128(0), UInt128(0), Int128(0))
    var stream = RowStream(StreamKey(seed: 11, purpose: .spawn), row: UInt32(interval), tick: 0)
    func pay(_ short: Int128) {
      paid += short <= 0 ? 0 : (short * Int128(index - paidUpTo) + (1 << 31)) >> 32
      paidUpTo = index
    }
    for tick in 0..<1_500 {
      bench.symbols.view.last[0] = 100 + Int32(stream.bounded(3_000))
      let price = bench.symbols.view.last[0]
      index += (UInt128(price) * 100 * raw) >> 16
      let before = Int128(bench.owned(0))
      if stream.bounded(4) == 0 {
        // Up to three trades of the tick, through zero and back.
        let trades = (0...stream.bounded(3)).map { _ in
          Message(0, stream.bounded(2) == 0 ? .sell : .buy, price, 1 + Int32(stream.bounded(400)))
        }
        bench.send(trades)
        var owned = before
        for (place, position) in bench.positions.enumerated() where bench.boxes.view.quantity[position] != 0 {
          pay(-owned)
          owned += Int128(trades[place].side == .buy ? trades[place].quantity : -trades[place].quantity)
        }
        bench.settle { (trades[$0].quantity, trades[$0].price) }
        #expect(Int128(bench.owned(0)) == owned)
      } else {
        bench.fill([])
      }
      if (tick + 1) % interval == 0 { pay(-Int128(bench.owned(0))) }
      if Int128(bench.lending.view.feesPaid) != paid {
        Issue.record("tick \(tick): \(bench.lending.view.feesPaid), not \(paid)")
      }
    }
    #expect(paid > 10_000_000 && index > 1 << 44, "the index went through its wrap")
  }

  /// Everybody who is short pays when fees are due, wherever his row is; others pay nothing.
  @Test func everyShortAgentOfTheChunkPays() {
    let bench = LendingBench(
      chunks: [0..<130], slots: 0, pool: 1 << 20, feePerTick: 0.01,
      terms: LendingTerms(initialMargin: 15_000, maintenanceMargin: 13_000, locateRequired: true, feeInterval: 2))
    let short = [0, 1, 62, 63, 64, 65, 127, 128, 129]
    bench.tick = 0
    bench.fill(short.map { Message($0, .sell, 1_000, 10) })
    bench.fill([])
    for agent in 0..<130 { #expect((bench.cash(agent) == 1_000) != short.contains(agent), "agent \(agent)") }
    var visited: [Int] = []
    bench.desk().forEachShort(1..<129) { visited.append($0) }
    #expect(visited == [1, 62, 63, 64, 65, 127, 128])
  }

  // MARK: - Collateral

  @Test func whatIsHeldFollowsThePosition() {
    let bench = LendingBench(cash: 2_000, shares: 10)
    let desk = bench.desk()
    #expect(desk.collateral(0) == 0)
    bench.send([Message(0, .sell, 1_200, 30, .resting(slot: 0))])
    bench.settle { _ in (5, 1_200) }
    // 5 of the owned 10 are sold; 25 wait, 20 of them short at 12 dollars: half of 240.
    #expect(desk.collateral(0) == 120_0000 && bench.freeCash(0) == 1_940 && bench.lent() == 20)
    bench.send([])
    bench.settle({ _ in nil }, waiting: { _ in 15 })
    // 10 short, sold for 120: 180 locked, 60 held for the 10 that wait.
    #expect(bench.owned(0) == -10 && desk.collateral(0) == 240_0000 && bench.lent() == 20)
    bench.send([.cancel(0, slot: 0)])
    bench.settle { _ in nil }
    #expect(desk.collateral(0) == 180_0000 && bench.lent() == 10)
    #expect(bench.freeCash(0) == bench.cash(0) - 180)
  }

  @Test func theHighestWaitingSaleCounts() {
    let bench = LendingBench()
    bench.send([Message(0, .sell, 1_000, 1, .resting(slot: 0)), Message(0, .sell, 3_000, 1, .resting(slot: 1))])
    bench.settle { _ in nil }
    #expect(bench.desk().highestSale(0) == 30_0000 && bench.desk().collateral(0) == 30_0000)
    // A waiting purchase is no sale.
    bench.send([Message(0, .buy, 5_000, 1, .resting(slot: 1))])
    bench.settle { _ in nil }
    #expect(bench.desk().highestSale(0) == 10_0000 && bench.desk().collateral(0) == 5_0000)
  }

  /// Between a fill and what its slot holds from then on, a million shares seem to wait at 21 million dollars: no trap,
  /// and nothing stays of it.
  @Test(arguments: [false, true]) func whatSeemsToWaitWhileATickIsSettledCancelsOut(replaced: Bool) {
    let bench = LendingBench(cash: 100_000_000, shares: 1 << 20)
    let sale = Message(0, .sell, 1_000, 1 << 20, .resting(slot: 0))
    let more = Message(0, .sell, .max - 1, 1, .resting(slot: 1))
    #expect(bench.send([sale, more]) == [true, true])
    bench.settle { _ in nil }
    bench.send(replaced ? [sale] : [])
    bench.settle({ _ in (1 << 19, 1_000) }, waiting: { $0 == 0 ? 1 << 19 : 0 })
    #expect(bench.owned(0) == 1 << 19 && bench.lent() == 1)
    #expect(bench.accounts.view.cash[0] - bench.accounts.view.freeCash[0] == bench.required(0))
  }

  @Test func chunksThatAreNeverShortHaveNoDesk() {
    let bench = LendingBench()
    let brokers = LendingDesk(
      bench.lending.view, chunk: 1, bench.accounts.view, bench.symbols.view, bench.boxes.view, bench.resting.view)
    #expect(brokers == nil)
  }
}
