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
  private let sales, denied, borrowerOffsets, calls: Column<Int32>

  /// Bytes for each agent that may be short: what it has paid up to, and how often it was called.
  public static let bytesPerBorrower = MemoryLayout<UInt64>.size + MemoryLayout<Int32>.size

  /// The chunks whose agents may sell short.
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
    var next = 0
    var offsets = [Int32](repeating: 0, count: boxes.chunkCount)
    var borrowersOf = [Borrowers?](repeating: nil, count: boxes.chunkCount)
    for group in borrowers {
      offsets[group.chunk] = Int32(next - group.rows.lowerBound)
      borrowersOf[group.chunk] = group
      next += group.rows.count
    }
    borrowerOffsets = Column(offsets)
    paidIndices = Column(count: next, filledWith: 0, placement: placement)
    calls = Column(count: next, filledWith: 0, placement: placement)
    view = ShareLendingView(
      terms: terms, borrowers: borrowersOf, pool: pools.view, lent: lent.view, shortLimit: limits.view,
      feeRate: feeRates.view, feeIndex: feeIndices.view, change: changes.view, denied: denied.view, sales: sales.view,
      fees: fees.view, borrowerOffset: borrowerOffsets.view, paidIndex: paidIndices.view, calls: calls.view)
  }
}

/// The columns of ``ShareLending``, borrowed.
public struct ShareLendingView: Sendable {
  /// A fee rate of 1: the whole price in every tick.
  static let feeRateUnit = Double(1 << 48)

  public let terms: LendingTerms
  let borrowers: [ShareLending.Borrowers?]  // row = chunk
  // Row = symbol.
  public let pool: ColumnView<Int64>  // shares that can be borrowed
  let lent: ColumnView<Int64>  // shares, less what `change` tells
  public let shortLimit: ColumnView<Int64>  // shares that one agent may be short
  let feeRate: ColumnView<UInt64>  // of the price in each tick, 2^-48
  let feeIndex: ColumnView<UInt64>  // 2^-32 of 1/10,000 dollar a share, since the start; wraps
  // Row = run of the boxes: a chunk's orders for one (symbol, side).
  let change: ColumnView<Int64>  // of a buy run: shares its agents borrowed, less returned, since `lent` was written
  let denied: ColumnView<Int32>  // of a sell run: sales of this tick for which nothing was left to borrow
  // Row = chunk.
  let sales: ColumnView<Int32>  // accepted sales of this tick that need shares to borrow
  public let fees: ColumnView<Int64>  // paid by its agents since the start, 1/10,000 dollar
  let borrowerOffset: ColumnView<Int32>  // of its agents' rows below, from their account rows
  // Row = borrower: an agent that may be short.
  let paidIndex: ColumnView<UInt64>  // the fee index up to which it has paid
  let calls: ColumnView<Int32>  // how often its position was bought back for it

  /// Shares of a symbol that are lent, as of the end of a tick.
  public func lent(_ symbol: Int, _ boxes: OrderBoxView) -> Int64 {
    let key = BoxKey(symbol: Int32(truncatingIfNeeded: symbol), side: .buy)
    return boxes.chunks(ofSymbol: symbol).reduce(lent[symbol]) { $0 + change[boxes.run(ofChunk: $1, key)] }
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
    for group in borrowers {
      if let group, group.rows.contains(row) { return Int(calls[row + Int(borrowerOffset[group.chunk])]) }
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
