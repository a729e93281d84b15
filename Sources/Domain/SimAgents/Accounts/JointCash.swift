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
public struct JointCash: Sendable {
  private let accounts: AccountView
  private let legs: AgentLegs

  /// Nil for agents with one account.
  public init?(_ accounts: AccountView, _ legs: AgentLegs) {
    guard legs.count > 1 else { return nil }
    (self.accounts, self.legs) = (accounts, legs)
  }

  /// What orders of the account in `row` may use.
  /// - Parameters:
  ///   - previous: account row whose orders were checked last; -1: none.
  ///   - left: what they left of the cash they might use.
  func cash(of row: Int, previous: Int, left: Int64) -> Int64 {
    let first = legs.first(of: row)
    let joint = previous >= first ? left : accounts.freeCash[first]
    return row == first ? joint : joint + accounts.freeCash[row]
  }

  /// Brings what is free of an account to the agent's first, or from there what the account lacks.
  public func level(_ row: Int) {
    let first = legs.first(of: row)
    guard row != first else { return }
    move(max(accounts.freeCash[row], -max(0, accounts.freeCash[first])), from: row, to: first)
  }

  /// Levels the accounts whose orders of a box were filled.
  public func level(_ boxes: OrderBoxView, box: Int) {
    for position in boxes.positions(ofChunk: box) where boxes.quantity[position] != 0 && boxes.filled[position] != 0 {
      level(Int(boxes.agent[position]))
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
