import SimColumns
import SimTypes

/// This tick's orders: as the agents' chunks wrote them, and, in each chunk, sorted by symbol and side for the markets.
///
///     chunk 0, as written   | B1 A0 B0 A1 B0 . . |        chunk 1   | A0 B1 . . . |
///     chunk 0, in runs      | B0 B0 A0 B1 A1 |                      | A0 B1 |
///     symbol 0's auction    bids: run of chunk 0                    asks: run of chunk 0, run of chunk 1
///
/// A chunk's box has room for the most its agents may send, so nothing is allocated and no chunk can disturb another.
/// Each chunk sorts its own box while it is still in the cache; a market then collects its runs, in chunk order, which
/// is the order of arrival.
/// `position`, an order's place in the boxes as written, is its name for the tick: outcomes are written back under it.
public struct OrderBoxes: ~Copyable, Sendable {
  /// Price of a market order to buy: above every limit.
  public static let marketBuy = Int32.max
  /// Price of a market order to sell: below every limit.
  public static let marketSell = Int32.min

  /// What a chunk may send.
  public struct Chunk: Sendable {
    public let capacity: Int  // the most orders of one tick
    public let symbols: Range<Int>  // rows of the symbols it trades
    public let agents: Range<Int>  // its account rows; empty where nobody's orders rest
    public let slotsPerAgent: Int  // orders that an agent may have resting
    /// The earlier chunk whose agents' slots messages of this one name; nil: it has slots of its own.
    public let sharesSlotsOf: Int?

    public init(
      capacity: Int, symbols: Range<Int>, agents: Range<Int> = 0..<0, slotsPerAgent: Int = 0, sharesSlotsOf: Int? = nil
    ) {
      precondition(capacity >= 0 && symbols.lowerBound >= 0, "a chunk trades symbols of the table")
      precondition((0...OrderKind.slotsMax).contains(slotsPerAgent), "an agent has at most 32 slots")
      (self.capacity, self.symbols) = (capacity, symbols)
      (self.agents, self.slotsPerAgent) = (agents, slotsPerAgent)
      self.sharesSlotsOf = sharesSlotsOf
    }

    public var slots: Int { sharesSlotsOf == nil ? agents.count * slotsPerAgent : 0 }
  }

  public let view: OrderBoxView
  private let all: Column<OrderBoxColumns>
  private let agents, keys, prices, quantities, fills: Column<Int32>
  private let kinds: Column<OrderKind>
  private let slotEvents, slotNews: Column<SlotEvents>
  private let values: Column<Int64>
  private let references, messageSlots: Column<Int32>
  private let cancelCounts, specials, firstAgents, firstSlots, slotOrigins, slotsPerAgent: Column<Int32>
  private let runPrices, runQuantities, runPositions: Column<Int32>
  private let firsts, counts, accepted, firstKeys: Column<Int32>
  private let runFirsts, runCounts, runEnds: Column<Int32>
  private let symbolFirsts, symbolChunks, symbolRuns: Column<Int32>

  /// Boxes of chunks that may each trade every symbol.
  public init(capacities: [Int], symbolCount: Int) {
    self.init(capacities.map { Chunk(capacity: $0, symbols: 0..<symbolCount) }, symbolCount: symbolCount)
  }

  /// - Parameter tracksPrices: whether an order may trade at more than one price, as in a continuous market.
  public init(
    _ chunks: [Chunk], symbolCount: Int, tracksPrices: Bool = false, placement: MemoryPlacement = .anywhere
  ) {
    // One spare row a box: the writer stores first and decides afterwards whether to keep it.
    let capacity = chunks.reduce(0) { $0 + $1.capacity + 1 }
    let slots = chunks.reduce(0) { $0 + $1.slots }
    precondition(capacity + slots < Int(Int32.max), "positions are 32-bit")
    func rows(_ more: Int = 0) -> Column<Int32> { Column(count: capacity + more, filledWith: 0, placement: placement) }
    agents = rows(slots)
    keys = rows()
    prices = rows()
    quantities = rows()
    fills = rows(slots)
    kinds = Column(count: capacity, filledWith: .thisTick, placement: placement)
    slotEvents = Column(count: slots, filledWith: [], placement: placement)
    slotNews = Column(count: slots, filledWith: [], placement: placement)
    // Only orders that meet a book trade at several prices.
    let trackedRows = tracksPrices ? capacity : 0
    values = Column(count: trackedRows, filledWith: 0, placement: placement)
    references = Column(count: trackedRows, filledWith: 0, placement: placement)
    messageSlots = Column(roomFor: tracksPrices || slots > 0 ? capacity : 0)
    cancelCounts = Column(count: chunks.count, filledWith: 0)
    specials = Column(count: chunks.count, filledWith: 0)
    firstAgents = Column(chunks.map { Int32($0.agents.lowerBound) })
    firstSlots = Self.starts(chunks.map(\.slots))
    let firstSlot = firstSlots.view
    slotOrigins = Column(chunks.indices.map { firstSlot[chunks[$0].sharesSlotsOf ?? $0] })
    slotsPerAgent = Column(chunks.map { Int32($0.slotsPerAgent) })
    var slotRow = capacity
    for chunk in chunks where chunk.sharesSlotsOf == nil {
      for agent in chunk.agents {
        for _ in 0..<chunk.slotsPerAgent {
          agents.view[slotRow] = Int32(agent)
          slotRow += 1
        }
      }
    }
    runPrices = rows()
    runQuantities = rows()
    runPositions = rows(7)  // read by vectors
    firsts = Self.starts(chunks.map { $0.capacity + 1 })
    counts = Column(count: chunks.count, filledWith: 0)
    accepted = Column(count: chunks.count, filledWith: 0)

    // A row for each key that a chunk may send to.
    let keysPerChunk = chunks.map { 2 * $0.symbols.count }
    let runRows = keysPerChunk.reduce(0, +)
    runFirsts = Self.starts(keysPerChunk)
    runCounts = Column(count: runRows, filledWith: 0)
    runEnds = Column(count: runRows, filledWith: 0)

    var chunksOfSymbol = [[Int32]](repeating: [], count: symbolCount)
    for (index, chunk) in chunks.enumerated() {
      for symbol in chunk.symbols { chunksOfSymbol[symbol].append(Int32(index)) }
    }
    symbolFirsts = Self.starts(chunksOfSymbol.map(\.count))
    symbolChunks = Column(chunksOfSymbol.flatMap { $0 })
    firstKeys = Column(chunks.map { Int32(2 * $0.symbols.lowerBound) })
    let (firstRun, firstKey) = (runFirsts.view, firstKeys.view)
    symbolRuns = Column(
      chunksOfSymbol.enumerated().flatMap { symbol, chunks in
        chunks.map { firstRun[Int($0)] + BoxKey(symbol: Int32(symbol), side: .buy).raw - firstKey[Int($0)] }
      })
    let columns = OrderBoxColumns(
      agent: agents.view, key: keys.view, price: prices.view, quantity: quantities.view, filled: fills.view,
      first: firsts.view, count: counts.view, accepted: accepted.view, firstKey: firstKeys.view,
      runFirst: runFirsts.view, runCount: runCounts.view, runEnd: runEnds.view, runPrice: runPrices.view,
      runQuantity: runQuantities.view, runPosition: runPositions.view, symbolFirst: symbolFirsts.view,
      symbolChunk: symbolChunks.view, symbolRun: symbolRuns.view, kind: kinds.view, special: specials.view,
      cancels: cancelCounts.view,
      firstAgent: firstAgents.view, firstSlot: firstSlots.view, slotOrigin: slotOrigins.view,
      slotsPerAgent: slotsPerAgent.view, slotEvents: slotEvents.view, slotNews: slotNews.view,
      value: values.view, reference: references.view, messageSlot: messageSlots.view, slotBase: capacity)
    all = Column(count: 1, filledWith: columns)
    view = OrderBoxView(all.view)
  }

  /// Where each part starts when parts of these sizes follow each other; one more row holds the end.
  private static func starts(_ sizes: [Int]) -> Column<Int32> {
    var next: Int32 = 0
    return Column(
      [0]
        + sizes.map { size in
          next += Int32(size); return next
        })
  }
}

/// The columns of ``OrderBoxes``.
@frozen public struct OrderBoxColumns: BitwiseCopyable, Sendable {
  // Row = position.
  public let agent: ColumnView<Int32>  // account row
  public let key: ColumnView<Int32>  // BoxKey.raw
  public let price: ColumnView<Int32>  // limit in ticks, or OrderBoxes.marketBuy / marketSell
  public let quantity: ColumnView<Int32>  // shares; 0 once validation has refused the order
  public let filled: ColumnView<Int32>  // shares the market filled; meaningful for accepted orders only
  // Row = chunk.
  public let first: ColumnView<Int32>  // position of the chunk's first order; one more row holds the end
  public let count: ColumnView<Int32>  // orders the chunk sent this tick
  public let accepted: ColumnView<Int32>  // of them, orders that went to the markets
  @usableFromInline let firstKey: ColumnView<Int32>  // the lowest key the chunk may send to
  @usableFromInline let runFirst: ColumnView<Int32>  // row of its first run; one more row holds the end
  // Row = run: a chunk's orders for one key.
  @usableFromInline let runCount: ColumnView<Int32>
  @usableFromInline let runEnd: ColumnView<Int32>  // place after the run's last order
  // Row = place: a chunk's accepted orders, sorted by key.
  @usableFromInline let runPrice, runQuantity, runPosition: ColumnView<Int32>
  // Row = symbol; one more row holds the end.
  @usableFromInline let symbolFirst: ColumnView<Int32>  // row of its first chunk in `symbolChunk`
  @usableFromInline let symbolChunk: ColumnView<Int32>
  // Row = that of `symbolChunk`: the run of the chunk's bids; its asks' is the next.
  @usableFromInline let symbolRun: ColumnView<Int32>
  /// Row = position: what the order asks for. Read only where ``special`` says that somebody asked for more than a
  /// limit order of this tick.
  public let kind: ColumnView<OrderKind>
  // Row = chunk.
  public let special: ColumnView<Int32>  // not 0 when the chunk sent anything but limit orders of this tick
  public let cancels: ColumnView<Int32>  // accepted requests to cancel; meaningful where `special` is not 0
  @usableFromInline let firstAgent: ColumnView<Int32>  // account row of its first agent
  public let firstSlot: ColumnView<Int32>  // its agents' first slot; one more row holds the end
  @usableFromInline let slotOrigin: ColumnView<Int32>  // first slot of the agents whose slots it names
  public let slotsPerAgent: ColumnView<Int32>
  // Row = slot.
  public let slotEvents: ColumnView<SlotEvents>  // what is happening to the slot's order in this tick
  public let slotNews: ColumnView<SlotEvents>  // what happened to it in the tick before: what its owner is told
  // Row = position, of orders that met a book; else without rows.
  public let value: ColumnView<Int64>  // Σ price · shares of its trades, ticks · shares
  public let reference: ColumnView<Int32>  // twice the middle of the book, in ticks, when the order arrived
  /// Row = position: the slot that the message names, -1 if none. Written where `special` is not 0.
  public let messageSlot: ColumnView<Int32>
  /// Orders that rest have positions too, so that a market fills them like those in boxes: the order in slot `s` has
  /// the position `slotBase + s` in `agent` and `filled`.
  public let slotBase: Int
}

/// The columns of ``OrderBoxes``, borrowed: one pointer to all of them, because everybody hands them on.
@frozen public struct OrderBoxView: Sendable {
  @usableFromInline let columns: ColumnView<OrderBoxColumns>  // one row

  init(_ columns: ColumnView<OrderBoxColumns>) { self.columns = columns }

  @inlinable public var agent: ColumnView<Int32> { columns[0].agent }
  @inlinable public var key: ColumnView<Int32> { columns[0].key }
  @inlinable public var price: ColumnView<Int32> { columns[0].price }
  @inlinable public var quantity: ColumnView<Int32> { columns[0].quantity }
  @inlinable public var filled: ColumnView<Int32> { columns[0].filled }
  @inlinable public var first: ColumnView<Int32> { columns[0].first }
  @inlinable public var count: ColumnView<Int32> { columns[0].count }
  @inlinable public var accepted: ColumnView<Int32> { columns[0].accepted }
  @inlinable var firstKey: ColumnView<Int32> { columns[0].firstKey }
  @inlinable var runFirst: ColumnView<Int32> { columns[0].runFirst }
  var runCount: ColumnView<Int32> { columns[0].runCount }
  var runEnd: ColumnView<Int32> { columns[0].runEnd }
  var runPrice: ColumnView<Int32> { columns[0].runPrice }
  var runQuantity: ColumnView<Int32> { columns[0].runQuantity }
  var runPosition: ColumnView<Int32> { columns[0].runPosition }
  var symbolFirst: ColumnView<Int32> { columns[0].symbolFirst }
  var symbolChunk: ColumnView<Int32> { columns[0].symbolChunk }
  var symbolRun: ColumnView<Int32> { columns[0].symbolRun }
  @inlinable public var kind: ColumnView<OrderKind> { columns[0].kind }
  @inlinable public var special: ColumnView<Int32> { columns[0].special }
  @inlinable public var cancels: ColumnView<Int32> { columns[0].cancels }
  @inlinable var firstAgent: ColumnView<Int32> { columns[0].firstAgent }
  @inlinable public var firstSlot: ColumnView<Int32> { columns[0].firstSlot }
  @inlinable var slotOrigin: ColumnView<Int32> { columns[0].slotOrigin }
  @inlinable public var slotsPerAgent: ColumnView<Int32> { columns[0].slotsPerAgent }
  @inlinable public var slotEvents: ColumnView<SlotEvents> { columns[0].slotEvents }
  @inlinable public var slotNews: ColumnView<SlotEvents> { columns[0].slotNews }
  @inlinable public var value: ColumnView<Int64> { columns[0].value }
  @inlinable public var reference: ColumnView<Int32> { columns[0].reference }
  public var messageSlot: ColumnView<Int32> { columns[0].messageSlot }
  @inlinable public var slotBase: Int { columns[0].slotBase }

  /// The slot `local` of an agent of `chunk`.
  @inlinable public func slot(ofChunk chunk: Int, agent: Int, local: Int) -> Int {
    Int(slotOrigin[chunk]) &+ (agent &- Int(firstAgent[chunk])) &* Int(slotsPerAgent[chunk]) &+ local
  }

  /// The slots of a chunk's agents.
  @inlinable public func slots(ofChunk chunk: Int) -> Range<Int> { Int(firstSlot[chunk])..<Int(firstSlot[chunk + 1]) }

  public var chunkCount: Int { count.count }

  /// The most orders `chunk` may send.
  @inlinable public func capacity(ofChunk chunk: Int) -> Int { Int(first[chunk + 1]) - Int(first[chunk]) - 1 }

  /// Positions of the orders `chunk` sent this tick.
  @inlinable public func positions(ofChunk chunk: Int) -> Range<Int> {
    let start = Int(first[chunk])
    return start..<start + Int(count[chunk])
  }

  // MARK: - The counting sort of a chunk, in two steps

  /// 1: how many orders the chunk sends to each key, all 0 to begin with. Whoever accepts an order adds 1 in the row of
  /// its key less `firstKey`.
  public func emptyRuns(ofChunk chunk: Int) -> (counts: ColumnView<Int32>, firstKey: Int32) {
    let counts = runCount[runs(ofChunk: chunk)]
    counts.fill(0..<counts.count, with: 0)
    return (counts, firstKey[chunk])
  }

  /// 2: copies the accepted orders into runs. Stable: within a run orders stand as they were written.
  public func sortOrders(ofChunk chunk: Int) {
    let runs = runs(ofChunk: chunk)
    var place = first[chunk]
    for run in runs {
      runEnd[run] = place
      place &+= runCount[run]
    }
    accepted[chunk] = place &- first[chunk]
    let next = runEnd[runs]
    let firstKey = Int(firstKey[chunk])
    let (keys, prices, quantities) = (key, price, quantity)
    let (runPrices, runQuantities, runPositions) = (runPrice, runQuantity, runPosition)
    for position in positions(ofChunk: chunk) where quantities[position] != 0 {
      let run = Int(keys[position]) &- firstKey
      let place = Int(next[run])
      next[run] = Int32(truncatingIfNeeded: place &+ 1)
      runPrices[place] = prices[position]
      runQuantities[place] = quantities[position]
      runPositions[place] = Int32(truncatingIfNeeded: position)
    }
    if special[chunk] != 0 { nameSlots(ofChunk: chunk) }
  }

  /// Writes which slots a chunk's messages name.
  private func nameSlots(ofChunk chunk: Int) {
    let (kinds, agents, slots) = (kind, agent, messageSlot)
    let each = Int(slotsPerAgent[chunk])
    let origin = Int(slotOrigin[chunk]) &- Int(firstAgent[chunk]) &* each
    for position in positions(ofChunk: chunk) {
      let kind = kinds[position]
      let slot = origin &+ Int(agents[position]) &* each &+ kind.slot
      slots[position] = kind.usesSlot ? Int32(truncatingIfNeeded: slot) : -1
    }
  }

  /// Rows of a chunk's runs.
  public func runs(ofChunk chunk: Int) -> Range<Int> { Int(runFirst[chunk])..<Int(runFirst[chunk + 1]) }

  /// Runs of all chunks together.
  public var runCountOfAll: Int { runCount.count }

  /// The row of a chunk's run of `key`: for tables that keep something for each (chunk, key).
  @inlinable public func run(ofChunk chunk: Int, _ key: BoxKey) -> Int {
    Int(runFirst[chunk]) &+ Int(key.raw &- firstKey[chunk])
  }

  /// The chunks that trade `symbol`, in chunk order.
  public func chunks(ofSymbol symbol: Int) -> some Sequence<Int> {
    chunkRows(ofSymbol: symbol).lazy.map { Int(symbolChunk[$0]) }
  }

  /// Positions of the accepted orders in a run, in the order they were written.
  public func forEachPosition(inRun run: Int, _ body: (Int) -> Void) {
    let end = Int(runEnd[run])
    for place in end &- Int(runCount[run])..<end { body(Int(runPosition[place])) }
  }

  /// Takes orders out of a run whose quantity was set to 0 since it was sorted; the others keep their order. Returns how
  /// many.
  public func removeRefused(fromRun run: Int) -> Int {
    let end = Int(runEnd[run])
    var kept = end
    for place in (end &- Int(runCount[run])..<end).reversed() where quantity[Int(runPosition[place])] != 0 {
      kept &-= 1
      (runPrice[kept], runQuantity[kept], runPosition[kept]) = (
        runPrice[place], runQuantity[place], runPosition[place]
      )
    }
    let removed = Int(runCount[run]) &- (end &- kept)
    runCount[run] &-= Int32(truncatingIfNeeded: removed)
    return removed
  }

  /// The chunks that trade `symbol`, as rows to ask ``places(_:_:)`` for, in chunk order.
  func chunkRows(ofSymbol symbol: Int) -> Range<Int> { Int(symbolFirst[symbol])..<Int(symbolFirst[symbol + 1]) }

  /// The places of one chunk's run of a side.
  @inline(__always) func places(_ chunkRow: Int, _ side: Side) -> Range<Int> {
    let run = Int(symbolRun[chunkRow]) &+ Int(side.rawValue)
    let end = Int(runEnd[run])
    return end &- Int(runCount[run])..<end
  }
}

/// What a market asks of the boxes when orders may rest.
extension OrderBoxView {
  /// Writes the positions of all messages for `symbol`: bids, then asks, of each chunk in turn. Returns how many.
  /// - Parameter positions: has room for seven more rows than there are messages.
  func copyPositions(ofSymbol symbol: Int, to positions: ColumnView<Int32>) -> Int {
    let source = runPosition
    var next = 0
    for row in chunkRows(ofSymbol: symbol) {
      for side in [Side.buy, Side.sell] {
        let places = places(row, side)
        // Eight at a time: what is beyond the run is written over by the next one.
        for place in stride(from: places.lowerBound, to: places.upperBound, by: 8) {
          positions.store(source.load(place, as: SIMD8<Int32>.self), next &+ (place &- places.lowerBound))
        }
        next &+= places.count
      }
    }
    return next
  }

  /// Whether anybody sent `symbol` anything but limit orders of this tick.
  func hasSpecials(_ symbol: Int) -> Bool {
    chunkRows(ofSymbol: symbol).contains { special[Int(symbolChunk[$0])] != 0 }
  }

  /// Calls `body` with every message for `symbol` that has not been taken out: bids, then asks, of
  /// each chunk in turn.
  @inline(__always)
  func forEachMessage(ofSymbol symbol: Int, _ body: (_ chunk: Int, _ place: Int, _ side: Side) -> Void) {
    for row in chunkRows(ofSymbol: symbol) {
      let chunk = Int(symbolChunk[row])
      for side in [Side.buy, Side.sell] {
        for place in places(row, side) where runQuantity[place] != 0 { body(chunk, place, side) }
      }
    }
  }

  /// The slot a message names; -1 for one that names none.
  func slotOfMessage(_ chunk: Int, _ place: Int) -> Int {
    special[chunk] == 0 ? -1 : Int(messageSlot[Int(runPosition[place])])
  }
}

/// Where a chunk's agents put their orders: the end of its box.
@frozen public struct OrderWriter {
  @usableFromInline let boxes: OrderBoxView
  @usableFromInline let chunk: Int
  @usableFromInline let agents, keys, prices, quantities: ColumnView<Int32>
  @usableFromInline let kinds: ColumnView<OrderKind>
  @usableFromInline var special: UInt8 = 0  // bits in which a kind differed from a limit order of this tick
  @usableFromInline var next: Int  // position of the next order
  @usableFromInline let end: Int

  /// Opens the box of `chunk`, emptied.
  public init(_ boxes: OrderBoxView, chunk: Int) {
    self.boxes = boxes
    self.chunk = chunk
    (agents, keys, prices, quantities) = (boxes.agent, boxes.key, boxes.price, boxes.quantity)
    kinds = boxes.kind
    next = Int(boxes.first[chunk])
    end = Int(boxes.first[chunk + 1])
  }

  /// Adds an order. Callers send at most what their strategy's schema declares.
  /// - Parameters:
  ///   - agent: account row.
  ///   - key: symbol and side.
  ///   - price: limit in ticks.
  ///   - quantity: shares.
  @inlinable public mutating func append(agent: Int, key: BoxKey, price: Int32, quantity: Int32) {
    append(agent: agent, key: key, price: price, quantity: quantity, if: 1)
  }

  /// Adds an order when `keep` is 1 and nothing when it is 0, without a branch.
  @inlinable public mutating func append(agent: Int, key: BoxKey, price: Int32, quantity: Int32, if keep: Int) {
    agents[next] = Int32(truncatingIfNeeded: agent)
    keys[next] = key.raw
    prices[next] = price
    quantities[next] = quantity
    kinds[next] = .thisTick
    next &+= keep
  }

  /// Adds an order of any kind: one that fills or ends at once, one that rests in a slot of its agent, or a cancel.
  @inlinable public mutating func append(agent: Int, key: BoxKey, price: Int32, quantity: Int32, kind: OrderKind) {
    agents[next] = Int32(truncatingIfNeeded: agent)
    keys[next] = key.raw
    prices[next] = price
    quantities[next] = quantity
    kinds[next] = kind
    special |= kind.rawValue ^ OrderKind.thisTick.rawValue
    next &+= 1
  }

  /// Places an order in the agent's slot `slot`, or replaces the one that rests there.
  ///
  /// An order that only becomes smaller keeps its place in the queue, any other change puts it last.
  @inlinable public mutating func place(slot: Int, agent: Int, key: BoxKey, price: Int32, quantity: Int32) {
    append(agent: agent, key: key, price: price, quantity: quantity, kind: .resting(slot: slot))
  }

  /// Takes the order in the agent's slot `slot` out of the book of `symbol`; nothing happens when there is none.
  @inlinable public mutating func cancel(slot: Int, agent: Int, symbol: Int) {
    let key = BoxKey(symbol: Int32(truncatingIfNeeded: symbol), side: .buy)
    append(agent: agent, key: key, price: 1, quantity: 1, kind: .cancel(slot: slot))
  }

  /// Publishes how many orders were written.
  public func close() {
    precondition(next < end, "a chunk sent more orders than its strategy declares")
    boxes.count[chunk] = Int32(next - Int(boxes.first[chunk]))
    boxes.special[chunk] = Int32(special)
  }
}
