import SimMarket
import SimTypes

/// What became of the orders that a chunk's agents sent in the tick: what a strategy is told once accounts are settled.
public struct OrderOutcomes: Sendable {
  private let boxes: OrderBoxView
  private let chunk: Int

  public init(_ boxes: OrderBoxView, chunk: Int) { (self.boxes, self.chunk) = (boxes, chunk) }

  /// One order's end, or its beginning in a book.
  public struct Outcome: Sendable, Equatable {
    public var agent: Int  // account row
    public var symbol: Int
    public var side: Side
    public var price: Int32  // its limit in ticks
    public var quantity: Int32  // shares ordered; 0 when it was refused
    public var filled: Int32  // shares
    public var ending: Ending
  }

  public enum Ending: Sendable {
    case refused  // by validation; counted by reason
    case filled  // all of it
    case rests  // in its slot, with what is not filled; see ``AgentSlots`` for what happens to it later
    case expired  // what was not filled ended with the tick
    case cancelRequested  // it was a request to take a resting order back
  }

  /// The orders in the order they were sent.
  public func forEach(_ body: (Outcome) -> Void) {
    for position in boxes.positions(ofChunk: chunk) {
      let key = BoxKey(raw: boxes.key[position])
      let quantity = boxes.quantity[position]
      let filled = quantity == 0 ? 0 : boxes.filled[position]
      let kind = boxes.kind[position]
      let ending: Ending =
        quantity == 0
        ? .refused : kind.isCancel ? .cancelRequested : filled == quantity ? .filled : kind.rests ? .rests : .expired
      body(
        Outcome(
          agent: Int(boxes.agent[position]), symbol: key.symbol, side: key.side, price: boxes.price[position],
          quantity: quantity, filled: filled, ending: ending))
    }
  }
}
