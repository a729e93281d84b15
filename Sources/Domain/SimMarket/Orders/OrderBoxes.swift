import SimColumns
import SimTypes

/// This tick's orders, twice: as the agents' chunks wrote them, and sorted by symbol and side for the markets.
///
///     chunk boxes   | chunk 0: o o o . . | chunk 1: o o . . . |        rows in agent order, gaps at the end of each box
///                          \  counting sort by key, stable  /
///     market boxes  | AAA buys | AAA sells | BBB buys | …              what an auction walks
///
/// A chunk's box has room for the most its agents may send, so nothing is allocated and no chunk can disturb another.
/// `position`, an order's place in the chunk boxes, is its name for the tick: outcomes are written back under it.
public struct OrderBoxes: ~Copyable, Sendable {
  /// Price of a market order to buy: above every limit.
  public static let marketBuy = Int32.max
  /// Price of a market order to sell: below every limit.
  public static let marketSell = Int32.min

  public let view: OrderBoxView
  private let agents, keys, prices, quantities, fills: Column<Int32>
  private let firsts, counts: Column<Int32>
  private let perKey, cursors, keyStarts: Column<Int32>
  private let sortedPrices, sortedQuantities, sortedPositions: Column<Int32>

  /// - Parameters:
  ///   - capacities: the most orders each chunk may send in one tick.
  ///   - symbolCount: symbols, so twice as many keys.
  public init(capacities: [Int], symbolCount: Int, placement: MemoryPlacement = .anywhere) {
    // One spare row a box: the writer stores first and decides afterwards whether to keep it.
    let capacities = capacities.map { $0 + 1 }
    let capacity = capacities.reduce(0, +)
    precondition(capacity < Int(Int32.max), "positions are 32-bit")
    let keyCount = 2 * symbolCount
    func rows() -> Column<Int32> { Column(count: capacity, filledWith: 0, placement: placement) }
    agents = rows()
    keys = rows()
    prices = rows()
    quantities = rows()
    fills = rows()
    sortedPrices = rows()
    sortedQuantities = rows()
    sortedPositions = rows()
    var next: Int32 = 0
    firsts = Column(capacities.map { size in defer { next += Int32(size) }; return next })
    counts = Column(count: capacities.count, filledWith: 0)
    perKey = Column(count: capacities.count * keyCount, filledWith: 0)
    cursors = Column(count: capacities.count * keyCount, filledWith: 0)
    keyStarts = Column(count: keyCount + 1, filledWith: 0)
    view = OrderBoxView(
      keyCount: keyCount, agent: agents.view, key: keys.view, price: prices.view, quantity: quantities.view,
      filled: fills.view, first: firsts.view, count: counts.view, perKey: perKey.view, cursor: cursors.view,
      keyStart: keyStarts.view, sortedPrice: sortedPrices.view, sortedQuantity: sortedQuantities.view,
      sortedPosition: sortedPositions.view)
  }
}

/// The columns of ``OrderBoxes``, borrowed.
@frozen public struct OrderBoxView: Sendable {
  public let keyCount: Int
  // Row = position.
  public let agent: ColumnView<Int32>  // account row
  public let key: ColumnView<Int32>  // BoxKey.raw
  public let price: ColumnView<Int32>  // limit in ticks, or OrderBoxes.marketBuy / marketSell
  public let quantity: ColumnView<Int32>  // shares; 0 once validation has refused the order
  public let filled: ColumnView<Int32>  // shares the market filled; meaningful for accepted orders only
  // Row = chunk.
  public let first: ColumnView<Int32>  // position of the chunk's first order
  public let count: ColumnView<Int32>  // orders the chunk sent this tick
  // Row = chunk · keyCount + key.
  @usableFromInline let perKey: ColumnView<Int32>  // accepted orders
  @usableFromInline let cursor: ColumnView<Int32>  // where the chunk's next order of that key goes in the market boxes
  // Row = key; one more row holds the end.
  public let keyStart: ColumnView<Int32>
  // Row = place in the market boxes.
  public let sortedPrice, sortedQuantity, sortedPosition: ColumnView<Int32>

  public var chunkCount: Int { first.count }

  /// Positions of the orders `chunk` sent this tick.
  @inlinable public func positions(ofChunk chunk: Int) -> Range<Int> {
    let start = Int(first[chunk])
    return start..<start + Int(count[chunk])
  }

  /// Places of the orders for a key in the market boxes, in arrival order.
  @inlinable public func places(_ key: BoxKey) -> Range<Int> {
    Int(keyStart[Int(key.raw)])..<Int(keyStart[Int(key.raw) + 1])
  }

  /// Orders that went to the markets this tick.
  public var acceptedCount: Int { Int(keyStart[keyCount]) }

  // MARK: - The counting sort, in three steps

  /// 1, per chunk: how many orders the chunk sends to each key, all 0 to begin with. Whoever accepts an order adds 1.
  public func emptyKeyCounts(ofChunk chunk: Int) -> ColumnView<Int32> {
    let counts = perKey[chunk * keyCount..<(chunk + 1) * keyCount]
    counts.fill(0..<keyCount, with: 0)
    return counts
  }

  /// 2, once: turns counts into places. Keys in order, within a key chunks in order, so the sort is stable.
  public func assignPlaces() {
    for key in 0..<keyCount { keyStart[key + 1] = 0 }
    for chunk in 0..<chunkCount {
      let base = chunk * keyCount
      for key in 0..<keyCount { keyStart[key + 1] &+= perKey[base + key] }
    }
    for key in 0..<keyCount { keyStart[key + 1] &+= keyStart[key] }
    for chunk in 0..<chunkCount {
      let base = chunk * keyCount
      for key in 0..<keyCount {
        cursor[base + key] = chunk == 0 ? keyStart[key] : cursor[base - keyCount + key] &+ perKey[base - keyCount + key]
      }
    }
  }

  /// 3, per chunk: copies its accepted orders to their places.
  public func sortOrders(ofChunk chunk: Int) {
    let places = cursor[chunk * keyCount..<(chunk + 1) * keyCount]
    let (keys, prices, quantities) = (key, price, quantity)
    let (sortedPrices, sortedQuantities, sortedPositions) = (sortedPrice, sortedQuantity, sortedPosition)
    for position in positions(ofChunk: chunk) where quantities[position] != 0 {
      let key = Int(keys[position])
      let place = Int(places[key])
      places[key] = Int32(truncatingIfNeeded: place &+ 1)
      sortedPrices[place] = prices[position]
      sortedQuantities[place] = quantities[position]
      sortedPositions[place] = Int32(truncatingIfNeeded: position)
    }
  }
}

/// Where a chunk's agents put their orders: the end of its box.
@frozen public struct OrderWriter {
  @usableFromInline let boxes: OrderBoxView
  @usableFromInline let chunk: Int
  @usableFromInline let agents, keys, prices, quantities: ColumnView<Int32>
  @usableFromInline var next: Int  // position of the next order
  @usableFromInline let end: Int

  /// Opens the box of `chunk`, emptied.
  public init(_ boxes: OrderBoxView, chunk: Int) {
    self.boxes = boxes
    self.chunk = chunk
    (agents, keys, prices, quantities) = (boxes.agent, boxes.key, boxes.price, boxes.quantity)
    next = Int(boxes.first[chunk])
    end = chunk + 1 < boxes.chunkCount ? Int(boxes.first[chunk + 1]) : boxes.agent.count
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
    next &+= keep
  }

  /// Publishes how many orders were written.
  public func close() {
    precondition(next < end, "a chunk sent more orders than its strategy declares")
    boxes.count[chunk] = Int32(next - Int(boxes.first[chunk]))
  }
}
