import SimColumns
import SimMarket
import SimRandom
import SimTypes

@testable import SimAgents

/// Agents who may be short, in chunks and symbols as asked for, taken through margin calls, validation, location and
/// settlement. What the market answers is said by hand, so that anything a market may do can be tried.
///
/// Everybody starts with the same cash and shares, at 10 dollars a share; a tick of the price is a cent. Symbols trade
/// in books: every order has a price of its own.
final class LendingBench {
  let accounts: AccountTable
  let symbols: SymbolTable
  let boxes: OrderBoxes
  let resting: RestingOrders
  let lending: ShareLending
  let slotsEach: Int
  let chunks: [Range<Int>]
  var tick: UInt32 = 0
  private let rejectedColumn = Column<Int32>(count: RejectReason.allCases.count, filledWith: 0)
  private var refusedOfTick = [Int](repeating: 0, count: RejectReason.allCases.count)
  private var location: ShareLocation

  struct Message {
    var agent: Int
    var side: Side
    var price: Int32  // ticks
    var quantity: Int32
    var kind: OrderKind

    init(_ agent: Int, _ side: Side, _ price: Int32, _ quantity: Int32, _ kind: OrderKind = .thisTick) {
      (self.agent, self.side, self.price, self.quantity, self.kind) = (agent, side, price, quantity, kind)
    }
    static func cancel(_ agent: Int, slot: Int) -> Self { Self(agent, .buy, 1, 1, .cancel(slot: slot)) }
  }

  /// - Parameters:
  ///   - chunks: account rows of each; symbols take turns within it, in runs of equal length.
  ///   - cash: dollars.
  ///   - callRoom: margin calls of one chunk and tick.
  init(
    chunks: [Range<Int>] = [0..<4], symbolCount: Int = 1, cash: Int64 = 1_000, shares: Int32 = 0, slots: Int = 2,
    pool: Int64 = 1_000, limit: Int64 = .max, feePerTick: Double = 0, isLimited: Bool = true, callRoom: Int = 8,
    ordersMax: Int = 256,
    terms: LendingTerms = LendingTerms(
      initialMargin: 15_000, maintenanceMargin: 13_000, locateRequired: true, feeInterval: 1_000)
  ) {
    let count = chunks.last?.upperBound ?? 0
    self.chunks = chunks
    slotsEach = slots
    accounts = AccountTable(count: count)
    symbols = SymbolTable(
      initialTicks: Array(repeating: 1_000, count: symbolCount), tickSize: .cent,
      mechanisms: Array(repeating: .continuous, count: symbolCount))
    let own = chunks.map {
      OrderBoxes.Chunk(capacity: ordersMax, symbols: 0..<symbolCount, agents: $0, slotsPerAgent: slots)
    }
    let brokers = chunks.enumerated().map { chunk, rows in
      OrderBoxes.Chunk(
        capacity: callRoom * (1 + slots), symbols: 0..<symbolCount, agents: rows, slotsPerAgent: slots,
        sharesSlotsOf: chunk)
    }
    boxes = OrderBoxes(own + brokers, symbolCount: symbolCount, tracksPrices: true)
    resting = RestingOrders(count: count * slots)
    location = ShareLocation(capacity: ordersMax * chunks.count)
    lending = ShareLending(
      (0..<symbolCount).map { _ in
        LendableSymbol(outstanding: max(pool, 1), pool: pool, shortLimit: limit, feePerTick: feePerTick)
      }, terms: terms,
      borrowers: chunks.enumerated().map { chunk, rows in
        .init(chunk: chunk, rows: rows, isLimited: isLimited, brokerBox: chunks.count + chunk)
      }, boxes: boxes.view)
    for rows in chunks {
      for (place, row) in rows.enumerated() {
        accounts.view.symbol[row] = Int32(place * symbolCount / rows.count)
        (accounts.view.cash[row], accounts.view.freeCash[row]) = (cash * 10_000, cash * 10_000)
        (accounts.view.quantity[row], accounts.view.freeShares[row]) = (shares, shares)
        accounts.view.cost[row] = Int64(shares) * 10_0000
      }
    }
    for slot in 0..<count * slots { resting.view.owner[slot] = Int32(slot / slots) }
  }

  func desk(_ chunk: Int = 0) -> LendingDesk {
    guard
      let desk = LendingDesk(lending.view, chunk: chunk, accounts.view, symbols.view, boxes.view, resting.view)
    else { preconditionFailure("every chunk of the bench may be short") }
    return desk
  }

  // MARK: - Before the market

  /// Positions of the messages sent last, in the order given.
  private(set) var positions: [Int] = []
  private(set) var messages: [Message] = []

  /// Margin calls, then the messages through both steps of validation. Returns which were accepted. Agents of one chunk
  /// stand together, in row order.
  @discardableResult func send(_ messages: [Message], calls: Bool = false) -> [Bool] {
    self.messages = messages
    positions = []
    refusedOfTick = refusedOfTick.map { _ in 0 }
    for (chunk, rows) in chunks.enumerated() {
      var writer = OrderWriter(boxes.view, chunk: chunk)
      for message in messages where rows.contains(message.agent) {
        let key = BoxKey(symbol: accounts.view.symbol[message.agent], side: message.side)
        writer.append(
          agent: message.agent, key: key, price: message.price, quantity: message.quantity, kind: message.kind)
      }
      writer.close()
      positions += boxes.view.positions(ofChunk: chunk)
      let desk = desk(chunk)
      if calls { desk.callMargins(rows, tick: tick) } else { empty(desk.brokerBox) }
      if boxes.view.special[chunk] == 0 {
        OrderValidation.run(
          chunk: chunk, boxes.view, accounts.view, tickSize: .cent, rejected: rejectedColumn.view, desk: desk)
      } else {
        OrderValidation.runWithSlots(
          chunk: chunk, boxes.view, accounts.view, symbols.view, resting.view, rejected: rejectedColumn.view,
          desk: desk)
      }
      for reason in refusedOfTick.indices { refusedOfTick[reason] += Int(rejectedColumn.view[reason]) }
      boxes.view.sortOrders(ofChunk: chunk)
    }
    let priority = StreamKey(seed: 7, purpose: .locatePriority)
    for symbol in 0..<symbols.view.count {
      location.run(symbol, lending.view, boxes.view, accounts.view, priority: priority, tick: tick)
    }
    for chunk in chunks.indices {
      refusedOfTick[RejectReason.noBorrow.rawValue] += lending.view.denied(ofChunk: chunk, boxes.view)
    }
    return positions.map { boxes.view.quantity[$0] != 0 }
  }

  private func empty(_ box: Int) {
    OrderWriter(boxes.view, chunk: box).close()
    _ = boxes.view.emptyRuns(ofChunk: box)
    boxes.view.sortOrders(ofChunk: box)
  }

  /// Of the messages sent last.
  func refused(_ reason: RejectReason) -> Int { refusedOfTick[reason.rawValue] }

  // MARK: - What the market answers

  /// Settles the tick. Cancels and replacements come first, as in every market; then what waited and each accepted order is filled as
  /// `answer` says, and what is left of one with a slot rests.
  /// - Parameters:
  ///   - answer: shares and price in ticks, for a message's index; nil: nothing.
  ///   - waiting: shares filled of the order that rests in a slot, at its own price.
  func settle(_ answer: (Int) -> (filled: Int32, price: Int32)?, waiting: (Int) -> Int32 = { _ in 0 }) {
    let (boxes, book) = (boxes.view, resting.view)
    // Positions of the broker's messages come behind; it fills what it can at the last price.
    for (chunk, rows) in chunks.enumerated() {
      for position in boxes.positions(ofChunk: chunk) where boxes.quantity[position] != 0 { clear(position, chunk) }
      for position in boxes.positions(ofChunk: chunks.count + chunk) { clear(position, chunk) }
      for agent in rows {
        for local in 0..<slotsEach {
          let slot = boxes.slot(ofChunk: chunk, agent: agent, local: local)
          let filled = min(waiting(slot), book.quantity[slot])
          guard filled > 0 else { continue }
          boxes.filled[boxes.slotBase + slot] += filled
          book.quantity[slot] -= filled
          boxes.slotEvents[slot].insert(.filled)
        }
      }
    }
    for (index, position) in positions.enumerated() where boxes.quantity[position] != 0 {
      let kind = boxes.kind[position]
      guard !kind.isCancel else { continue }
      let (filled, price) = answer(index) ?? (0, 1)
      boxes.filled[position] = filled
      boxes.value[position] = Int64(filled) * Int64(price)
      let left = boxes.quantity[position] - filled
      guard kind.rests, left > 0 else { continue }
      let chunk = chunks.firstIndex { $0.contains(Int(boxes.agent[position])) } ?? 0
      let slot = boxes.slot(ofChunk: chunk, agent: Int(boxes.agent[position]), local: kind.slot)
      (book.quantity[slot], book.price[slot]) = (left, boxes.price[position])
      boxes.slotEvents[slot].remove(.sells)
      boxes.slotEvents[slot].formUnion(messages[index].side == .sell ? [.rested, .sells] : .rested)
    }
    finish()
  }

  /// Takes out what a cancel or a replacement names.
  private func clear(_ position: Int, _ chunk: Int) {
    let kind = boxes.view.kind[position]
    boxes.view.filled[position] = 0
    guard kind.usesSlot else { return }
    let slot = boxes.view.slot(ofChunk: chunk, agent: Int(boxes.view.agent[position]), local: kind.slot)
    guard resting.view.quantity[slot] > 0 else { return }
    resting.view.quantity[slot] = 0
    boxes.view.slotEvents[slot].insert(.cancelled)
  }

  /// What a broker's orders are filled with in the next settlement, at the last price: agent → shares.
  var bought: [Int: Int32] = [:]

  private func finish() {
    let tape = Tape(capacities: Array(repeating: 0, count: symbols.view.count))
    for symbol in 0..<symbols.view.count { lending.view.accrueFee(symbol, price: symbols.view.lastPrice(symbol)) }
    var cost = ExecutionCost()
    for (chunk, rows) in chunks.enumerated() {
      let desk = desk(chunk)
      func settle(_ box: Int) {
        _ = FillApplication.runWithSlots(
          chunk: box, boxes.view, accounts.view, symbols.view, tape.view, resting.view, desk: desk, cost: &cost)
      }
      settle(chunk)
      for position in boxes.view.positions(ofChunk: desk.brokerBox) where !boxes.view.kind[position].isCancel {
        let agent = Int(boxes.view.agent[position])
        boxes.view.filled[position] = min(bought[agent] ?? 0, boxes.view.quantity[position])
        boxes.view.value[position] =
          Int64(boxes.view.filled[position]) * Int64(symbols.view.last[Int(accounts.view.symbol[agent])])
      }
      settle(desk.brokerBox)
      desk.collectFees(rows, tick: tick)
    }
    tick += 1
  }

  /// A whole tick in which every accepted order is filled at its limit.
  func fill(_ messages: [Message]) {
    send(messages)
    settle { (messages[$0].quantity, messages[$0].price) }
  }

  // MARK: - Questions

  func lent(_ symbol: Int = 0) -> Int64 { lending.view.lent(symbol, boxes.view) }
  func cash(_ agent: Int) -> Double { Double(accounts.view.cash[agent]) / 10_000 }
  func freeCash(_ agent: Int) -> Double { Double(accounts.view.freeCash[agent]) / 10_000 }
  func owned(_ agent: Int) -> Int32 { accounts.view.quantity[agent] }
  func left(_ agent: Int, slot: Int) -> Int32 { resting.view.quantity[agent * slotsEach + slot] }

  /// Σ max(0, -free shares) over those who trade `symbol`: what the ledger has to say.
  func borrowed(_ symbol: Int = 0) -> Int64 {
    (0..<accounts.view.count).reduce(0) {
      Int(accounts.view.symbol[$1]) == symbol ? $0 + max(0, -Int64(accounts.view.freeShares[$1])) : $0
    }
  }

  /// What an account has to hold by the definition, from its own numbers and its resting orders, in 128 bits.
  func required(_ agent: Int) -> Int64 {
    let (view, terms) = (accounts.view, lending.view.terms)
    var (buys, offered, highest) = (Int128(0), Int128(0), Int128(0))
    for slot in agent * slotsEach..<(agent + 1) * slotsEach where resting.view.quantity[slot] > 0 {
      let (price, left) = (Int128(resting.view.price[slot]) * 100, Int128(resting.view.quantity[slot]))
      if boxes.view.slotEvents[slot].contains(.sells) {
        offered += left
        highest = max(highest, price)
      } else {
        buys += price * left
      }
    }
    func part(_ parts: Int64, _ amount: Int128) -> Int128 { (Int128(parts) * amount + 9_999) / 10_000 }
    let owned = Int128(view.quantity[agent])
    let pending = max(0, offered - owned) - max(0, -owned)
    let lock = owned < 0 ? part(terms.initialMargin, -Int128(view.cost[agent])) : 0
    return Int64(buys + lock + part(terms.initialMargin - 10_000, pending * highest))
  }
}
