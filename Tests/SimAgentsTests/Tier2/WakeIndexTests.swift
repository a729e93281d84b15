import SimColumns
import SimTestSupport
import Testing

@testable import SimAgents

/// The rules one by one, checked by hand.
struct WakeIndexTests {
  // MARK: - Crossings

  @Test func belowFiresWhenThePriceFallsToItsLevelAndNotAgain() {
    let bench = WakeBench(count: 1)
    bench.state(0, Wish(below: .init(price: 95)))
    #expect([99, 96, 95, 94, 99, 90].map(bench.why) == [nil, nil, .below, nil, nil, nil])
  }

  @Test func aboveFiresWhenThePriceRisesToItsLevelAndNotAgain() {
    let bench = WakeBench(count: 1)
    bench.state(0, Wish(above: .init(price: 105)))
    #expect([101, 104, 105, 106, 101, 110].map(bench.why) == [nil, nil, .above, nil, nil, nil])
  }

  @Test func aStandingConditionFiresAtEveryCrossing() {
    let bench = WakeBench(count: 1)
    bench.state(0, Wish(below: .init(price: 95, stands: true)))
    #expect([95, 90, 95, 96, 95].map(bench.why) == [.below, nil, nil, nil, .below])
  }

  @Test func aJumpOverManyLevelsFiresEachOnce() {
    let bench = WakeBench(count: 5)
    for row in 0..<5 { bench.state(row, Wish(below: .init(price: 90 + Int32(row)))) }
    let woken = bench.wake([80])
    #expect(woken == (0..<5).map { .init(row: $0, reasons: .below) })
    #expect(bench.wake([100]).isEmpty)
    #expect(bench.wake([80]).isEmpty)
  }

  @Test func aLevelBeyondThePriceWaitsForACrossing() {
    let bench = WakeBench(count: 1)
    bench.state(0, Wish(below: .init(price: 110)))
    #expect([99, 110, 111, 110].map(bench.why) == [nil, nil, nil, .below])
  }

  @Test func orAlreadyFiresWithoutACrossingInTheFirstTickOnly() {
    let bench = WakeBench(count: 1)
    bench.state(0, Wish(below: .init(price: 110, orAlready: true)))
    #expect(bench.why(99) == .below)
    bench.state(0, Wish(above: .init(price: 90, stands: true, orAlready: true)))
    #expect([99, 99, 80, 90].map(bench.why) == [.above, nil, nil, .above])
    // Not there yet when it was looked at: from then on it takes a crossing.
    bench.state(0, Wish(below: .init(price: 80, orAlready: true)))
    #expect([85, 80].map(bench.why) == [nil, .below])
  }

  @Test func levelsThatNoPriceReachesNeverFire() {
    let bench = WakeBench(count: 3)
    bench.state(0, Wish(below: .init(price: -5), above: .init(price: .max)))
    bench.state(1, Wish(below: .init(price: .max), above: .init(price: .min)))
    for price in [1, .max - 1, 1, 50] as [Int32] { #expect(bench.wake([price]).isEmpty) }
  }

  @Test func bothSidesOfAPriceCanFireInTurn() {
    let bench = WakeBench(count: 1)
    bench.state(0, Wish(below: .init(price: 100, stands: true), above: .init(price: 101, stands: true)))
    #expect([101, 100, 101, 101].map(bench.why) == [.above, .below, .above, nil])
  }

  // MARK: - Times

  @Test func anExactTimeComesOnce() {
    let bench = WakeBench(count: 1)
    bench.state(0, Wish(time: .at(2)))
    #expect((0..<5).map { _ in bench.why(100) } == [nil, nil, .due, nil, nil])
    bench.state(0, Wish(time: .at(4)))  // over
    #expect((0..<3).map { _ in bench.why(100) } == [nil, nil, nil])
  }

  @Test func anIntervalGoesOnByItself() {
    let bench = WakeBench(count: 1)
    bench.state(0, Wish(time: .every(3, from: 1)))
    #expect((0..<8).map { _ in bench.why(100) } == [nil, .due, nil, nil, .due, nil, nil, .due])
    bench.state(0, Wish(time: .every(3, from: 1)))  // the same again: the rhythm stays
    #expect((8..<11).map { _ in bench.why(100) } == [nil, nil, .due])
  }

  @Test func timesNearTheEndOfTheirNumbersStop() {
    let bench = WakeBench(count: 2)
    bench.tick = .max - 5
    bench.state(0, Wish(time: .every(4, from: .max - 5)))
    bench.state(1, Wish(time: .at(.max - 2)))
    #expect(bench.wake([100]) == [.init(row: 0, reasons: .due)])
    bench.tick = .max - 1
    #expect(bench.wake([100]).map(\.row) == [0, 1])
    #expect(bench.index.view.census() == WakeCensus())
  }

  // MARK: - News

  @Test func newsWakeThoseWhoListenOncePerEvent() {
    let bench = WakeBench(count: 6, prices: [100, 100, 100])  // two agents a symbol, symbols 0 and 1 in one sector
    for row in 0..<6 { bench.state(row, Wish(news: row % 2 == 0 ? [.symbol, .macro] : .sector)) }
    let quiet: [Int32] = [100, 100, 100]
    bench.news.announce(symbol: 1)
    #expect(bench.wake(quiet) == [.init(row: 2, reasons: .symbolNews)])
    #expect(bench.wake(quiet).isEmpty)
    bench.news.announce(sector: 0)
    bench.news.announceMacro()
    #expect(bench.wake(quiet).map(\.row) == [0, 1, 2, 3, 4])
    bench.news.announce(symbol: 1)  // a second event
    #expect(bench.wake(quiet) == [.init(row: 2, reasons: .symbolNews)])
  }

  @Test func allReasonsOfATickComeTogether() {
    let bench = WakeBench(count: 1)
    bench.state(0, Wish(below: .init(price: 90), time: .at(0), news: [.symbol, .sector, .macro]))
    bench.news.announce(symbol: 0)
    bench.news.announceMacro()
    #expect(bench.why(90) == [.below, .due, .symbolNews, .macroNews])
  }

  // MARK: - Statements

  @Test func aStatementReplacesAllThatWasThere() {
    let bench = WakeBench(count: 1)
    bench.state(0, Wish(below: .init(price: 95), above: .init(price: 105), time: .at(0), news: .macro))
    bench.state(0, Wish(above: .init(price: 106)))
    bench.news.announceMacro()
    #expect([90, 105, 106].map(bench.why) == [nil, nil, .above])
  }

  @Test func statingTheSameAgainIsNothingNew() {
    let bench = WakeBench(count: 1)
    let wish = Wish(below: .init(price: 110, stands: true, orAlready: true))
    bench.state(0, wish)
    #expect(bench.why(100) == .below)
    bench.state(0, wish)
    #expect(bench.why(100) == nil)
    // After it has fired for good it is new again, and would fire in every tick: that is what was asked for.
    let once = Wish(below: .init(price: 120, orAlready: true))
    for _ in 0..<3 {
      bench.state(0, once)
      #expect(bench.why(100) == .below)
    }
  }

  @Test func withAllClearedTheIndexIsEmpty() {
    let bench = WakeBench(count: 300, prices: [100, 200], chunkRows: 70)
    for row in 0..<300 {
      bench.state(
        row,
        Wish(
          below: .init(price: 90, stands: true), above: .init(price: 110, stands: true), time: .every(2, from: 0),
          news: [.symbol, .macro]))
    }
    #expect(bench.index.view.census() == WakeCensus(below: 300, above: 300, timed: 300, news: 300, agents: 300))
    bench.wake([80, 120])
    for row in 0..<300 { bench.state(row, Wish()) }
    #expect(bench.index.view.census() == WakeCensus())
    for prices in [[120, 80], [80, 120], [120, 80]] as [[Int32]] {
      bench.news.announceMacro()
      #expect(bench.wake(prices).isEmpty)
    }
    #expect(bench.blocksRead == 0, "having read what it knew of once more, it knows that there is nothing left")
  }

  // MARK: - Summaries

  @Test func quietBlocksAreNotRead() {
    let bench = WakeBench(count: 1_000)
    for row in 0..<1_000 {
      bench.state(row, Wish(below: .init(price: 50), above: .init(price: 150), time: .at(9), news: .symbol))
    }
    bench.wake([100])
    for price in [149, 51, 100, 51] as [Int32] {
      #expect(bench.wake([price]).isEmpty)
      #expect(bench.blocksRead == 0)
    }
    bench.news.announceMacro()
    bench.wake([100])
    #expect(bench.blocksRead == 0, "nobody listens to that")
    // One agent that fires: its own block and no other.
    bench.state(700, Wish(below: .init(price: 99)))
    #expect(bench.wake([99]) == [.init(row: 700, reasons: .below)])
    #expect(bench.blocksRead == 1)
  }

  @Test func aRemovedLevelCostsOneReadAndIsForgotten() {
    let bench = WakeBench(count: 64)
    bench.state(5, Wish(below: .init(price: 90, stands: true)))
    bench.state(5, Wish(below: .init(price: 50, stands: true)))
    var reads: [Int] = []
    for price in [90, 100, 90, 51, 100] as [Int32] {
      #expect(bench.wake([price]).isEmpty)
      reads.append(bench.blocksRead)
    }
    #expect(reads == [1, 0, 0, 0, 0])
  }

  // MARK: - Misuse

  @Test func aRowOfAnotherChunkTraps() async {
    await #expect(processExitsWith: .failure) {
      let bench = WakeBench(count: 20, chunkRows: 10)
      var writer = WakeWriter(bench.index.view, chunk: 0)
      writer.set(10, WakeConditions())
    }
  }

  @Test func theColumnsAreCounted() {
    let bench = WakeBench(count: 6_400, chunkRows: 4_096)
    // 21 bytes an agent, 16 a block of 64; what is left belongs to pieces and chunks.
    #expect((0..<100).contains(bench.index.byteCount - 6_400 * 21 - 104 * 16))
  }
}
