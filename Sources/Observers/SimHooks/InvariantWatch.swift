import SimAgents
import SimEngine
import SimTypes

/// Checks after every tick that nothing was created, lost or mistreated: see ``Invariant`` for the list. All arithmetic
/// is exact, in integers.
///
/// Everything is walked once, summing rows and laying their bits over each other; only when that shows a fault are rows
/// looked at one by one to name the first.
///
/// - Throws: ``InvariantViolation``, the first broken invariant in the list's order, which ends the run.
/// - Complexity: reads 88 bytes an account and 12 a trade, about 0.35 ms a tick for 100,000 agents; no allocation.
public final class InvariantWatch: SimulationHook {
  public let name = "invariants"
  /// Ticks that were checked and found right.
  public private(set) var ticksChecked = 0

  private var cash: Int64 = 0
  private var issued: [Int64] = []
  private var held: [Int64] = []  // shares found this tick; row = symbol
  private var runs: [(symbol: Int, rows: Range<Int>)] = []  // neighbouring accounts that trade one symbol

  public init() {}

  public func runStarts(_ run: RunContext) {
    (cash, issued, ticksChecked) = (run.cash, run.issued, 0)
    held = issued.map { _ in 0 }
    runs = []
    let symbols = run.accounts.symbol
    for row in 0..<symbols.count {
      let symbol = Int(symbols[row])
      if let last = runs.indices.last, runs[last].symbol == symbol {
        runs[last].rows = runs[last].rows.lowerBound..<row + 1
      } else {
        runs.append((symbol, row..<row + 1))
      }
    }
  }

  public func tickEnds(_ frame: borrowing TickFrame) throws(InvariantViolation) {
    try checkCash(frame)
    let isAnybodyShort = try checkShares(frame)
    try checkLending(frame)
    let ledgers = LedgerScan(frame)
    if isAnybodyShort || frame.resting != nil || ledgers.reservesAnything { try checkReservations(frame) }
    try checkCounts(frame, ledgers)
    try checkTape(frame)
    ticksChecked += 1
  }

  // MARK: - Accounts

  private func checkCash(_ frame: borrowing TickFrame) throws(InvariantViolation) {
    let column = frame.accounts.cash
    let found = ColumnScan(column, 0..<column.count)
    try expect(.cashConserved, frame.tick, found.sum, is: cash - (frame.lending?.feesPaid ?? 0))
    guard found.bits < 0 else { return }
    for row in 0..<column.count where column[row] < 0 && !Self.wasCalled(ownerOf: row, frame) {
      throw violation(.cashNotNegative, frame, row: row, expected: .atLeast(0), found: column[row])
    }
  }

  /// Only a short position that had to be bought back may have cost more than its owner had; and an owner of several
  /// accounts pays what is missing in one from the purse in another.
  private static func wasCalled(ownerOf row: Int, _ frame: borrowing TickFrame) -> Bool {
    guard let lending = frame.lending else { return false }
    let layout = frame.rules.layout
    return layout.accounts(ofAgent: layout.agent(ofAccount: row)).contains { lending.marginCalls(ofAgent: $0) > 0 }
  }

  /// Returns whether anybody is short.
  private func checkShares(_ frame: borrowing TickFrame) throws(InvariantViolation) -> Bool {
    let column = frame.accounts.quantity
    var bits: Int32 = 0
    for symbol in held.indices { held[symbol] = 0 }
    for run in runs {
      let found = ColumnScan(column, run.rows)
      held[run.symbol] += found.sum
      bits |= found.bits
    }
    for symbol in held.indices {
      try expect(.sharesConserved, frame.tick, held[symbol], is: issued[symbol], frame.rules.symbols[symbol].name)
    }
    guard bits < 0 else { return false }
    for population in frame.rules.populations where frame.lending == nil || !population.sellsShort {
      guard let row = population.rows.first(where: { column[$0] < 0 }) else { continue }
      throw violation(.sharesNotNegative, frame, row: row, expected: .atLeast(0), found: Int64(column[row]))
    }
    return true
  }

  private func checkLending(_ frame: borrowing TickFrame) throws(InvariantViolation) {
    guard let lending = frame.lending else { return }
    for symbol in held.indices { held[symbol] = 0 }
    let free = frame.accounts.freeShares
    for population in frame.rules.populations where population.sellsShort {
      for row in population.rows { held[Int(frame.accounts.symbol[row])] += Int64(max(0, -free[row])) }
    }
    for symbol in held.indices {
      let name = frame.rules.symbols[symbol].name
      try expect(.sharesLent, frame.tick, lending.lent(symbol), is: held[symbol], name)
      guard lending.terms.locateRequired, held[symbol] > lending.pool(symbol) else { continue }
      throw InvariantViolation(
        .lentWithinPool, tick: frame.tick, symbol: name, expected: .atMost(lending.pool(symbol)), found: held[symbol])
    }
  }

  private func checkReservations(_ frame: borrowing TickFrame) throws(InvariantViolation) {
    let accounts = frame.accounts
    var (cash, shares) = ([Int64](repeating: 0, count: accounts.count), [Int64](repeating: 0, count: accounts.count))
    var highestSale = [Int64](repeating: 0, count: accounts.count)
    if let resting = frame.resting {
      for slot in 0..<resting.count where resting.quantity[slot] > 0 {
        let owner = Int(resting.owner[slot])
        let quantity = Int64(resting.quantity[slot])
        if resting.heldQuantity[slot] < 0 {
          shares[owner] += quantity
          highestSale[owner] = max(highestSale[owner], frame.symbols.tickSize.price(resting.price[slot]).raw)
        } else {
          cash[owner] += frame.symbols.tickSize.price(resting.price[slot]).raw * quantity
        }
      }
    }
    if let terms = frame.lending?.terms {
      for row in 0..<accounts.count {
        cash[row] += Self.collateral(row, accounts, shares[row], highestSale[row], terms)
      }
    }
    for row in 0..<accounts.count {
      let (heldCash, heldShares) = (accounts.reservedCash(row), Int64(accounts.reservedShares(row)))
      if heldCash != cash[row] {
        throw violation(.cashReserved, frame, row: row, expected: .exactly(cash[row]), found: heldCash)
      }
      if heldShares != shares[row] {
        throw violation(.sharesReserved, frame, row: row, expected: .exactly(shares[row]), found: heldShares)
      }
    }
    for symbol in 0..<frame.symbols.count {
      guard let spread = frame.symbols.spread(symbol), spread < 1 else { continue }
      var fault = InvariantViolation(.bookNotCrossed, tick: frame.tick, expected: .atLeast(1), found: Int64(spread))
      fault.symbol = frame.rules.symbols[symbol].name
      throw fault
    }
  }

  /// What a short position and the sales that may make it larger keep from use, from the account's own numbers.
  private static func collateral(
    _ row: Int, _ accounts: AccountView, _ offered: Int64, _ highestSale: Int64, _ terms: LendingTerms
  ) -> Int64 {
    let owned = Int64(accounts.quantity[row])
    let pending = max(0, offered - owned) - max(0, -owned)
    func part(_ parts: Int64, _ amount: Int64) -> Int64 { Int64((Int128(parts) * Int128(amount) + 9_999) / 10_000) }
    return (owned < 0 ? part(terms.initialMargin, -accounts.cost[row]) : 0)
      + part(terms.initialMargin - 10_000, pending * highestSale)
  }

  // MARK: - Counts

  private func checkCounts(_ frame: borrowing TickFrame, _ found: LedgerScan) throws(InvariantViolation) {
    let (orders, filled) = (Int64(frame.totals.orders), Int64(frame.totals.filledOrders))
    try expect(.ordersCounted, frame.tick, orders, is: found.orders)
    try expect(.rejectionsCounted, frame.tick, Int64(frame.totals.ordersRejected), is: found.rejected)
    try expect(.fillsCounted, frame.tick, filled, is: found.fills)
    // An order that rests may be filled in several ticks, so its fills have another bound.
    if let resting = frame.resting {
      let most = Int64(frame.counts.orders + resting.count)
      guard Int64(frame.counts.filledOrders) <= most else {
        throw InvariantViolation(
          .fillsWithinOrders, tick: frame.tick, expected: .atMost(most), found: Int64(frame.counts.filledOrders))
      }
      return
    }
    guard filled <= orders else {
      throw InvariantViolation(.fillsWithinOrders, tick: frame.tick, expected: .atMost(orders), found: filled)
    }
    guard frame.counts.filledOrders <= frame.counts.orders else {
      throw InvariantViolation(
        .fillsWithinOrders, tick: frame.tick, expected: .atMost(Int64(frame.counts.orders)),
        found: Int64(frame.counts.filledOrders))
    }
  }

  // MARK: - Tape

  private func checkTape(_ frame: borrowing TickFrame) throws(InvariantViolation) {
    let (tape, volumes) = (frame.tape, frame.symbols.volume)
    var trades: Int64 = 0
    var total: Int64 = 0
    for symbol in 0..<frame.symbols.count {
      let rows = tape.rows(ofSymbol: symbol)
      var volume: Int64 = 0
      for row in rows {
        try checkTrade(frame, symbol: symbol, row: row)
        volume += Int64(tape.quantity[row])
      }
      try expect(.volumeMatchesTrades, frame.tick, volumes[symbol], is: volume, frame.rules.symbols[symbol].name)
      trades += Int64(rows.count)
      total += volume
    }
    try expect(.tradesCounted, frame.tick, Int64(frame.counts.trades), is: trades)
    try expect(.volumeCounted, frame.tick, frame.counts.volume, is: total)
  }

  private func checkTrade(_ frame: borrowing TickFrame, symbol: Int, row: Int) throws(InvariantViolation) {
    let tape = frame.tape
    let (quantity, price) = (tape.quantity[row], tape.tradePrice[row])
    let (buyer, seller) = (tape.buyer[row], tape.seller[row])
    let agents = Int32(truncatingIfNeeded: frame.accounts.count)
    let exist = buyer >= 0 && buyer < agents && seller >= 0 && seller < agents
    if quantity >= 1, price >= 1, exist, buyer != seller { return }

    func fault(_ invariant: Invariant, _ expected: InvariantViolation.Expected, _ found: Int32) -> InvariantViolation {
      var fault = violation(invariant, frame, row: Int(buyer), expected: expected, found: Int64(found))
      fault.symbol = frame.rules.symbols[symbol].name
      return fault
    }
    if quantity < 1 { throw fault(.tradeQuantityPositive, .atLeast(1), quantity) }
    if price < 1 { throw fault(.tradePriceOnGrid, .atLeast(1), price) }
    for party in [buyer, seller] {
      if party < 0 { throw fault(.tradePartiesExist, .atLeast(0), party) }
      if party >= agents { throw fault(.tradePartiesExist, .atMost(Int64(agents) - 1), party) }
    }
    throw fault(.tradePartiesDiffer, .anythingBut(Int64(buyer)), seller)
  }

  // MARK: - Saying so

  private func expect(
    _ invariant: Invariant, _ tick: UInt32, _ found: Int64, is expected: Int64,
    _ symbol: @autoclosure () -> String? = nil
  ) throws(InvariantViolation) {
    guard found != expected else { return }
    throw InvariantViolation(invariant, tick: tick, symbol: symbol(), expected: .exactly(expected), found: found)
  }

  /// A violation by the agent that owns the account row `row`, with its symbol if there is such an agent.
  private func violation(
    _ invariant: Invariant, _ frame: borrowing TickFrame, row: Int, expected: InvariantViolation.Expected, found: Int64
  ) -> InvariantViolation {
    guard row >= 0 && row < frame.accounts.count else {
      return InvariantViolation(invariant, tick: frame.tick, expected: expected, found: found)
    }
    let symbol = frame.rules.symbols[Int(frame.accounts.symbol[row])].name
    return InvariantViolation(
      invariant, tick: frame.tick, symbol: symbol, agent: frame.rules.agentID(ofAccount: row),
      expected: expected, found: found)
  }
}
