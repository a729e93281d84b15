import SimAgents
import SimColumns
import SimMarket
import SimRandom
import SimTestSupport
import Testing

@testable import SimStorage

/// Trades of random ticks, packed by symbol and put back into execution order.
struct TradePackerTests {
  private static let names = ["AAA", "BBB", "CCC"]

  /// A tape of three symbols and what is on it, as trades of a tick.
  private func fill(
    _ tape: TapeView, tick: Int, haveOnePrice: Bool, _ generator: inout SplitMix64
  ) -> [StoredTrade] {
    var trades: [StoredTrade] = []
    for symbol in Self.names.indices {
      let count = generator.next() % 3 == 0 ? 0 : Int(generator.next() % 40)
      tape.count[symbol] = Int32(count)
      let common = Int32(generator.next() % 1_000) + 1
      for row in tape.rows(ofSymbol: symbol) {
        let price = haveOnePrice ? common : Int32(generator.next() % 50) + 1
        tape.tradePrice[row] = price
        tape.price[symbol] = price
        tape.buyer[row] = Int32(generator.next() % 100_000)
        tape.seller[row] = Int32(generator.next() % 100_000)
        tape.quantity[row] = Int32(generator.next() % 1_000) + 1
        trades.append(
          StoredTrade(
            tick: tick, symbol: Self.names[symbol], price: Int64(price) * 100, quantity: Int64(tape.quantity[row]),
            buyer: Int64(tape.buyer[row]) + 1, seller: Int64(tape.seller[row]) + 1))
      }
    }
    return trades
  }

  @Test(arguments: [1, 2, 8, 64], [true, false])
  func whatIsPackedComesBackInOrder(ticks: Int, haveOnePrice: Bool) throws {
    var generator = SplitMix64(state: UInt64(ticks))
    let packer = TradePacker(symbols: Self.names.count, layout: AccountLayout([]))
    let tape = Tape(capacities: [40, 40, 40])
    for first in [0, 1_000_000] {  // one packer serves many batches
      let columns = TradeColumns()
      var expected: [StoredTrade] = []
      for tick in first..<first + ticks {
        expected += fill(tape.view, tick: tick, haveOnePrice: haveOnePrice, &generator)
        columns.append(tape.view, tick: UInt32(tick), haveOnePrice: Self.names.map { _ in haveOnePrice })
      }
      var batch = PackedTradeBatch()
      try packer.forEachBlock(columns, ticks: first..<first + ticks) { symbol, trades, block in
        let words = ColumnBuffer<UInt32>()
        words.append(block)
        defer { withExtendedLifetime(words) {} }
        guard let unpacked = try? TradeUnpacker(words.view, symbol: Self.names[symbol]) else {
          Issue.record("the block of \(symbol) cannot be read")
          return
        }
        #expect(unpacked.quantity.count == trades)
        batch.blocks.append(unpacked)
      }
      var found: [StoredTrade] = []
      let sizes = Dictionary(uniqueKeysWithValues: Self.names.map { ($0, Int64(100)) })
      try batch.visit(StorageFilter(), sizes) { found.append($0) }
      #expect(found == expected)
      #expect(columns.count == expected.count)
    }
  }

  @Test func aBlockOfTicksIsNoBlockOfTrades() {
    let encoder = BlockEncoder()
    let column = ColumnBuffer<Int32>()
    column.append(1)
    encoder.begin(.symbolTicks, firstTick: 0, ticks: 1, rows: 1)
    for _ in 0..<9 { encoder.append(column.view(roundedTo: 8), count: 1, mayChain: false) }
    defer { withExtendedLifetime(encoder) {} }
    let block = encoder.finish()
    #expect(throws: BlockProblem.unknownKind(2)) { try TradeUnpacker(block, symbol: "AAA") }
  }

  /// A block that is whole and still cannot be: its ticks add up to other trades than it has.
  @Test(arguments: [0, 3, 100]) func aBlockThatContradictsItselfIsRefused(tradesInTick: Int32) {
    let encoder = BlockEncoder()
    let (counts, values) = (ColumnBuffer<Int32>(), ColumnBuffer<Int32>())
    counts.append(tradesInTick)
    for _ in 0..<2 { values.append(1) }
    encoder.begin(.trades, firstTick: 0, ticks: 1, rows: 2)
    encoder.append(counts.view(roundedTo: 8), count: 1, mayChain: false)
    for _ in 0..<4 { encoder.append(values.view(roundedTo: 8), count: 2, mayChain: false) }
    defer { withExtendedLifetime(encoder) {} }
    let block = encoder.finish()
    #expect(throws: BlockProblem.contradiction("its ticks have \(tradesInTick) trades and it has 2")) {
      try TradeUnpacker(block, symbol: "AAA")
    }
  }
}
