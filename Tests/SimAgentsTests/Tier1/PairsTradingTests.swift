import SimAgents
import SimQuant
import SimTypes
import Testing

struct PairsTradingTests {
  /// Runs candles until somebody sends an order, at most `most`; what was sent.
  private func untilOrders(
    _ bench: PairBench, _ series: inout PairOfSeries, most: Int = 600
  ) -> [PairBench.Sent] {
    for _ in 0..<most {
      let (a, b) = series.next()
      let sent = bench.close(a, b)
      if !sent.isEmpty { return sent }
    }
    return []
  }

  @Test(arguments: [1.0, 0.5, -0.8])
  func itSellsTheDearAndBuysTheCheapAndClosesBoth(beta: Double) throws {
    let bench = PairBench(["notional": .constant(10_000), "reach": .constant(0.01)])
    var series = PairOfSeries(seed: 3, follows: true, beta: beta)
    let opened = untilOrders(bench, &series)
    try #require(opened.map(\.row) == [0, 1])
    let reading = try #require(bench.pairs.view.reading(0))
    #expect(bench.pairs.view.test(0)?.isCointegrated == true)
    #expect((1.8..<4).contains(reading.zScore.magnitude))
    #expect((reading.beta > 0) == (beta > 0))
    #expect(opened[0].side == (reading.zScore > 0 ? .sell : .buy))
    #expect((opened[0].side != opened[1].side) == (beta > 0), "a negative hedge ratio is the same side")
    // 10,000 dollars of A, |β| times as much of B, whole shares, a hundredth beyond the price.
    let (a, b) = (Double(bench.symbols.view.last[0]) / 100, Double(bench.symbols.view.last[1]) / 100)
    #expect(opened[0].quantity == Int32(10_000 / a))
    #expect(opened[1].quantity == Int32(10_000 * reading.beta.magnitude / b))
    for (order, price) in zip(opened, [a, b]) {
      let exact = price * (order.side == .buy ? 101 : 99)
      #expect(order.price == Int32(exact.rounded(order.side == .buy ? .up : .down)))
    }
    bench.fill(opened)
    #expect(bench.wait().isEmpty, "both legs are there")
    let held = bench.held
    let closed = untilOrders(bench, &series)
    #expect(closed.map(\.signed) == held.map { -$0 }, "all of it, the other way round")
    bench.fill(closed)
    #expect(bench.held == [0, 0] && bench.wait().isEmpty)
  }

  @Test func whatIsNotFilledIsOrderedAgainAndAHalfPositionIsGivenUp() throws {
    let bench = PairBench(["patience": .constant(4)])
    var series = PairOfSeries(seed: 3, follows: true)
    let opened = untilOrders(bench, &series)
    try #require(opened.count == 2)
    bench.fill([opened[0]])
    // The tick it was opened in was the first of four.
    for _ in 0..<3 { #expect(bench.wait().map(\.signed) == [opened[1].signed]) }
    let undone = bench.wait()
    #expect(undone.map(\.signed) == [-opened[0].signed] && undone.map(\.row) == [0])
    #expect(bench.wait() == undone, "until it is filled")
    bench.fill(undone)
    #expect(bench.wait().isEmpty && bench.held == [0, 0])
  }

  @Test func aBrokenSpreadIsStoppedAndNotOpenedAgainAtOnce() throws {
    let bench = PairBench(["entry_z": .constant(1.8), "stop_z": .constant(4)])
    var series = PairOfSeries(seed: 3, follows: true)
    let opened = untilOrders(bench, &series)
    bench.fill(opened)
    let (a, b) = (bench.symbols.view.last[0], bench.symbols.view.last[1])
    // A leaps further away.
    let leap: Int32 = opened[0].side == .sell ? a * 13 / 10 : a * 10 / 13
    let stopped = bench.close(leap, b)
    let reading = try #require(bench.pairs.view.reading(0))
    #expect(reading.zScore.magnitude >= 4 && stopped.map(\.signed) == opened.map { -$0.signed })
    bench.fill(stopped)
    // It stays there, and z falls below the stop as the window gets used to it, but not below the exit.
    for _ in 0..<10 {
      #expect(bench.close(leap, b).isEmpty)
      #expect((0.7..<100).contains(bench.pairs.view.reading(0)?.zScore.magnitude ?? 0))
    }
  }

  @Test func aPositionThatTakesTooLongIsGivenUp() throws {
    let bench = PairBench(["time_stop": .constant(0.1), "exit_z": .constant(0), "patience": .constant(10_000)])
    var series = PairOfSeries(seed: 3, follows: true)
    let opened = untilOrders(bench, &series)
    try #require(opened.count == 2)
    bench.fill(opened)
    let halfLife = try #require(bench.pairs.view.test(0)?.halfLife)
    #expect(halfLife < 10, "a tenth of it is over with the next candle")
    // The same prices again: nothing has come back.
    let closed = bench.close(bench.symbols.view.last[0], bench.symbols.view.last[1])
    #expect(closed.map(\.signed) == opened.map { -$0.signed })
  }

  @Test func legsStayWithinTheShortLimitAndTheCash() throws {
    for (limit, cash) in [(20, 100_000.0), (500, 5_000.0)] {
      let bench = PairBench(["notional": .constant(50_000)], cash: cash, shortLimit: Int64(limit))
      var series = PairOfSeries(seed: 3, follows: true)
      let opened = untilOrders(bench, &series)
      try #require(opened.count == 2)
      let values = opened.map { Double($0.quantity) * Double($0.price) / 100 }
      #expect(values.reduce(0, +) <= cash)
      for order in opened where order.side == .sell { #expect(order.quantity <= limit) }
      let beta = try #require(bench.pairs.view.reading(0)?.beta.magnitude)
      #expect((values[1] / values[0] / beta - 1).magnitude < 0.2, "both legs were cut alike")
    }
  }

  @Test func withoutAnybodyToLendItSellsOnlyWhatItWasGiven() throws {
    let none = PairBench(shortLimit: nil)
    var series = PairOfSeries(seed: 3, follows: true)
    #expect(untilOrders(none, &series).isEmpty)
    let some = PairBench(["notional": .constant(50_000)], shares: 30, shortLimit: nil)
    series = PairOfSeries(seed: 3, follows: true)
    let opened = untilOrders(some, &series)
    try #require(opened.count == 2)
    for order in opened where order.side == .sell { #expect(order.quantity <= 30) }
    some.fill(opened)
    some.fill(untilOrders(some, &series))
    #expect(some.held == [30, 30])
  }

  /// Whoever follows is traded, whoever wanders is left alone: in nine of ten markets and more.
  @Test func cointegratedPairsAreTradedAndWanderersAreNot() {
    var (traded, returned, fooled) = (0, 0, 0)
    let seeds = 60
    for seed in 0..<seeds {
      for follows in [true, false] {
        let bench = PairBench()
        var series = PairOfSeries(seed: UInt64(1_000 + seed), follows: follows)
        var (opened, closed) = (false, false)
        for _ in 0..<400 {
          let (a, b) = series.next()
          let sent = bench.close(a, b)
          bench.fill(sent)
          if !sent.isEmpty { (opened, closed) = (true, opened) }
        }
        if follows {
          traded += opened ? 1 : 0
          returned += closed ? 1 : 0
        } else {
          fooled += opened ? 1 : 0
        }
      }
    }
    let found = "of \(seeds): \(traded) opened, \(returned) closed, \(fooled) wanderers were traded"
    #expect(traded >= seeds * 9 / 10 && returned >= seeds * 9 / 10 && fooled <= seeds / 10, "\(found)")
  }

  @Test func agentsDiffer() {
    let bench = PairBench(count: 50)
    var series = PairOfSeries(seed: 3, follows: true)
    var openedAt: [Int: Int] = [:]
    for candle in 0..<800 {
      let (a, b) = series.next()
      let sent = bench.close(a, b)
      for order in sent where openedAt[order.row / 2] == nil { openedAt[order.row / 2] = candle }
      bench.fill(sent)
    }
    #expect(openedAt.count == 50 && Set(openedAt.values).count > 1)
  }

  @Test func parametersThatContradictEachOtherAreNamed() {
    func objections(_ parameters: [String: Distribution]) -> [String] {
      PairsTrading.objections(to: PairsTrading.schema.parameters.map { parameters[$0.name] ?? $0.standard })
        .map(\.parameter)
    }
    #expect(objections([:]).isEmpty)
    #expect(objections(["lookback": .uniform(50...100), "test_every": .uniform(5...6)]) == ["lookback", "test_every"])
    #expect(objections(["exit_z": .uniform(0.5...1.9)]) == ["exit_z"])
    #expect(objections(["stop_z": .constant(2.2)]) == ["stop_z"])
  }
}
