import SimAgents
import SimMarket
import SimTypes

/// What the simulation hands to the writer in one go: everything there is to store of some whole ticks.
///
/// Columns of plain numbers, copied out of the engine's own; texts are made from them on the writer's thread. Batches
/// go round: an emptied one is filled again, so that a warm run allocates nothing for its trades.
struct StorageBatch: Sendable {
  var trades = TradeColumns()
  var candles: [CandleRow] = []
  var snapshots: [PortfolioColumns] = []
  /// Ticks since the start of the run that are in the file once this batch is.
  var ticksCovered = 0
  /// In the last batch of a run.
  var ending: RunEnding?

  mutating func removeAll() {
    trades.removeAll()
    candles.removeAll(keepingCapacity: true)
    snapshots.removeAll(keepingCapacity: true)
    ending = nil
  }
}

/// Trades in execution order. Neighbours often share tick, symbol and price, so these are kept
/// once a group.
struct TradeColumns: Sendable {
  struct Group: Sendable {
    let tick: UInt32
    let symbol: Int32
    let price: Price
    let count: Int32
  }

  private(set) var groups: [Group] = []
  private(set) var buyer: [Int32] = []  // account rows
  private(set) var seller: [Int32] = []
  private(set) var quantity: [Int32] = []  // shares

  var count: Int { quantity.count }

  /// Adds the trades of `rows` of the tape, all of `symbol`.
  mutating func append(_ rows: StrideTo<Int>, of tape: TapeView, symbol: Int, tick: UInt32, tickSize: TickSize) {
    var group: Group?
    for row in rows {
      let price = tickSize.price(tape.tradePrice[row])
      if let done = group, done.price != price {
        groups.append(done)
        group = nil
      }
      group = Group(tick: tick, symbol: Int32(symbol), price: price, count: (group?.count ?? 0) + 1)
      buyer.append(tape.buyer[row])
      seller.append(tape.seller[row])
      quantity.append(tape.quantity[row])
    }
    if let group { groups.append(group) }
  }

  mutating func removeAll() {
    groups.removeAll(keepingCapacity: true)
    buyer.removeAll(keepingCapacity: true)
    seller.removeAll(keepingCapacity: true)
    quantity.removeAll(keepingCapacity: true)
  }
}

/// A candle and what it belongs to. Prices are still in ticks.
struct CandleRow: Sendable {
  let symbol: Int32
  let timeframe: Int32  // ticks
  let candle: Candle
}

/// What every agent had at the end of a tick. Row = account row; money at 1/10,000 dollar.
struct PortfolioColumns: Sendable {
  let tick: UInt32
  let cash, realised, cost: [Int64]
  let quantity: [Int32]
  let equity: [Double]

  /// - Complexity: 36 bytes an agent, read and written once.
  init(tick: UInt32, accounts: AccountView, symbols: SymbolView) {
    self.tick = tick
    let count = accounts.count
    cash = copy(count) { accounts.cash[$0] }
    realised = copy(count) { accounts.realised[$0] }
    cost = copy(count) { accounts.cost[$0] }
    quantity = copy(count) { accounts.quantity[$0] }
    equity = copy(count) { Double(accounts.equity($0, symbols)) }
  }
}

/// How and when a run ended.
struct RunEnding: Sendable {
  let outcome: String
  let unixSeconds: Int64
  let stateHash: UInt64?  // nil when it is not known
}

/// The first `count` rows of a column. Inlined, so that it becomes a plain loop over the column's own layout.
@inline(__always) func copy<Scalar: Numeric>(_ count: Int, _ row: (Int) -> Scalar) -> [Scalar] {
  var rows = [Scalar](repeating: 0, count: count)
  for index in rows.indices { rows[index] = row(index) }
  return rows
}
