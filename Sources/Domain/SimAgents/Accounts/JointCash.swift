import SimMarket

/// How the account rows of a chunk, which cuts no agent in two, make up its agents.
public struct AgentLegs: Sendable, Equatable {
  public let firstRow: Int  // of the chunk
  public let count: Int  // accounts of each agent

  public init(firstRow: Int, count: Int) { (self.firstRow, self.count) = (firstRow, count) }

  /// Agents that have one account each.
  public static let one = AgentLegs(firstRow: 0, count: 1)

  /// The first account of the agent that owns `row`.
  func first(of row: Int) -> Int { row - (row - firstRow) % count }
}

/// How agents with several symbols pay: all their free cash is on their first account, and every order is paid from it.
///
///     free cash of an agent = free cash of its first account            the other accounts' is 0 between ticks
///     cash of a further account = what its short position needs          and below 0 free where the first has no more
///
/// So each account follows the same rules as that of an agent with one symbol, and what closes a tick is a transfer
/// inside the agent (``level(_:)``), after which all sums are what they were. Orders of the tick hold nothing in the
/// ledger; while they are checked, what one account's orders left is what the next one's may use
/// (``cash(of:previous:left:)``).
public struct JointCash: CashSource, Sendable {
  private let accounts: AccountView
  private let legs: AgentLegs

  /// Nil for agents with one account.
  public init?(_ accounts: AccountView, _ legs: AgentLegs) {
    guard legs.count > 1 else { return nil }
    (self.accounts, self.legs) = (accounts, legs)
  }

  func cash(of row: Int, previous: Int, left: Int64) -> Int64 {
    let first = legs.first(of: row)
    let joint = previous >= first ? left : accounts.freeCash[first]
    return row == first ? joint : joint + accounts.freeCash[row]
  }

  /// Brings what is free of an account to the agent's first, or from there what the account lacks: what it has paid, in
  /// any case, since that was there when the order was accepted; what a short position asks for, as far as it goes.
  public func level(_ row: Int) {
    let first = legs.first(of: row)
    guard row != first else { return }
    let free = accounts.freeCash[row]
    let spare = max(0, accounts.freeCash[first])
    move(isMargin(row) ? min(max(free, -spare), accounts.cash[row]) : free, from: row, to: first)
  }

  /// Whether what an account lacks is security for a short position. A sale above its limit asks for more of it than was
  /// held when it was accepted.
  private func isMargin(_ row: Int) -> Bool { accounts.freeCash[row] < 0 && accounts.quantity[row] < 0 }

  /// Levels the accounts whose orders of a box were filled: first those that paid or were paid, so that nothing which
  /// was spent is missing because another position has become dearer to secure.
  public func level(_ boxes: OrderBoxView, box: Int) {
    for margins in [false, true] {
      for position in boxes.positions(ofChunk: box) where boxes.quantity[position] != 0 && boxes.filled[position] != 0 {
        let row = Int(boxes.agent[position])
        if isMargin(row) == margins { level(row) }
      }
    }
  }

  /// Brings up to `amount` of the agent's free cash to one of its further accounts.
  func support(_ row: Int, with amount: Int64) {
    let first = legs.first(of: row)
    guard row != first else { return }
    move(min(amount, max(0, accounts.freeCash[first])), from: first, to: row)
  }

  private func move(_ amount: Int64, from giver: Int, to taker: Int) {
    accounts.cash[giver] -= amount
    accounts.freeCash[giver] -= amount
    accounts.cash[taker] += amount
    accounts.freeCash[taker] += amount
  }
}
