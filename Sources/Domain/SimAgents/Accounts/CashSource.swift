import SimColumns

/// Where the cash for an account's orders comes from: its own, or a purse that it shares (``JointCash``).
///
/// Loops over orders are generic over it, so that those of agents with one account contain nothing of the other.
protocol CashSource {
  /// What orders of the account in `row` may use.
  /// - Parameters:
  ///   - previous: account row whose orders were checked last; -1: none.
  ///   - left: what they left of the cash they might use.
  func cash(of row: Int, previous: Int, left: Int64) -> Int64
}

/// An account that pays for itself.
struct OwnCash: CashSource {
  let freeCash: StridedView<Int64>

  @inline(__always) func cash(of row: Int, previous: Int, left: Int64) -> Int64 { freeCash[row] }
}
