import SimMarket
import SimTypes

/// Where a chunk's agents turn with orders that what they own does not cover: a ``LendingDesk``, or nowhere.
///
/// Loops over orders are generic over it, so that those of agents who never borrow contain nothing of it.
protocol BorrowingDesk {
  /// Whether anybody of the chunk is being called in this tick, and whether this agent is.
  var hasCalls: Bool { get }
  func isCalled(_ agent: Int) -> Bool
  /// Forgets the sales of the tick before.
  func open()
  /// Whether a sound order that asks for more than its agent has free is accepted after all; if not, why.
  func admit(
    _ position: Int, _ side: Side, value: Int64, returned: Int64, _ purse: inout LendingDesk.Purse
  ) -> RejectReason?
  /// Runs `body`, which changes the agent's account, and then holds what its short position and sales need.
  func settling(_ agent: Int, _ body: () -> Void)
  /// Whether its agents' positions may be below zero.
  static var mayBeShort: Bool { get }
}

/// For agents that sell only what they own.
struct NoDesk: BorrowingDesk {
  var hasCalls: Bool { false }
  @inline(__always) func isCalled(_ agent: Int) -> Bool { false }
  @inline(__always) func open() {}
  @inline(__always) func admit(
    _ position: Int, _ side: Side, value: Int64, returned: Int64, _ purse: inout LendingDesk.Purse
  ) -> RejectReason? {
    side == .buy ? .insufficientCash : .insufficientShares
  }
  @inline(__always) func settling(_ agent: Int, _ body: () -> Void) { body() }
  static var mayBeShort: Bool { false }
}

extension LendingDesk: BorrowingDesk {
  static var mayBeShort: Bool { true }
}
