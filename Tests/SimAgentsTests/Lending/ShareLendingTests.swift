import SimMarket
import SimRandom
import SimTypes
import Testing

@testable import SimAgents

struct ShareLendingTests {
  typealias Message = LendingBench.Message

  /// rate · price, each tick, in 2⁻³² of 1/10,000 dollar, rounded down; modulo 2⁶⁴.
  @Test func theFeeIndexIsTheSumOfTheTicksFees() {
    let rate = 0.000_123_456
    let bench = LendingBench(feePerTick: rate)
    let raw = UInt64((rate * Double(1 << 48)).rounded())
    var exact: UInt128 = 0
    var stream = RowStream(StreamKey(seed: 8, purpose: .spawn), row: 0, tick: 0)
    for _ in 0..<2_000 {
      let price = Int64(stream.next() >> UInt64(10 + stream.bounded(50)))
      bench.lending.view.accrueFee(0, price: Price(raw: price))
      exact += (UInt128(price) * UInt128(raw)) >> 16
    }
    #expect(exact > UInt128(UInt64.max), "the index wraps in between")
    #expect(bench.lending.view.feeIndex[0] == UInt64(truncatingIfNeeded: exact))
  }

  @Test func everySymbolHasItsOwnIndex() {
    let bench = LendingBench(symbolCount: 2, feePerTick: 0.5)
    bench.lending.view.accrueFee(1, price: Price(raw: 6))
    #expect(bench.lending.view.feeIndex[0] == 0 && bench.lending.view.feeIndex[1] == 3 << 32)
  }

  /// The ledger is Σ max(0, -free shares) through random sales, covers, resting orders and cancels of all chunks.
  @Test(arguments: [true, false]) func theLedgerIsWhatTheAccountsSay(locates: Bool) {
    let terms = LendingTerms(
      initialMargin: 15_000, maintenanceMargin: 13_000, locateRequired: locates, feeInterval: 7)
    let bench = LendingBench(
      chunks: [0..<3, 3..<4, 4..<9], symbolCount: 2, cash: 3_000, shares: 10, pool: 120, feePerTick: 0.001, terms: terms
    )
    var stream = RowStream(StreamKey(seed: 3, purpose: .spawn), row: locates ? 1 : 0, tick: 0)
    var (most, denied) = (Int64(0), 0)
    for tick in 0..<400 {
      bench.send(RandomMessages.of(bench, &stream), calls: true)
      denied += bench.refused(.noBorrow)
      RandomMessages.settle(bench, &stream)
      for symbol in 0..<2 {
        let lent = bench.lent(symbol)
        if lent != bench.borrowed(symbol) || locates && lent > 120 {
          Issue.record("tick \(tick), symbol \(symbol): \(lent) lent, \(bench.borrowed(symbol)) borrowed")
        }
        most = max(most, lent)
      }
    }
    #expect(locates ? most > 100 && denied > 50 : most > 120 && denied == 0)
  }

  @Test func callsAreCountedByAccountRow() {
    let bench = LendingBench(chunks: [0..<2, 2..<5], cash: 60)
    bench.fill([Message(1, .sell, 1_000, 10), Message(3, .sell, 1_000, 10)])
    bench.symbols.view.last[0] = 1_300
    bench.send([], calls: true)
    let calls = bench.lending.view
    #expect((0..<6).map { calls.calls(ofAgent: $0) } == [0, 1, 0, 1, 0, 0] && calls.callsOfAll == 2)
  }
}

/// Whatever comes to somebody's mind: what a market and its accounts must withstand.
enum RandomMessages {
  typealias Message = LendingBench.Message

  /// Up to six messages of every agent: sales and buys around the last price and far from it, for a tick, resting and
  /// fill or kill, replacements and cancels.
  static func of(_ bench: LendingBench, _ stream: inout RowStream) -> [Message] {
    var messages: [Message] = []
    for agent in 0..<bench.accounts.view.count {
      var slot = 0
      let last = bench.symbols.view.last[Int(bench.accounts.view.symbol[agent])]
      let bias = stream.bounded(3)
      for _ in 0..<stream.bounded(7) {
        let side: Side = stream.bounded(3) <= bias ? .sell : .buy
        let spread = stream.bounded(4) == 0 ? last : last / 20
        let price = max(1, last - spread + Int32(stream.bounded(UInt32(2 * spread))))
        let quantity = Int32(stream.bounded(stream.bounded(4) == 0 ? 60 : 12)) + 1
        if stream.bounded(2) == 0, slot < bench.slotsEach {
          if stream.bounded(4) == 0 {
            messages.append(.cancel(agent, slot: slot))
          } else {
            messages.append(Message(agent, side, price, quantity, .resting(slot: slot)))
          }
          slot += 1
        } else {
          messages.append(Message(agent, side, price, quantity, stream.bounded(4) == 0 ? .fillOrKill : .thisTick))
        }
      }
    }
    return messages
  }

  /// Fills any part of anything at the order's limit, and moves the price.
  /// - Parameter better: how far beyond the limit, as a fraction of it in percent, trades may be.
  static func settle(_ bench: LendingBench, _ stream: inout RowStream, better: UInt32 = 0) {
    var random = stream
    bench.bought = [:]
    for agent in 0..<bench.accounts.view.count { bench.bought[agent] = Int32(random.bounded(100)) }
    bench.settle(
      { index in
        let message = bench.messages[index]
        let filled: Int32
        switch random.bounded(3) {
        case 0: filled = 0
        case 1: filled = message.quantity
        default: filled = Int32(random.bounded(UInt32(message.quantity) + 1))
        }
        let gain = message.price * Int32(random.bounded(better + 1)) / 100
        return (filled, message.side == .sell ? message.price + gain : max(1, message.price - gain))
      },
      waiting: { _ in random.bounded(3) == 0 ? Int32(random.bounded(30)) : 0 })
    stream = random
    for symbol in 0..<bench.symbols.view.count {
      let last = bench.symbols.view.last[symbol]
      bench.symbols.view.last[symbol] = min(
        5_000, max(200, last - last / 20 + Int32(stream.bounded(UInt32(last / 10)))))
    }
  }
}
