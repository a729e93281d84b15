import SimMarket
import SimTypes

/// What agents own and what it is worth, by agent and symbol or all together: the one place that knows how accounts make
/// up an agent. Agents are numbered from 0; money at 1/10,000 dollar, prices are the last ones.
///
///     value        quantity · last price
///     unrealised   value - cost
///     equity       cash + Σ value                total profit = realised + Σ unrealised
///
/// - Complexity: a few loads an account; for looking, not for loops over everybody.
public struct PortfolioView: Sendable {
  public let layout: AccountLayout
  private let accounts: AccountView
  private let symbols: SymbolView

  public init(_ accounts: AccountView, _ symbols: SymbolView, _ layout: AccountLayout) {
    (self.accounts, self.symbols, self.layout) = (accounts, symbols, layout)
  }

  /// What an agent has in one symbol.
  public struct Position: Sendable, Equatable {
    public var symbol: Int
    public var quantity: Int64  // shares; negative is short
    public var cost: Int64  // what the position cost in total; negative is what it was sold for
    public var value: Int64
    public var realised: Int64  // profit of what was closed, fees for borrowed shares taken off

    public var unrealised: Int64 { value - cost }
    /// What a share cost, in dollars; nil without shares.
    public var averageCost: Double? {
      quantity == 0 ? nil : Double(cost) / Double(quantity) / Double(Cash.unitsPerDollar)
    }
  }

  /// All that an agent has.
  public struct Total: Sendable, Equatable {
    public var cash: Int64 = 0
    public var value: Int64 = 0  // of all positions, those that are short counted negative
    public var gross: Int64 = 0  // of all positions, their sizes added up
    public var cost: Int64 = 0
    public var realised: Int64 = 0

    public var equity: Int64 { cash + value }
    public var unrealised: Int64 { value - cost }
  }

  /// An agent's positions, leg by leg, those without shares included.
  public func positions(ofAgent agent: Int) -> [Position] {
    layout.accounts(ofAgent: agent).map { position(inAccount: $0) }
  }

  /// What an agent has in a symbol; nil when it does not trade it.
  public func position(ofAgent agent: Int, symbol: Int) -> Position? {
    layout.accounts(ofAgent: agent).first { Int(accounts.symbol[$0]) == symbol }.map { position(inAccount: $0) }
  }

  public func total(ofAgent agent: Int) -> Total {
    var total = Total()
    for row in layout.accounts(ofAgent: agent) {
      let position = position(inAccount: row)
      total.cash += accounts.cash[row]
      total.value += position.value
      total.gross += abs(position.value)
      total.cost += position.cost
      total.realised += position.realised
    }
    return total
  }

  private func position(inAccount row: Int) -> Position {
    let symbol = Int(accounts.symbol[row])
    let quantity = Int64(accounts.quantity[row])
    return Position(
      symbol: symbol, quantity: quantity, cost: accounts.cost[row], value: quantity * symbols.lastPrice(symbol).raw,
      realised: accounts.realised[row])
  }
}
