import SimEngine

/// What one walk over the accounts' ledgers tells: all reservations laid over each other, and the sums of the counters.
///
/// A ledger is a cache line, so all its fields are read while it is at hand.
struct LedgerScan {
  let reservesAnything: Bool
  private(set) var orders: Int64 = 0
  private(set) var fills: Int64 = 0
  private(set) var rejected: Int64 = 0

  /// - Complexity: 76 bytes read an agent.
  init(_ frame: borrowing TickFrame) {
    let accounts = frame.accounts
    var (cash, shares): (Int64, Int32) = (0, 0)
    var (orders, fills, rejected): (Int64, Int64, Int64) = (0, 0, 0)
    // Counters are 32-bit, and a run has far fewer than 2^31 agents: no sum can leave 64 bits.
    for row in 0..<accounts.count {
      cash |= accounts.reservedCash(row)
      shares |= accounts.reservedShares(row)
      orders &+= Int64(accounts.orders[row])
      fills &+= Int64(accounts.fills[row])
      rejected &+= Int64(accounts.rejected[row])
    }
    reservesAnything = cash != 0 || shares != 0
    (self.orders, self.fills, self.rejected) = (orders, fills, rejected)
  }
}
