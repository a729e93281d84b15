import SimColumns
import SimMarket
import SimTypes

/// Who has borrowed what: the ledger of all short positions.
///
///     borrowed by an agent   max(0, shares its open sales could deliver - shares it owns) = max(0, -free shares)
///     lent of a symbol       Σ borrowed by its agents                         lent + available = pool, after every tick
///
/// What an agent has borrowed follows from its account, so it cannot drift from it, and it does not matter which of its
/// sales is "the short one". A sale is accepted when its agent could borrow what it lacks *on top of* what all earlier
/// ones may need; so nothing is lent twice, whichever of them trade.
///
/// Fees grow in every tick by `price · fee rate` for each share sold short. A symbol's *fee index* is the sum of that
/// since the start; a position owes its shares times what the index has grown since it last paid. It pays before its
/// size changes, and at regular intervals.
public struct ShareLending: ~Copyable, Sendable {
  public let view: ShareLendingView
  private let pools, lent, limits, changes, fees: Column<Int64>
  private let feeRates, feeIndices, paidIndices: Column<UInt64>
  private let sales, denied, calls: Column<Int32>
  private let groups: Column<LendingGroup>
  private let groupOfChunk, firstDesks, desks: Column<Int32>

  /// Bytes for each agent that may be short: what it has paid up to, and how often it was called.
  public static let bytesPerBorrower = MemoryLayout<UInt64>.size + MemoryLayout<Int32>.size

  /// A chunk whose agents may sell short.
  public struct Borrowers: Sendable {
    public let chunk: Int
    public let rows: Range<Int>  // account rows
    public let isLimited: Bool  // market makers are not
    public let brokerBox: Int  // where its margin calls are sent from: a box behind all chunks' boxes

    public init(chunk: Int, rows: Range<Int>, isLimited: Bool, brokerBox: Int) {
      (self.chunk, self.rows, self.isLimited, self.brokerBox) = (chunk, rows, isLimited, brokerBox)
    }
  }

  public init(
    _ symbols: [LendableSymbol], terms: LendingTerms, borrowers: [Borrowers], boxes: OrderBoxView,
    placement: MemoryPlacement = .anywhere
  ) {
    pools = Column(symbols.map(\.pool))
    lent = Column(count: symbols.count, filledWith: 0)
    limits = Column(symbols.map(\.shortLimit))
    feeRates = Column(symbols.map { UInt64(($0.feePerTick * ShareLendingView.feeRateUnit).rounded()) })
    feeIndices = Column(count: symbols.count, filledWith: 0)
    changes = Column(count: boxes.runCountOfAll, filledWith: 0)
    denied = Column(count: boxes.runCountOfAll, filledWith: 0)
    sales = Column(count: boxes.chunkCount, filledWith: 0)
    fees = Column(count: boxes.chunkCount, filledWith: 0)

    precondition(!borrowers.isEmpty, "where nobody borrows there is nothing to keep")
    groups = Column(count: borrowers.count, filledWith: LendingGroup(borrowers[0], firstBorrower: 0))
    var groupOf = [Int32](repeating: -1, count: boxes.chunkCount)
    var next = 0
    for (row, group) in borrowers.enumerated() {
      groupOf[group.chunk] = Int32(row)
      groups.view[row] = LendingGroup(group, firstBorrower: next)
      next += group.rows.count
    }
    groupOfChunk = Column(groupOf)
    paidIndices = Column(count: next, filledWith: 0, placement: placement)
    calls = Column(count: next, filledWith: 0, placement: placement)

    // For each symbol the chunks that may sell it short.
    let chunks = symbols.indices.map { boxes.chunks(ofSymbol: $0).filter { groupOf[$0] >= 0 }.map { Int32($0) } }
    var end: Int32 = 0
    firstDesks = Column(
      [0]
        + chunks.map { list in
          end += Int32(list.count); return end
        })
    desks = Column(chunks.flatMap { $0 })
    view = ShareLendingView(
      terms: terms, pool: pools.view, lent: lent.view, shortLimit: limits.view, feeRate: feeRates.view,
      feeIndex: feeIndices.view, firstDesk: firstDesks.view, desk: desks.view, change: changes.view,
      denied: denied.view, sales: sales.view, fees: fees.view, groupOfChunk: groupOfChunk.view, groups: groups.view,
      paidIndex: paidIndices.view, calls: calls.view)
  }
}

/// A chunk of agents that may sell short.
struct LendingGroup: BitwiseCopyable, Sendable {
  let first, end: Int32  // account rows
  let borrowerOffset: Int32  // from an account row to the agent's row among all borrowers
  let brokerBox: Int32
  let isLimited: Bool

  init(_ group: ShareLending.Borrowers, firstBorrower: Int) {
    (first, end) = (Int32(group.rows.lowerBound), Int32(group.rows.upperBound))
    borrowerOffset = Int32(firstBorrower - group.rows.lowerBound)
    (brokerBox, isLimited) = (Int32(group.brokerBox), group.isLimited)
  }
}

/// The columns of ``ShareLending``, borrowed.
public struct ShareLendingView: Sendable {
  /// A fee rate of 1: the whole price in every tick.
  static let feeRateUnit = Double(1 << 48)

  public let terms: LendingTerms
  // Row = symbol.
  public let pool: ColumnView<Int64>  // shares that can be borrowed
  let lent: ColumnView<Int64>  // shares, less what `change` tells
  public let shortLimit: ColumnView<Int64>  // shares that one agent may be short
  let feeRate: ColumnView<UInt64>  // of the price in each tick, 2^-48
  let feeIndex: ColumnView<UInt64>  // 2^-32 of 1/10,000 dollar a share, since the start; wraps
  private let firstDesk: ColumnView<Int32>  // its first row of `desk`; one more row holds the end
  private let desk: ColumnView<Int32>  // chunks that may sell the symbol short, symbol by symbol
  // Row = run of the boxes: a chunk's orders for one (symbol, side).
  let change: ColumnView<Int64>  // of a buy run: shares its agents borrowed, less returned, since `lent` was written
  let denied: ColumnView<Int32>  // of a sell run: sales of this tick for which nothing was left to borrow
  // Row = chunk.
  let sales: ColumnView<Int32>  // accepted sales of this tick that need shares to borrow
  public let fees: ColumnView<Int64>  // paid by its agents since the start, 1/10,000 dollar
  private let groupOfChunk: ColumnView<Int32>  // row of `groups`; -1: its agents never sell short
  private let groups: ColumnView<LendingGroup>
  // Row = borrower: an agent that may be short.
  let paidIndex: ColumnView<UInt64>  // the fee index up to which it has paid
  let calls: ColumnView<Int32>  // how often its position was bought back for it

  init(
    terms: LendingTerms, pool: ColumnView<Int64>, lent: ColumnView<Int64>, shortLimit: ColumnView<Int64>,
    feeRate: ColumnView<UInt64>, feeIndex: ColumnView<UInt64>, firstDesk: ColumnView<Int32>, desk: ColumnView<Int32>,
    change: ColumnView<Int64>, denied: ColumnView<Int32>, sales: ColumnView<Int32>, fees: ColumnView<Int64>,
    groupOfChunk: ColumnView<Int32>, groups: ColumnView<LendingGroup>, paidIndex: ColumnView<UInt64>,
    calls: ColumnView<Int32>
  ) {
    (self.terms, self.pool, self.lent, self.shortLimit) = (terms, pool, lent, shortLimit)
    (self.feeRate, self.feeIndex, self.firstDesk, self.desk) = (feeRate, feeIndex, firstDesk, desk)
    (self.change, self.denied, self.sales, self.fees) = (change, denied, sales, fees)
    (self.groupOfChunk, self.groups, self.paidIndex, self.calls) = (groupOfChunk, groups, paidIndex, calls)
  }

  /// The agents of a chunk that may sell short; nil when they never do.
  func group(ofChunk chunk: Int) -> LendingGroup? {
    let row = Int(groupOfChunk[chunk])
    return row < 0 ? nil : groups[row]
  }

  /// The chunks that may sell `symbol` short, as rows of ``chunk(_:)``.
  func desks(ofSymbol symbol: Int) -> Range<Int> { Int(firstDesk[symbol])..<Int(firstDesk[symbol + 1]) }
  func chunk(_ desk: Int) -> Int { Int(self.desk[desk]) }

  /// Shares of a symbol that are lent, as of the end of a tick.
  public func lent(_ symbol: Int, _ boxes: OrderBoxView) -> Int64 {
    let key = BoxKey(symbol: Int32(truncatingIfNeeded: symbol), side: .buy)
    return desks(ofSymbol: symbol).reduce(lent[symbol]) { $0 + change[boxes.run(ofChunk: chunk($1), key)] }
  }

  /// Fees that all agents have paid since the start, 1/10,000 dollar.
  public var feesPaid: Int64 { (0..<fees.count).reduce(0) { $0 + fees[$1] } }

  /// Sales of a chunk that were denied in the tick under way because nothing was left to borrow.
  public func denied(ofChunk chunk: Int, _ boxes: OrderBoxView) -> Int {
    guard sales[chunk] > 0 else { return 0 }
    return boxes.runs(ofChunk: chunk).reduce(0) { $0 + Int(denied[$1]) }
  }

  /// How often a margin call bought back the position of the agent in an account row; 0 for agents that are never short.
  public func calls(ofAgent row: Int) -> Int {
    for index in 0..<groups.count where (groups[index].first..<groups[index].end).contains(Int32(row)) {
      return Int(calls[row + Int(groups[index].borrowerOffset)])
    }
    return 0
  }

  /// How often margin calls bought back positions, over all agents.
  public var callsOfAll: Int { (0..<calls.count).reduce(0) { $0 + Int(calls[$1]) } }

  /// Lets the fees of a symbol's borrowed shares grow by a tick's.
  public func accrueFee(_ symbol: Int, price: Price) {
    let (high, low) = price.raw.magnitude.multipliedFullWidth(by: feeRate[symbol])
    feeIndex[symbol] &+= high &<< 48 | low &>> 16
  }
}
