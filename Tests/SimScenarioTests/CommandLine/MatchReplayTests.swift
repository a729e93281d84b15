import Foundation
import SimMarket
import SimTestSupport
import SimTypes
import Testing

/// `qtg match` against matchers written to be read, on random files: every trade, every rejected row, in order.
@Suite(.timeLimit(.minutes(5)))
struct MatchReplayTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  /// A row of an order file, as text and as what it means.
  private struct Row {
    var time: Int
    var id: Int
    var agent: Int32
    var symbol: Int
    var side = Side.buy
    var type = "limit"
    var price: Int32 = 0  // ticks; a market order's is the side's extreme
    var quantity: Int32 = 0
    var lifetime = TimeInForce.goodTillCancelled

    var text: String {
      let isOrder = type == "limit" || type == "market"
      let cents = type == "limit" || type == "replace" ? dollars(price) : ""
      let shares = type == "cancel" ? "" : "\(quantity)"
      return "\(time),\(id),\(agent),S\(symbol),\(isOrder ? "\(side)" : ""),\(type),\(cents),\(shares),\(lifetime.name)"
    }
  }

  /// Prices few enough for ties at every level, cancels and replacements of anybody's orders, live or not.
  private func randomRows(
    _ count: Int, seed: UInt64, agents: ClosedRange<Int32>?, rowsPerTime: Int, replacements: Bool
  ) -> [Row] {
    var random = TestGenerator(seed: seed)
    var orders: [Row] = []
    return (1...count).map { number in
      let time = (number - 1) / rowsPerTime
      let kind = Int.random(in: 0..<100, using: &random)
      if kind < 25, var row = orders.suffix(200).randomElement(using: &random) {
        row.time = time
        row.type = replacements && kind < 10 ? "replace" : "cancel"
        row.price = Int32.random(in: 9_990...10_010, using: &random)
        row.quantity = Int32.random(in: 1...40, using: &random)
        return row
      }
      var row = Row(
        time: time, id: 3 * number, agent: agents.map { Int32.random(in: $0, using: &random) } ?? Int32(number),
        symbol: Int.random(in: 0..<3, using: &random))
      row.side = Bool.random(using: &random) ? .buy : .sell
      row.type = kind < 35 ? "market" : "limit"
      let limit = Int32.random(in: 9_990...10_006, using: &random) + (row.side == .sell ? 4 : 0)
      row.price = kind < 35 ? (row.side == .buy ? OrderBoxes.marketBuy : OrderBoxes.marketSell) : limit
      row.quantity = Int32.random(in: 1...40, using: &random)
      let life = Int.random(in: 0..<10, using: &random)
      row.lifetime = life == 0 ? .fillOrKill : life == 1 ? .immediateOrCancel : .goodTillCancelled
      orders.append(row)
      return row
    }
  }

  private func write(_ rows: [Row]) throws {
    let header = "time,id,agent,symbol,side,type,price,quantity,tif\n"
    try shell.write("orders.csv", header + rows.map { $0.text + "\n" }.joined())
  }

  private func match(
    _ mechanism: String, trades: String = "trades.csv", reference: String? = "100.00"
  ) throws -> ProgramRun.Ending {
    let arguments = [
      "match", "--orders", "orders.csv", "--mechanism", mechanism, "--out", trades, "--rejected", "rejected.csv",
    ]
    let ending = try ProgramRun(arguments + (reference.map { ["--reference", $0] } ?? []), in: shell.folder).wait()
    try #require(ending.status == .code(0), "\(ending)")
    return ending
  }

  private static let header = "time,symbol,price,quantity,buy_order,sell_order\n"

  // MARK: - Continuous

  @Test(arguments: [UInt64(1), 2, 3]) func continuousIsTheNaiveBook(seed: UInt64) throws {
    let rows = randomRows(4_000, seed: seed, agents: 1...12, rowsPerTime: 7, replacements: true)
    try write(rows)
    _ = try match("continuous")
    var (trades, rejected) = (Self.header, "id,reason\n")
    var books = [NaiveOrderBook](repeating: NaiveOrderBook(), count: 3)
    for row in rows {  // an order's slot is its id
      let book = books[row.symbol]
      let isLive = (book.bids + book.asks).contains { $0.slot == row.id }
      var side = row.side
      switch row.type {
      case "cancel" where isLive:
        _ = books[row.symbol].cancel(slot: row.id)
        continue
      case "replace" where isLive:
        side = book.bids.contains { $0.slot == row.id } ? .buy : .sell
        _ = books[row.symbol].replace(slot: row.id, price: row.price, quantity: row.quantity)
      case "cancel", "replace":
        rejected += "\(row.id),order_finished\n"
        continue
      default:
        let order = IncomingOrder(
          side: row.side, price: row.price, quantity: row.quantity, owner: row.agent, lifetime: row.lifetime)
        _ = books[row.symbol].submit(order, slot: row.id)
      }
      for trade in books[row.symbol].trades {
        let (buy, sell) = side == .buy ? (row.id, trade.slot) : (trade.slot, row.id)
        trades += "\(row.time),S\(row.symbol),\(dollars(trade.price)),\(trade.quantity),\(buy),\(sell)\n"
      }
    }
    #expect(trades.split(separator: "\n").count > 1_000 && rejected.split(separator: "\n").count > 50)
    #expect(try shell.folder.text("trades.csv") == trades)
    #expect(try shell.folder.text("rejected.csv") == rejected)
  }

  /// More orders rest than books were made for, many times over, and then all of them trade.
  @Test func booksGrowWithoutLosingAPlace() throws {
    let count = 3_000
    var rows = (0..<count).map { index in
      var row = Row(time: 0, id: index, agent: Int32(index), symbol: index % 2)
      row.price = 10_000 - Int32(index * 7 % 50)
      row.quantity = 1 + Int32(index % 3)
      return row
    }
    for symbol in 0..<2 {
      var row = Row(time: 1, id: count + symbol, agent: -1, symbol: symbol)
      (row.side, row.type, row.quantity) = (.sell, "market", 1_000_000)
      rows.append(row)
    }
    try write(rows)
    _ = try match("continuous")
    var trades = Self.header
    for symbol in 0..<2 {
      let queue = rows.prefix(count).filter { $0.symbol == symbol }.sorted { ($1.price, $0.id) < ($0.price, $1.id) }
      for order in queue {
        trades += "1,S\(symbol),\(dollars(order.price)),\(order.quantity),\(order.id),\(count + symbol)\n"
      }
    }
    #expect(try shell.folder.text("trades.csv") == trades)
  }

  // MARK: - Call

  private struct CallCase: CustomTestStringConvertible {
    var seed: UInt64
    var agents: ClosedRange<Int32>?
    var rowsPerTime: Int
    var isDeep = false
    var reference: Int32? = 10_000

    var testDescription: String {
      "seed \(seed), \(rowsPerTime) rows a time\(isDeep ? ", deep" : "")\(reference == nil ? ", no reference" : "")"
    }
  }

  private static let callCases = [
    CallCase(seed: 1, rowsPerTime: 1), CallCase(seed: 2, rowsPerTime: 25), CallCase(seed: 3, rowsPerTime: 200),
    CallCase(seed: 4, agents: 1...12, rowsPerTime: 7), CallCase(seed: 5, agents: 1...3, rowsPerTime: 20),
    CallCase(seed: 6, rowsPerTime: 3, isDeep: true), CallCase(seed: 7, agents: 1...4, rowsPerTime: 1, isDeep: true),
    CallCase(seed: 8, agents: 1...30, rowsPerTime: 30, isDeep: true),
    CallCase(seed: 9, agents: 1...2, rowsPerTime: 2, isDeep: true, reference: nil),
    CallCase(seed: 10, agents: 1...1, rowsPerTime: 5, reference: nil),
  ]

  @Test(arguments: callCases) private func callIsTheNaiveAuction(_ call: CallCase) throws {
    var rows = randomRows(
      call.isDeep ? 1_200 : 2_000, seed: call.seed, agents: call.agents, rowsPerTime: call.rowsPerTime,
      replacements: false)
    if call.isDeep { rows = Self.deepened(rows) }
    try write(rows)
    let words = try match("call", reference: call.reference.map { dollars($0) }).errors
    var (trades, rejected, selfTraded) = (Self.header, "id,reason\n", Int64(0))
    var queues = [[Row]](repeating: [], count: 3)
    var last = [Int32?](repeating: call.reference, count: 3)
    let symbols = rows.reduce(into: [Int]()) { if !$0.contains($1.symbol) { $0.append($1.symbol) } }
    for (time, group) in Dictionary(grouping: rows, by: \.time).sorted(by: { $0.key < $1.key }) {
      for row in group {
        if row.type != "cancel" {
          queues[row.symbol].append(row)
        } else if let place = queues[row.symbol].firstIndex(where: { $0.id == row.id }) {
          queues[row.symbol].remove(at: place)
        } else {
          rejected += "\(row.id),order_finished\n"
        }
      }
      for symbol in symbols {
        let auction = Self.auction(&queues[symbol], reference: last[symbol])
        if !auction.trades.isEmpty { last[symbol] = auction.price }
        selfTraded += auction.selfTraded
        for trade in auction.trades {
          trades += "\(time),S\(symbol),\(dollars(auction.price)),\(trade.quantity),\(trade.buy),\(trade.sell)\n"
        }
      }
    }
    let tradesMin = call.agents == 1...1 ? 0 : 100
    #expect(trades.split(separator: "\n").count > tradesMin && rejected.split(separator: "\n").count > 5)
    #expect(call.agents.map { $0.count > 5 } ?? true || selfTraded > 0)
    #expect(words.contains("self-trade cancelled \(selfTraded) "))
    #expect(try shell.folder.text("trades.csv") == trades)
    #expect(try shell.folder.text("rejected.csv") == rejected)
  }

  /// Most limits are moved away from the middle, where orders pile up; the others and market orders come to meet them.
  private static func deepened(_ rows: [Row]) -> [Row] {
    rows.map { row in
      guard row.type == "limit", row.id % 5 != 0 else { return row }
      var row = row
      row.price += row.side == .buy ? -12 : 12
      row.lifetime = .goodTillCancelled
      return row
    }
  }

  private struct Trade {
    var buy, sell: Int
    var quantity: Int64
  }

  private struct Auction {
    var price: Int32 = 0
    var trades: [Trade] = []
    var selfTraded: Int64 = 0
  }

  /// Everybody in the queue: clears, without the fill-or-kill orders that spoil it; leaves in the queue who stays.
  private static func auction(_ queue: inout [Row], reference: Int32?) -> Auction {
    defer { queue.removeAll { $0.quantity == 0 || $0.type == "market" || $0.lifetime != .goodTillCancelled } }
    while let reference = reference ?? middle(queue) {
      let orders = queue.map {
        NaiveCallAuction.Order(isBuy: $0.side == .buy, price: $0.price, quantity: $0.quantity, agent: $0.agent)
      }
      guard let result = NaiveCallAuction.run(orders, reference: reference, margin: .arrival) else { break }
      let tape = paired(queue, result.fills)
      let spoiled = queue.indices.last {
        let filled = result.fills[$0] - tape.cancelled[$0]
        return queue[$0].lifetime == .fillOrKill && filled > 0 && filled < Int64(queue[$0].quantity)
      }
      if let spoiled {
        queue.remove(at: spoiled)
        continue
      }
      var auction = Auction(price: result.price, selfTraded: tape.cancelled.reduce(0, +))
      auction.trades = named(tape.trades, queue, zip(result.fills, tape.cancelled).map { $0 - $1 })
      for place in queue.indices { queue[place].quantity -= Int32(result.fills[place]) }
      return auction
    }
    return Auction()
  }

  private static func middle(_ queue: [Row]) -> Int32? {
    let (bids, asks) = (queue.filter { $0.side == .buy }, queue.filter { $0.side == .sell })
    guard let bid = bids.map(\.price).max(), let ask = asks.map(\.price).min() else { return nil }
    let limits = (bids.filter { $0.price >= ask } + asks.filter { $0.price <= bid }).filter { $0.type == "limit" }
    guard let lowest = limits.map(\.price).min(), let highest = limits.map(\.price).max() else { return nil }
    return lowest + (highest - lowest) / 2
  }

  /// Pairs both sides' fills in order of arrival; who meets himself changes places with the next other seller, else
  /// buyer, else what is left of both sides is cancelled.
  private static func paired(
    _ queue: [Row], _ fills: [Int64]
  ) -> (trades: [(buyer: Int32, seller: Int32, quantity: Int64)], cancelled: [Int64]) {
    var buys = queue.indices.filter { queue[$0].side == .buy && fills[$0] > 0 }[...]
    var sells = queue.indices.filter { queue[$0].side == .sell && fills[$0] > 0 }[...]
    var left = fills
    var trades: [(buyer: Int32, seller: Int32, quantity: Int64)] = []
    while let buy = buys.first, let sell = sells.first {
      let agent = queue[buy].agent
      if agent == queue[sell].agent {
        if let other = sells.firstIndex(where: { queue[$0].agent != agent }) {
          sells.swapAt(sells.startIndex, other)
        } else if let other = buys.firstIndex(where: { queue[$0].agent != agent }) {
          buys.swapAt(buys.startIndex, other)
        } else {
          break
        }
        continue
      }
      let quantity = min(left[buy], left[sell])
      trades.append((agent, queue[sell].agent, quantity))
      left[buy] -= quantity
      left[sell] -= quantity
      if left[buy] == 0 { buys.removeFirst() }
      if left[sell] == 0 { sells.removeFirst() }
    }
    return (trades, left)
  }

  /// Trades of agents as trades of their orders, in order of arrival.
  private static func named(
    _ trades: [(buyer: Int32, seller: Int32, quantity: Int64)], _ queue: [Row], _ fills: [Int64]
  ) -> [Trade] {
    var left = fills
    func first(_ side: Side, of agent: Int32) -> Int {
      queue.indices.first { queue[$0].side == side && queue[$0].agent == agent && left[$0] > 0 }!
    }
    return trades.flatMap { trade in
      var named: [Trade] = []
      var open = trade.quantity
      while open > 0 {
        let (buy, sell) = (first(.buy, of: trade.buyer), first(.sell, of: trade.seller))
        let quantity = min(open, left[buy], left[sell])
        named.append(Trade(buy: queue[buy].id, sell: queue[sell].id, quantity: quantity))
        left[buy] -= quantity
        left[sell] -= quantity
        open -= quantity
      }
      return named
    }
  }

  /// Few agents with orders on both sides: the shares add up (the program checks), nobody meets himself, nobody trades
  /// beyond his limit or his quantity, and an auction has one price.
  @Test(arguments: [UInt64(4), 5]) func callWithFewAgents(seed: UInt64) throws {
    let rows = randomRows(4_000, seed: seed, agents: 1...3, rowsPerTime: 20, replacements: false)
    try write(rows)
    let words = try match("call").errors
    let selfTraded = try #require(words.firstMatch(of: /self-trade cancelled (\d+)/).flatMap { Int($0.1) })
    #expect(selfTraded > 0)
    let orders = Dictionary(uniqueKeysWithValues: rows.filter { $0.type != "cancel" }.map { ($0.id, $0) })
    var open = orders.mapValues { Int($0.quantity) }
    var prices: [String: String] = [:]
    let (_, trades) = try shell.table("trades.csv")
    #expect(trades.count > 500)
    for trade in trades {
      let buy = try #require(orders[Int(trade[4]) ?? -1])
      let sell = try #require(orders[Int(trade[5]) ?? -1])
      #expect(buy.side == .buy && sell.side == .sell && buy.agent != sell.agent, "\(trade)")
      let price = try #require(Double(trade[2]))
      #expect(price * 100 <= Double(buy.price) + 0.01 && price * 100 >= Double(sell.price) - 0.01, "\(trade)")
      let quantity = try #require(Int(trade[3]))
      open[buy.id, default: 0] -= quantity
      open[sell.id, default: 0] -= quantity
      #expect(prices[trade[0] + trade[1], default: trade[2]] == trade[2], "\(trade)")
      prices[trade[0] + trade[1]] = trade[2]
    }
    for (id, left) in open {
      let order = try #require(orders[id])
      #expect(left >= 0 && (order.lifetime != .fillOrKill || left == 0 || left == Int(order.quantity)), "order \(id)")
    }
  }

  // MARK: - Both

  @Test(arguments: ["continuous", "call"]) func twiceTheSameBytes(mechanism: String) throws {
    try write(randomRows(3_000, seed: 9, agents: 1...6, rowsPerTime: 30, replacements: mechanism == "continuous"))
    let first = try match(mechanism, trades: "first.csv")
    let second = try match(mechanism, trades: "second.csv")
    #expect(first.errors == second.errors)
    #expect(try shell.folder.text("first.csv") == (try shell.folder.text("second.csv")))
    #expect(try shell.table("first.csv").rows.count > 500)
  }
}

/// Cents as dollars.
private func dollars(_ ticks: Int32) -> String { "\(ticks / 100).\(ticks % 100 < 10 ? "0" : "")\(ticks % 100)" }
