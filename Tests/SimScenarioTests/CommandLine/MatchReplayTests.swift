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

  private func match(_ mechanism: String, trades: String = "trades.csv") throws -> ProgramRun.Ending {
    let ending = try shell.qtg(
      "match", "--orders", "orders.csv", "--mechanism", mechanism, "--reference", "100.00", "--out", trades,
      "--rejected", "rejected.csv")
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

  /// Nobody owns two orders, so who trades with whom follows from the fills alone.
  @Test(arguments: [UInt64(1), 2, 3]) func callIsTheNaiveAuction(seed: UInt64) throws {
    let rows = randomRows(2_000, seed: seed, agents: nil, rowsPerTime: seed == 1 ? 1 : 25, replacements: false)
    try write(rows)
    _ = try match("call")
    var (trades, rejected) = (Self.header, "id,reason\n")
    var queues = [[Row]](repeating: [], count: 3)
    var last = [Int32](repeating: 10_000, count: 3)
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
        for trade in auction.trades {
          trades += "\(time),S\(symbol),\(dollars(auction.price)),\(trade.quantity),\(trade.buy),\(trade.sell)\n"
        }
      }
    }
    #expect(trades.split(separator: "\n").count > 400 && rejected.split(separator: "\n").count > 20)
    #expect(try shell.folder.text("trades.csv") == trades)
    #expect(try shell.folder.text("rejected.csv") == rejected)
  }

  private struct Trade {
    var buy, sell: Int
    var quantity: Int64
  }

  /// Clears, without the fill-or-kill orders that spoil it; pairs in order of arrival; leaves in the queue who stays.
  private static func auction(_ queue: inout [Row], reference: Int32) -> (price: Int32, trades: [Trade]) {
    while true {
      let orders = queue.map {
        NaiveCallAuction.Order(isBuy: $0.side == .buy, price: $0.price, quantity: $0.quantity, agent: $0.agent)
      }
      let result = NaiveCallAuction.run(orders, reference: reference) { _ in 0 }
      var fills = result?.fills ?? [Int64](repeating: 0, count: queue.count)
      let spoiled = queue.indices.last {
        queue[$0].lifetime == .fillOrKill && fills[$0] > 0 && fills[$0] < Int64(queue[$0].quantity)
      }
      if let spoiled {
        queue.remove(at: spoiled)
        continue
      }
      let left = queue.indices.map { queue[$0].quantity - Int32(fills[$0]) }
      var trades: [Trade] = []
      while let buy = queue.indices.first(where: { queue[$0].side == .buy && fills[$0] > 0 }),
        let sell = queue.indices.first(where: { queue[$0].side == .sell && fills[$0] > 0 })
      {
        let quantity = min(fills[buy], fills[sell])
        trades.append(Trade(buy: queue[buy].id, sell: queue[sell].id, quantity: quantity))
        fills[buy] -= quantity
        fills[sell] -= quantity
      }
      for place in queue.indices { queue[place].quantity = left[place] }
      queue.removeAll { $0.quantity == 0 || $0.type == "market" || $0.lifetime != .goodTillCancelled }
      return (result?.price ?? reference, trades)
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
