import SimColumns
import SimMarket
import SimRandom
import SimTypes

/// A stream of requests to order books: what share of them adds, cancels, replaces, trades, and how far from each other
/// the prices lie.
struct OrderBookFlow {
  var name: String
  // Percent of the requests.
  var adds, cancels, aggressive: Int
  var replaces = 0
  /// Aggressive orders that are market, immediate-or-cancel or fill-or-kill, a third each; percent.
  var immediate = 50
  /// Largest size of an aggressive order in shares. Others have 1 to 100.
  var aggressiveMax: Int
  /// Passive prices lie up to so many ticks from the middle, more of them near it.
  var width: Int
  /// Orders that rest in a book when a round starts.
  var resting: Int
  var symbols = 1
  /// All orders are limit orders on either side, their prices even over `width` ticks, each of another owner, and a
  /// round starts with an empty book.
  var isUniform = false
  /// Each symbol's requests of a round stand together and its slots are neighbours, as an engine has them that sorts
  /// agents and a tick's orders by symbol. Otherwise symbols come as they are drawn, and their slots lie anywhere.
  var isBySymbol = false

  static let middle: Int32 = 1_000_000  // ticks
  static let owners = 1_000

  /// What is asked of a book. Smaller than half a cache line.
  struct Request {
    enum Kind: UInt8 { case add, aggressive, cancel, replace }

    var kind: Kind
    var symbol: Int32
    var slot: Int32  // where the order rests or may rest
    var order: IncomingOrder
  }
}

/// Draws the requests of a flow, new ones in every round.
///
/// So that cancels name orders that rest, it plays every request to books of its own as it draws: which orders live is
/// known, and nothing of that is on the clock.
final class OrderBookRequests {
  let flow: OrderBookFlow
  /// Brings the books to where the round starts: tops up what the last one used up. Off the clock.
  private(set) var opening: [OrderBookFlow.Request] = []
  private(set) var requests: [OrderBookFlow.Request] = []
  let slots, bookCapacity: Int

  private typealias Request = OrderBookFlow.Request
  private let count: Int
  private let seed: UInt64
  private var round = -1
  private var generator = SplitMix64(state: 0)
  private var books: OrderBooks
  private var free: [[Int32]]  // slots; a row per symbol where they have slots of their own, else one
  private var live: [[Int32]]
  private var placeInLive: [Int32]  // row = slot
  private var ownersSoFar: Int32 = 0

  init(_ flow: OrderBookFlow, count: Int, seed: UInt64) {
    (self.flow, self.count, self.seed) = (flow, count, seed)
    bookCapacity = flow.isUniform ? count : 2 * flow.resting + max(64, count / flow.symbols)
    slots =
      flow.isUniform ? count : flow.isBySymbol ? flow.symbols * bookCapacity : flow.symbols * flow.resting + count
    books = OrderBooks(symbols: flow.symbols, slots: slots, capacity: bookCapacity)
    free = []
    let pools = flow.isBySymbol ? flow.symbols : 1
    for pool in 0..<pools {
      free.append((Int32(pool * slots / pools)..<Int32((pool + 1) * slots / pools)).shuffled(using: &generator))
    }
    live = Array(repeating: [], count: flow.symbols)
    placeInLive = Array(repeating: 0, count: slots)
  }

  /// Draws a round unless it is the one drawn last.
  func draw(_ round: Int) {
    guard round != self.round else { return }
    self.round = round
    generator = SplitMix64(state: SplitMix64.mix(seed &+ UInt64(round) &* SplitMix64.step))
    opening.removeAll(keepingCapacity: true)
    requests.removeAll(keepingCapacity: true)
    for symbol in 0..<Int32(flow.symbols) {
      let target = flow.isUniform ? 0 : flow.resting
      while live[Int(symbol)].count > target { opening.append(cancel(symbol)) }
      while live[Int(symbol)].count < target { opening.append(add(symbol)) }
    }
    for _ in 0..<count { requests.append(next()) }
    if flow.isBySymbol { sortBySymbol() }
  }

  /// Stable: a book sees the same requests in the same order as before.
  private func sortBySymbol() {
    var shares = [[Request]](repeating: [], count: flow.symbols)
    for request in requests { shares[Int(request.symbol)].append(request) }
    requests = shares.flatMap { $0 }
  }

  private func pool(_ symbol: Int32) -> Int { flow.isBySymbol ? Int(symbol) : 0 }

  private func next() -> Request {
    let symbol = Int32(below(flow.symbols))
    if flow.isUniform { return add(symbol) }
    let living = live[Int(symbol)].count
    // A book that ran empty or full in mid-round is no part of any flow with its target in between.
    if living < 2 { return add(symbol) }
    if free[pool(symbol)].isEmpty || living >= bookCapacity - 1 { return cancel(symbol) }
    let die = below(flow.adds + flow.cancels + flow.replaces + flow.aggressive)
    if die < flow.adds { return add(symbol) }
    if die < flow.adds + flow.cancels { return cancel(symbol) }
    if die < flow.adds + flow.cancels + flow.replaces { return replace(symbol) }
    return aggressive(symbol)
  }

  private func add(_ symbol: Int32) -> Request {
    let side = below(2) == 0 ? Side.buy : .sell
    let price = flow.isUniform ? OrderBookFlow.middle + Int32(below(flow.width)) : passivePrice(side)
    return submit(
      .add, symbol,
      IncomingOrder(
        side: side, price: price, quantity: 1 + Int32(below(100)), owner: owner(), lifetime: .goodTillCancelled))
  }

  private func aggressive(_ symbol: Int32) -> Request {
    let side = below(2) == 0 ? Side.buy : .sell
    let touch = books.touch(Int(symbol), against: side) ?? OrderBookFlow.middle
    let slack = Int32(below(4))
    var order = IncomingOrder(
      side: side, price: side == .buy ? touch + slack : touch - slack,
      quantity: 1 + Int32(below(flow.aggressiveMax)), owner: owner(), lifetime: .goodTillCancelled)
    if below(100) < flow.immediate {
      switch below(3) {
      case 0: order.price = side == .buy ? OrderBoxes.marketBuy : OrderBoxes.marketSell
      case 1: order.lifetime = .immediateOrCancel
      default: order.lifetime = .fillOrKill
      }
    }
    return submit(.aggressive, symbol, order)
  }

  private func submit(_ kind: Request.Kind, _ symbol: Int32, _ order: IncomingOrder) -> Request {
    guard let slot = free[pool(symbol)].popLast() else { preconditionFailure("a flow has slots for its orders") }
    let request = Request(kind: kind, symbol: symbol, slot: slot, order: order)
    books.apply(request)
    if books.rests(slot) { enlist(slot, symbol) } else { free[pool(symbol)].append(slot) }
    dropFilled(symbol)
    return request
  }

  private func cancel(_ symbol: Int32) -> Request {
    let slot = live[Int(symbol)][below(live[Int(symbol)].count)]
    let request = Request(kind: .cancel, symbol: symbol, slot: slot, order: books.order(slot))
    books.apply(request)
    strike(slot, symbol)
    return request
  }

  /// A third keep their price and shrink, the others move.
  private func replace(_ symbol: Int32) -> Request {
    let slot = live[Int(symbol)][below(live[Int(symbol)].count)]
    var order = books.order(slot)
    order.side = order.price <= OrderBookFlow.middle ? .buy : .sell
    if below(3) == 0 {
      order.quantity = max(1, order.quantity / 2)
    } else {
      order.price = passivePrice(order.side)
      order.quantity = 1 + Int32(below(100))
    }
    let request = Request(kind: .replace, symbol: symbol, slot: slot, order: order)
    books.apply(request)
    dropFilled(symbol)
    if !books.rests(slot) { strike(slot, symbol) }
    return request
  }

  private func enlist(_ slot: Int32, _ symbol: Int32) {
    placeInLive[Int(slot)] = Int32(live[Int(symbol)].count)
    live[Int(symbol)].append(slot)
  }

  private func strike(_ slot: Int32, _ symbol: Int32) {
    let place = Int(placeInLive[Int(slot)])
    guard let last = live[Int(symbol)].popLast() else { return }
    if last != slot {
      live[Int(symbol)][place] = last
      placeInLive[Int(last)] = Int32(place)
    }
    free[pool(symbol)].append(slot)
  }

  private func dropFilled(_ symbol: Int32) {
    for slot in books.endedSlots(Int(symbol)) { strike(slot, symbol) }
  }

  /// The product of two even numbers: most are small.
  private func passivePrice(_ side: Side) -> Int32 {
    let distance = Int32(below(1 << 16) * below(1 << 16) * flow.width >> 32)
    return side == .buy ? OrderBookFlow.middle - distance : OrderBookFlow.middle + 1 + distance
  }

  private func owner() -> Int32 {
    if !flow.isUniform { return Int32(below(OrderBookFlow.owners)) }
    ownersSoFar &+= 1
    return ownersSoFar
  }

  private func below(_ n: Int) -> Int {
    Int(UInt32(truncatingIfNeeded: generator.next() >> 32).multipliedFullWidth(by: UInt32(n)).high)
  }
}
