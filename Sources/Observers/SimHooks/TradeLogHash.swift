import SimEngine
import SimTypes

/// The fingerprint of a run's trade log: FNV-1a over every trade in execution order, symbol by symbol within a tick.
///
/// Two programs that agree on it made the same trades. Buyers and sellers go in under their agent ids, prices as money per share at
/// 1/10,000 dollar.
///
/// - Complexity: about 50 ns a trade, a byte at a time; for comparisons and tests, not for production runs.
public final class TradeLogHash: SimulationHook {
  public let name = "trade log hash"
  private var hash = TradeRecordHash()

  public init() {}

  /// The fingerprint of all trades so far.
  public var value: UInt64 { hash.value }

  public func tickEnds(_ frame: borrowing TickFrame) {
    let (tape, tickSize) = (frame.tape, frame.symbols.tickSize)
    for symbol in 0..<frame.symbols.count {
      for row in tape.rows(ofSymbol: symbol) {
        let price = tickSize.price(tape.tradePrice[row]).raw
        hash.combine(
          tick: UInt64(frame.tick), symbol: UInt32(symbol), price: price, quantity: UInt64(tape.quantity[row]),
          buyer: frame.rules.agentID(ofAccount: Int(tape.buyer[row])).raw,
          seller: frame.rules.agentID(ofAccount: Int(tape.seller[row])).raw)
      }
    }
  }
}
