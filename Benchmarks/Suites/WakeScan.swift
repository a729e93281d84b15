import SimAgents
import SimColumns
import SimRandom
import SimTypes

/// Who of 100,000 reactive agents wakes in a tick: the index beside a loop over the same columns, on one symbol and on
/// 50. Each agent waits for a price below and one above.
///
/// *Quiet*: prices move, but not so far that anything could fire. *Everything read*: every block of rows has to be
/// looked into, for its prices and for its times, and nothing fires. *1,000 fire*: prices move over about so many
/// conditions, and the agents that wake state new ones, which is part of the time.
extension BenchmarkSuite {
  static let wakeScan = BenchmarkSuite("WakeScan", "waking reactive agents: all quiet, all read, 1,000 of them woken") {
    bench in
    let rows = bench.choose(full: 100_000, toy: 1_000)
    for symbols in [1, 50] {
      for scene in WakeScene.allCases {
        let market = { WakeMarket(scene, symbols: symbols, seed: bench.options.seed) }
        let loop = WakeLoop(market(), rows: rows, seed: bench.options.seed)
        let index = WakeIndexUnderTest(market(), rows: rows, seed: bench.options.seed)
        try bench.measure(
          Workload(
            size: rows, unit: "rows", setting: "\(scene.rawValue), \(symbols == 1 ? "1 symbol" : "\(symbols) symbols")",
            items: rows),
          [
            Variant("loop", prepare: { loop.prepare($0) }, run: { _ in loop.run() }, answer: { _ in loop.answer }),
            Variant("index", prepare: { index.prepare($0) }, run: { _ in index.run() }, answer: { _ in index.answer }),
          ])
        bench.note(index.averages)
      }
    }
  }
}

private enum WakeScene: String, CaseIterable {
  case quiet = "quiet"
  case read = "everything read"
  case firing = "1,000 fire"
}

/// Prices, and where conditions stand.
private final class WakeMarket {
  let scene: WakeScene
  let last, before: ColumnOwner<Int32>
  private(set) var tick: UInt32 = 0
  private let key: StreamKey
  static let middle: Int32 = 100_000

  init(_ scene: WakeScene, symbols: Int, seed: UInt64) {
    self.scene = scene
    key = StreamKey(seed: seed, purpose: .marketMaker)
    last = ColumnOwner(count: symbols, filledWith: Self.middle)
    before = ColumnOwner(count: symbols, filledWith: Self.middle)
  }

  /// The prices of the next tick.
  func move() {
    advance { symbol, noise in
      switch scene {
      case .quiet, .read: Self.middle + noise % 400 - 200
      // Far enough one way and the other that nobody's conditions are out of reach for good.
      case .firing: last.view[symbol] + (tick / 500 % 2 == 0 ? 1 : -1) * (5 + noise % 11)
      }
    }
  }

  private func advance(_ price: (_ symbol: Int, _ noise: Int32) -> Int32) {
    tick += 1
    for symbol in 0..<last.view.count {
      before.view[symbol] = last.view[symbol]
      last.view[symbol] = price(symbol, Int32(key.words(row: UInt32(symbol), tick: tick)[0] >> 8))
    }
  }

  /// How far from the price the conditions are, ticks.
  var distances: ClosedRange<Int32> { scene == .firing ? 1...2_000 : 500...3_000 }
}

/// Agents, and what they state when they wake.
private class WakeCrowd {
  let market: WakeMarket
  let plan: PopulationPlan
  private let distances: ColumnOwner<Int32>
  private let key: StreamKey

  init(_ market: WakeMarket, rows: Int, seed: UInt64) {
    self.market = market
    key = StreamKey(seed: seed, purpose: .spawn)
    plan = PopulationPlan(
      name: "crowd",
      schema: StrategySchema(name: "crowd", tier: 2, summary: "waits", parameters: [], ordersPerTickMax: 1),
      index: 0, firstRow: 0, count: rows, symbols: Array(0..<market.last.view.count), cash: .constant(0),
      shares: .constant(0), parameters: [])
    distances = ColumnOwner(count: 2 * rows)
    drawDistances(round: 0, count: rows)
  }

  /// For a round's first `count` statements; off the clock.
  func drawDistances(round: Int, count: Int) {
    let (range, view) = (market.distances, distances.view)
    for place in 0..<2 * min(count, plan.rows.count) {
      let word = key.words(row: UInt32(place), tick: UInt32(round))[0]
      view[place] = range.lowerBound + Int32(word % UInt32(range.count))
    }
  }

  /// How far from the price the round's statement number `number` is, below and above.
  @inline(__always) func distance(_ number: Int) -> (below: Int32, above: Int32) {
    (distances.view[2 &* number], distances.view[2 &* number &+ 1])
  }
}

/// The loop one would otherwise write: every row's conditions, against the price of its symbol.
private final class WakeLoop: WakeCrowd {
  private let below, above: ColumnOwner<Int32>  // price ticks
  private let due: ColumnOwner<UInt32>
  private let stands: ColumnOwner<UInt8>
  private let woken: ColumnOwner<Int32>
  private let reasons: ColumnOwner<UInt8>
  private var count = 0

  override init(_ market: WakeMarket, rows: Int, seed: UInt64) {
    (below, above) = (ColumnOwner(count: rows), ColumnOwner(count: rows))
    due = ColumnOwner(count: rows, filledWith: .max)
    stands = ColumnOwner(count: rows, filledWith: market.scene == .firing ? 0 : 1)
    (woken, reasons) = (ColumnOwner(count: rows), ColumnOwner(count: rows))
    super.init(market, rows: rows, seed: seed)
    for row in 0..<rows {
      let distance = distance(row)
      below.view[row] = WakeMarket.middle - distance.below
      above.view[row] = WakeMarket.middle + distance.above
    }
  }

  func prepare(_ round: Int) {
    market.move()
    if market.scene == .firing { drawDistances(round: round + 1, count: 4_000) }
  }

  func run() {
    let (below, above, due, stands) = (below.view, above.view, due.view, stands.view)
    let (woken, reasons, tick) = (woken.view, reasons.view, market.tick)
    count = 0
    for segment in plan.segments {
      let (now, before) = (market.last.view[segment.symbol], market.before.view[segment.symbol])
      let first = count
      for row in segment.rows {
        var why: UInt8 = 0
        if before > below[row] && now <= below[row] { why |= WakeReasons.below.rawValue }
        if before < above[row] && now >= above[row] { why |= WakeReasons.above.rawValue }
        if due[row] <= tick { why |= WakeReasons.due.rawValue }
        if why != 0 {
          woken[count] = Int32(truncatingIfNeeded: row)
          reasons[count] = why
          count &+= 1
        }
      }
      for place in first..<count {
        let row = Int(woken[place])
        let distance = distance(place)
        if stands[row] == 0 {
          below[row] = now &- distance.below
          above[row] = now &+ distance.above
        }
      }
    }
  }

  var answer: UInt64 {
    var hash = StateHasher()
    for place in 0..<count {
      hash.combine(Int64(woken.view[place]))
      hash.combine(Int64(reasons.view[place]))
    }
    return hash.value
  }
}

private final class WakeIndexUnderTest: WakeCrowd {
  private let index: WakeIndex
  private let news: ColumnOwner<UInt8>
  private let segments: [[PopulationPlan.Segment]]  // of each chunk
  private var tally = WakeIndexView.Tally()
  private var sum = WakeIndexView.Tally()
  private var rounds = 0

  override init(_ market: WakeMarket, rows: Int, seed: UInt64) {
    news = ColumnOwner(count: market.last.view.count)
    let plan = WakeCrowd(market, rows: rows, seed: seed).plan
    index = WakeIndex(plan, last: market.last.view)
    segments = ChunkGrid(runLengths: [rows]).chunks.map { plan.segments(in: $0.rows) }
    super.init(market, rows: rows, seed: seed)
    for chunk in 0..<index.view.chunkCount {
      var writer = WakeWriter(index.view, chunk: chunk)
      for segment in segments[chunk] {
        for row in segment.rows {
          writer.set(row, conditions(distance(row), WakeMarket.middle, stands: market.scene != .firing))
        }
      }
    }
  }

  private func conditions(
    _ distance: (below: Int32, above: Int32), _ price: Int32, stands: Bool = false
  ) -> WakeConditions {
    var conditions = WakeConditions()
    conditions.whenBelow(price - distance.below, stands: stands)
    conditions.whenAbove(price + distance.above, stands: stands)
    return conditions
  }

  func prepare(_ round: Int) {
    if market.scene == .read { changeMinds() }
    market.move()
    if market.scene == .firing { drawDistances(round: round + 1, count: 4_000) }
    _ = index.view.census()  // Its columns are as near as the second-level cache has room for them.
  }

  /// Somebody in every block asks to be woken at once, and then not: now the block has to be read.
  private func changeMinds() {
    for chunk in 0..<index.view.chunkCount {
      var writer = WakeWriter(index.view, chunk: chunk)
      for segment in segments[chunk] {
        let price = market.last.view[segment.symbol]
        for row in stride(from: segment.rows.lowerBound, to: segment.rows.upperBound, by: 64) {
          let own = index.view.conditions(row)
          var other = own
          other.whenBelow(price - 1)
          other.whenAbove(price + 1)
          other.at(market.tick + 1)
          writer.set(row, other)
          writer.set(row, own)
        }
      }
    }
  }

  func run() {
    tally = WakeIndexView.Tally()
    let view = index.view
    for chunk in 0..<view.chunkCount {
      let result = view.scan(chunk, tick: market.tick, last: market.last.view, news: news.view)
      if market.scene == .firing { restate(chunk, tally.woken) }
      tally.woken += result.woken
      tally.blocksRead += result.blocksRead
    }
    sum.woken += tally.woken
    sum.blocksRead += tally.blocksRead
    rounds += 1
  }

  /// - Parameter first: how many have woken in the chunks before.
  private func restate(_ chunk: Int, _ first: Int) {
    let woken = index.view.woken(chunk)
    var writer = WakeWriter(index.view, chunk: chunk)
    var place = 0
    let last = market.last.view
    for segment in segments[chunk] {
      let now = last[segment.symbol]
      while place < woken.count, Int(woken.rows[place]) < segment.rows.upperBound {
        writer.set(Int(woken.rows[place]), conditions(distance(first + place), now))
        place += 1
      }
    }
  }

  var answer: UInt64 {
    var hash = StateHasher()
    for chunk in 0..<index.view.chunkCount {
      let woken = index.view.woken(chunk)
      for place in 0..<woken.count {
        hash.combine(Int64(woken.rows[place]))
        hash.combine(Int64(woken.reasons[place].rawValue))
      }
    }
    return hash.value
  }

  var averages: String {
    let blocks = plan.segments.map { ($0.rows.count + 63) / 64 }.reduce(0, +)
    return "\(sum.woken / rounds) woken, \(sum.blocksRead / rounds) of some \(blocks) blocks of 64 rows read on average"
  }
}
