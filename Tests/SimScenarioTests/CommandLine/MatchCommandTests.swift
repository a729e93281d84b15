import Foundation
import Testing

/// `qtg match` as a user calls it: small files with answers worked out by hand.
@Suite(.timeLimit(.minutes(5)))
struct MatchCommandTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private static let header = "time,id,agent,symbol,side,type,price,quantity,tif\n"
  private static let tradeHeader = "time,symbol,price,quantity,buy_order,sell_order\n"

  /// Runs the rows; trades and rejected rows come back without their headers.
  private func match(
    _ mechanism: String, _ rows: String, _ more: String...
  ) throws -> (trades: [String], rejected: [String], words: String) {
    try shell.write("orders.csv", Self.header + rows)
    let ending = try ProgramRun(
      ["match", "--orders", "orders.csv", "--mechanism", mechanism, "--rejected", "rejected.csv"] + more,
      in: shell.folder
    ).wait()
    #expect(ending.status == .code(0), "\(ending)")
    #expect(ending.output.hasPrefix(Self.tradeHeader))
    let rejected = try shell.folder.text("rejected.csv")
    #expect(rejected.hasPrefix("id,reason\n"))
    func lines(_ text: String) -> [String] { text.split(separator: "\n").dropFirst().map(String.init) }
    return (lines(ending.output), lines(rejected), ending.errors)
  }

  // MARK: - Continuous

  @Test func priceThenTimeAndTheRestingPrice() throws {
    let found = try match(
      "continuous",
      """
      1,1,1,AAA,sell,limit,101.00,60,
      1,2,2,AAA,sell,limit,102,60,gtc
      2,3,3,AAA,sell,limit,101.00,10,
      3,4,4,AAA,buy,limit,102.00,100,
      4,5,5,AAA,buy,market,,100,

      """)
    #expect(
      found.trades == [
        "3,AAA,101.00,60,4,1", "3,AAA,101.00,10,4,3", "3,AAA,102.00,30,4,2", "4,AAA,102.00,30,5,2",
      ])
    #expect(found.rejected.isEmpty)
    #expect(
      found.words.contains("entered 330 = filled 260 + resting 0 + cancelled 0 + self-trade cancelled 0 + expired 70"))
  }

  @Test func lifetimes() throws {
    let found = try match(
      "continuous",
      """
      1,1,1,AAA,sell,limit,100,50,
      1,2,2,AAA,buy,limit,100,60,fok
      1,3,3,AAA,buy,limit,100,20,fok
      1,4,4,AAA,buy,limit,100,40,ioc
      1,5,5,AAA,sell,market,,10,
      1,4,4,AAA,,cancel,,,

      """)
    #expect(found.trades == ["1,AAA,100.00,20,3,1", "1,AAA,100.00,30,4,1"])
    #expect(found.rejected == ["4,order_finished"])
    #expect(found.words.contains("expired 80"))
  }

  @Test func nobodyTradesWithHimself() throws {
    let found = try match(
      "continuous",
      """
      1,1,7,AAA,sell,limit,100,50,
      1,2,8,AAA,sell,limit,100,50,
      1,3,7,AAA,buy,limit,100,80,
      1,4,8,AAA,buy,limit,99,10,
      1,5,8,AAA,sell,limit,99,34,

      """)
    // 1 is smaller than 3 and is cancelled; what is left of 5 is smaller than 4 and is cancelled itself.
    #expect(found.trades == ["1,AAA,100.00,50,3,2", "1,AAA,100.00,30,3,5"])
    #expect(found.words.contains("resting 10 + cancelled 0 + self-trade cancelled 54 + expired 0"))
    #expect(found.words.contains("resting   1 order\n"))
  }

  /// Only a smaller quantity at the same price keeps its place.
  @Test func cancelsAndReplacements() throws {
    let found = try match(
      "continuous",
      """
      1,1,1,AAA,buy,limit,100,50,
      1,2,2,AAA,buy,limit,100,50,
      1,1,1,AAA,buy,replace,100,20,
      1,3,3,AAA,sell,limit,100,30,
      2,4,4,AAA,buy,limit,100,5,
      2,2,2,AAA,buy,replace,100,60,
      2,6,6,AAA,sell,limit,100,8,
      2,2,2,AAA,,replace,99.5,7,
      3,5,5,AAA,sell,limit,99,20,
      4,4,4,AAA,,cancel,,,
      4,5,5,AAA,,replace,101,3,
      4,5,5,AAA,,cancel,,,
      4,5,5,AAA,,cancel,,,

      """)
    #expect(
      found.trades == [
        "1,AAA,100.00,20,1,3", "1,AAA,100.00,10,2,3", "2,AAA,100.00,5,4,6", "2,AAA,100.00,3,2,6",
        "3,AAA,99.50,7,2,5",
      ])
    #expect(found.rejected == ["4,order_finished", "5,order_finished"])
    #expect(found.words.contains("orders 6, cancels 1, replacements 4, rejected 2"))
    #expect(found.words.contains("resting 0 "))
  }

  @Test func symbolsAreApartAndNamesAreAnyText() throws {
    let found = try match(
      "continuous",
      #"""
      -5,"a,1",joe,"X ""1""",buy,limit,0.5,1,
      -4,007,jane,Y,sell,limit,0.50,1,
      -4,7,99999999999,"X ""1""",sell,limit,0.50,1,

      """#)
    #expect(found.trades == [#"-4,"X ""1""",0.50,1,"a,1",7"#])
    #expect(found.words.contains("resting 1 "))
  }

  @Test func otherGrids() throws {
    let rows = "1,1,1,A,buy,limit,100.25,1,\n1,2,1,A,buy,limit,100.3,1,\n1,3,2,A,sell,limit,1.00250e2,1,\n"
    #expect(try match("continuous", rows, "--tick-size", "0.25").rejected == ["2,price_off_grid"])
    #expect(try match("continuous", rows, "--tick-size", "0.25").trades == ["1,A,100.25,1,1,3"])
    #expect(try match("continuous", rows, "--tick-size", "0.0001").trades == ["1,A,100.3000,1,2,3"])
    let whole = "1,1,1,A,buy,limit,50,1,\n1,2,2,A,sell,limit,50,1,\n"
    #expect(try match("continuous", whole, "--tick-size", "5").trades == ["1,A,50,1,1,2"])
  }

  // MARK: - Call

  private static let textbook = """
    1,1,1,AAA,buy,limit,101.00,100,
    1,2,2,AAA,buy,limit,100.50,200,
    1,3,3,AAA,buy,limit,100.00,150,
    1,4,4,AAA,buy,limit,99.50,300,
    1,5,5,AAA,sell,limit,99.00,100,
    1,6,6,AAA,sell,limit,99.80,200,
    1,7,7,AAA,sell,limit,100.20,250,
    1,8,8,AAA,sell,limit,100.80,100,

    """

  @Test(arguments: [[], ["--reference", "100.00"], ["--reference", "5.00"]])
  func theTextbookAuction(reference: [String]) throws {
    try shell.write("orders.csv", Self.header + Self.textbook)
    let ending = try ProgramRun(
      ["match", "--orders", "orders.csv", "--mechanism", "call"] + reference, in: shell.folder
    ).wait()
    // 99.80 and 100.00 trade 300 with 150 left over, both with buyers left: the higher one.
    #expect(ending.output == Self.tradeHeader + "1,AAA,100.00,100,1,5\n1,AAA,100.00,200,2,6\n", "\(ending)")
    #expect(ending.errors.contains("resting 800 "))
  }

  /// What an auction leaves meets the next one, ahead of what comes new; the reference is the last trade.
  @Test func unfilledLimitsStay() throws {
    let found = try match(
      "call",
      """
      1,1,1,AAA,buy,limit,100,30,
      1,2,2,AAA,buy,market,,20,
      1,3,3,AAA,buy,limit,100,30,ioc
      1,4,4,AAA,sell,limit,99,10,
      2,5,5,AAA,buy,limit,100,30,
      2,6,6,AAA,sell,limit,100,40,
      3,7,7,AAA,buy,market,,5,
      4,8,8,AAA,sell,market,,25,
      4,5,5,AAA,,cancel,,,

      """, "--reference", "99.00")
    #expect(
      found.trades == [
        "1,AAA,100.00,10,2,4",  // buyers are left at 99 and 100; the market order goes first, its rest expires
        "2,AAA,100.00,30,1,6", "2,AAA,100.00,10,5,6",
      ])
    // At 3 nobody sells; at 4 the cancel comes before the auction, so nobody buys.
    #expect(found.words.contains("resting 0 + cancelled 20 + self-trade cancelled 0 + expired 70"))
  }

  @Test func marketOrdersAloneTradeAtTheReference() throws {
    let rows = "1,1,1,A,buy,market,,30,\n1,2,2,A,sell,market,,20,\n"
    #expect(try match("call", rows, "--reference", "42.5").trades == ["1,A,42.50,20,1,2"])
    #expect(try match("call", rows).trades.isEmpty, "nobody has named a price")
  }

  /// A tie between 99 and 101 goes to the price nearest the reference, else to their middle.
  @Test func theReferenceDecidesTies() throws {
    let rows = "1,1,1,A,buy,limit,101,10,\n1,2,2,A,sell,limit,99,10,\n"
    #expect(try match("call", rows, "--reference", "99.3").trades == ["1,A,99.30,10,1,2"])
    #expect(try match("call", rows, "--reference", "150").trades == ["1,A,101.00,10,1,2"])
    #expect(try match("call", rows).trades == ["1,A,100.00,10,1,2"])
    let later = rows + "2,3,1,A,buy,limit,103,10,\n2,4,2,A,sell,limit,98,10,\n"
    #expect(try match("call", later, "--reference", "99.3").trades.last == "2,A,99.30,10,3,4")
  }

  /// 4 would get 10 of 20 and is taken out; then 3 gets all it wants.
  @Test func allOrNothingInAnAuction() throws {
    let found = try match(
      "call",
      """
      1,1,1,A,sell,limit,100,40,
      1,2,2,A,buy,limit,101,10,
      1,3,3,A,buy,limit,100,20,fok
      1,4,4,A,buy,limit,100,20,fok
      1,5,5,A,buy,limit,100,10,

      """)
    #expect(found.trades == ["1,A,100.00,10,2,1", "1,A,100.00,20,3,1", "1,A,100.00,10,5,1"])
    #expect(found.words.contains("expired 20"))
  }

  @Test func anAuctionOfOnesOwnOrders() throws {
    let found = try match(
      "call",
      """
      1,1,1,A,buy,limit,100,30,
      1,2,1,A,sell,limit,100,30,
      1,3,2,A,sell,limit,100,10,

      """)
    // The other seller came later than one's own order at the same price, so he gets nothing.
    #expect(found.trades.isEmpty)
    #expect(found.words.contains("resting 10 + cancelled 0 + self-trade cancelled 60 + expired 0"))
    let others = try match(
      "call", "1,1,1,A,buy,limit,100,30,\n1,3,2,A,sell,limit,99,10,\n1,2,1,A,sell,limit,100,30,\n")
    #expect(others.trades == ["1,A,100.00,10,1,3"])
    #expect(others.words.contains("resting 10 + cancelled 0 + self-trade cancelled 40 + expired 0"))
  }

  // MARK: - Bad rows

  /// Every reason, in both modes; the good rows between them trade.
  @Test(arguments: ["continuous", "call"]) func everyReason(mechanism: String) throws {
    let rows: [(String, String?)] = [
      ("1,good,1,A,buy,limit,100,10,", nil),
      ("1,a1,1,A,buy,limit,100,0,", "quantity_not_positive"),
      ("1,a2,1,A,buy,limit,100,-5,", "quantity_not_positive"),
      ("1,a3,1,A,buy,limit,100,2.5,", "bad_quantity"),
      ("1,a4,1,A,buy,limit,100,,", "bad_quantity"),
      ("1,a5,1,A,buy,market,,2147483648,", "quantity_too_large"),
      ("1,a6,1,A,buy,market,,99999999999999999999999,", "quantity_too_large"),
      ("1,b1,1,A,buy,limit,100.001,5,", "price_off_grid"),
      ("1,b2,1,A,buy,limit,100.0000001,5,", "price_off_grid"),
      ("1,b3,1,A,buy,limit,0,5,", "price_not_positive"),
      ("1,b4,1,A,buy,limit,-3.00,5,", "price_not_positive"),
      ("1,b5,1,A,buy,limit,,5,", "bad_price"),
      ("1,b6,1,A,buy,limit,nan,5,", "bad_price"),
      ("1,b7,1,A,buy,limit,21474836.47,5,", "price_too_large"),
      ("1,b8,1,A,buy,limit,21474836.46,2147483647,", "value_overflow"),
      ("1,good,1,A,buy,limit,100,10,", "duplicate_id"),
      ("1,a1,1,A,buy,limit,100,10,", "duplicate_id"),
      ("1,nobody,1,A,,cancel,,,", "unknown_order"),
      ("1,77,1,A,,cancel,,,", "unknown_order"),
      ("1,good,2,A,,cancel,,,", "other_agent"),
      ("1,good,1,B,,cancel,,,", "other_symbol"),
      ("1,a1,1,A,,cancel,,,", "order_finished"),
      ("1,c1,1,,buy,limit,100,10,", "missing_symbol"),
      ("1,c2,1,Q,buy,limit,100,10,", "unknown_symbol"),
      ("1,c3,,A,buy,limit,100,10,", "missing_agent"),
      ("1,,1,A,buy,limit,100,10,", "missing_id"),
      ("1,c4,1,A,hold,limit,100,10,", "unknown_side"),
      ("1,c5,1,A,,limit,100,10,", "unknown_side"),
      ("1,c6,1,A,buy,stop,100,10,", "unknown_type"),
      ("1,c7,1,A,buy,,100,10,", "unknown_type"),
      ("1,c8,1,A,buy,limit,100,10,day", "unknown_tif"),
      ("soon,c9,1,A,buy,limit,100,10,", "bad_time"),
      ("1,d1,1,A,buy", "too_few_cells"),
      ("1,d2,1,A,buy,limit,100,10,,,", "too_many_cells"),
      ("2,sale,2,A,SELL,Limit,100,10,GTC", nil),
      ("3,good,1,A,,cancel,,,", "order_finished"),
      ("3,cut,1,A,buy,limit,10", "truncated_line"),
    ]
    let found = try match(mechanism, rows.map(\.0).joined(separator: "\n"), "--symbols", "A, B")
    let expected = rows.compactMap { row, reason in reason.map { "\(row.components(separatedBy: ",")[1]),\($0)" } }
    #expect(found.rejected == expected)
    #expect(found.trades == ["2,A,100.00,10,good,sale"])
    #expect(found.words.contains("rows      37: orders 2, cancels 0, replacements 0, rejected 35"))
    #expect(found.words.contains("rejected  quantity_not_positive 2, the first on line 3\n"))
  }

  @Test func timeGoesBack() throws {
    let rows = "5,1,1,A,buy,limit,100,10,\n4,2,2,A,sell,limit,100,10,\n5,3,2,A,sell,limit,100,10,\n"
    let call = try match("call", rows + "5,1,1,A,,replace,100,5,\n")
    #expect(call.rejected == ["2,time_decreases", "1,replace_in_call"] && call.trades == ["5,A,100.00,10,1,3"])
    #expect(try match("continuous", rows).trades == ["4,A,100.00,10,1,2"])
  }

  @Test func withoutAFileRejectedRowsAreCounted() throws {
    try shell.write("orders.csv", Self.header + "1,1,1,A,buy,limit,100,0,\n")
    let ending = try shell.qtg("match", "--orders", "orders.csv", "--mechanism", "continuous")
    #expect(ending.status == .code(0) && ending.output == Self.tradeHeader)
    #expect(ending.errors.contains("rejected  quantity_not_positive 1, the first on line 2"), "\(ending)")
    #expect(!shell.exists("rejected.csv"))
  }

  // MARK: - Bad files and arguments

  @Test(arguments: [
    ("", ["orders.csv: it is empty"]),
    ("time,id,agent,side,type,price,quantity\n", ["no column `symbol`", "no column `tif`"]),
    (
      header + "1,1,1,A,buy,limit,100,1,\n1,2,2,A,sell,limit,100,1,\n1,\"3,1,A,sell,limit,100,1,\n",
      ["orders.csv: line 4: a quoted cell starts here and never ends"]
    ),
  ])
  func aFileThatCannotBeRead(text: String, said: [String]) throws {
    try shell.write("orders.csv", text)
    let ending = try shell.qtg("match", "--orders", "orders.csv", "--mechanism", "continuous", "--out", "trades.csv")
    #expect(ending.status == .code(2), "\(ending)")
    for piece in said { #expect(ending.errors.contains(piece), "`\(piece)` in \(ending)") }
    if text.contains("\"") {
      #expect(try shell.folder.text("trades.csv") == Self.tradeHeader + "1,A,100.00,1,1,2\n", "no trade is lost")
    }
  }

  @Test func aFileWithoutRows() throws {
    let found = try match("call", "")
    #expect(found.trades.isEmpty && found.rejected.isEmpty)
  }

  @Test func badArguments() throws {
    try shell.write("orders.csv", Self.header)
    expectRefusal(
      try shell.qtg("match"), 2, saying: "--orders: the file of orders is missing", "--mechanism: none is named")
    expectRefusal(
      try shell.qtg(
        "match", "--orders", "orders.csv", "--mechanism", "auction", "--tick-size", "0", "--reference", "1.005",
        "--symbols", "A,,B"), 2, saying: "--mechanism: found `auction`, allowed: call, continuous",
      "--tick-size: found `0`", "--symbols: a name is empty")
    expectRefusal(
      try shell.qtg("match", "--orders", "orders.csv", "--mechanism", "call", "--reference", "1.005"), 2,
      saying: "--reference: found `1.005`, allowed: a price above 0 on the grid of 0.01")
    expectRefusal(
      try shell.qtg("match", "--orders", "no.csv", "--mechanism", "call"), 2,
      saying: "--orders: no.csv: there is no such file")
    expectRefusal(
      try shell.qtg("match", "--orders", "orders.csv", "--mechanism", "call", "--out", "orders.csv"), 2,
      saying: "name another one")
    expectRefusal(
      try shell.qtg("match", "--orders", "orders.csv", "--mechanism", "call", "--rejected", "none/r.csv"), 3,
      saying: "--rejected: none/r.csv")
    #expect(try shell.folder.text("orders.csv") == Self.header, "the input is untouched")
  }

  @Test func theHelp() throws {
    let ending = try shell.qtg("help", "match")
    #expect(ending.status == .code(0))
    for piece in [
      "--orders FILE", "--mechanism NAME", "--reference PRICE", "--tick-size PRICE", "--symbols LIST", "--out FILE",
      "--rejected FILE", "Examples",
    ] { #expect(ending.output.contains(piece), "\(piece)") }
    #expect(ending.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }
}
