import SimAgents
import SimEngine
import SimMarket
import SimTypes

/// A small world whose every number a test may set: what a hook sees, without an engine that makes it.
///
/// Two populations of silent agents over the symbols `S0`, `S1`, …; each agent owns 10 shares of its symbol and 1,000
/// dollars. No tick has passed.
public final class HandMadeWorld {
  public static let sharesEach: Int32 = 10
  public static let cashEach: Int64 = 1_000 * Cash.unitsPerDollar

  public let rules: SimulationRules
  private let accountTable: AccountTable
  private let riskTable: RiskTable
  private let symbolTable: SymbolTable
  private let tapeTable: Tape
  private let candleBank: CandleBank
  public let issued: [Int64]

  public init(agents: [Int] = [7, 5], symbols: Int = 3, ticks: Int = 100) throws {
    var config = SimulationConfig()
    config.run.ticks = ticks
    config.run.workers = 2
    config.symbols = (0..<symbols).map { .init(name: "S\($0)", sector: "all", initialPrice: 100) }
    config.populations = agents.enumerated().map { .init(name: "P\($0)", strategy: "silent", count: $1) }
    rules = try SimulationRules(config, registry: StrategyRegistry([SilentStrategy.self]))

    let initial = rules.symbols.map(\.initialTicks)
    accountTable = AccountTable(count: rules.agentCount)
    riskTable = RiskTable(count: rules.agentCount)
    symbolTable = SymbolTable(initialTicks: initial, tickSize: rules.tickSize)
    tapeTable = Tape(capacities: [Int](repeating: rules.agentCount + 1, count: symbols))
    candleBank = CandleBank(timeframes: rules.candleTimeframes, initialTicks: initial)
    var issued = [Int64](repeating: 0, count: symbols)
    for segment in rules.populations.flatMap(\.segments) {
      for row in segment.rows {
        accountTable.view.symbol[row] = Int32(segment.symbol)
        accountTable.view.quantity[row] = Self.sharesEach
        accountTable.view.cash[row] = Self.cashEach
      }
      issued[segment.symbol] += Int64(segment.rows.count) * Int64(Self.sharesEach)
    }
    self.issued = issued
    releaseReservations()
  }

  public var accounts: AccountView { accountTable.view }
  public var risk: RiskView { riskTable.view }
  public var symbols: SymbolView { symbolTable.view }
  public var tape: TapeView { tapeTable.view }
  public var candles: CandleView { candleBank.view }
  /// Cash of all accounts at the start.
  public var cash: Int64 { Int64(rules.agentCount) * Self.cashEach }

  /// Frees everything that everybody owns.
  public func releaseReservations() {
    for row in 0..<accounts.count {
      accounts.freeCash[row] = accounts.cash[row]
      accounts.freeShares[row] = accounts.quantity[row]
    }
  }

  /// Puts one trade on the tape for `symbol` and nothing else, with the account rows of its parties.
  public func trade(_ symbol: Int, buyer: Int32, seller: Int32, quantity: Int32, price: Int32) {
    for row in 0..<symbols.count { tape.count[row] = 0 }
    tape.first[symbol] = 1
    tape.count[symbol] = 1
    tape.buyer[1] = buyer
    tape.seller[1] = seller
    tape.quantity[1] = quantity
    tape.tradePrice[1] = price
    tape.price[symbol] = price
    symbols.volume[symbol] = Int64(quantity)
  }
}
