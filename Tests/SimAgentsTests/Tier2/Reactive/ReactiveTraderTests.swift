import SimNews
import Testing

@testable import SimAgents

/// Each part on prices written down: side, size, timing.
struct ReactiveTraderTests {
  private let plain: [String: Distribution] = [
    "buy_level": .constant(0.95), "size_fraction": .constant(0.25), "max_position": .constant(400),
    "stop": .constant(0.1), "trail": .constant(0.1), "target": .constant(0.1), "sell_level": .constant(1.1),
    "rise": .constant(0.05), "rise_window": .constant(10), "holding_limit": .constant(0),
  ]

  private func bench(
    _ parts: ReactiveParts, shares: Int32 = 0, _ changes: [String: Distribution] = [:]
  ) -> ReactiveBench {
    ReactiveBench(shares: shares, parts: parts, parameters: plain.merging(changes) { $1 })
  }

  // MARK: - Entries

  @Test func aBuyerBuysAClipEachTimeThePriceFallsToItsLevel() {
    let bench = bench([.thresholdBuyer, .stopLoss])
    #expect(
      bench.run([9_900, 9_501, 9_500, 9_400, 9_450, 9_501, 9_499, 9_600, 9_300, 9_600, 9_450])
        == [0, 0, 100, 0, 0, 0, 100, 0, 100, 0, 100])
    // Its position is as large as it may become.
    #expect(bench.run([9_600, 9_450]) == [0, 0])
    #expect(bench.accounts.view.quantity[0] == 400)
  }

  @Test func aBuyerSleepsUntilThen() {
    let bench = bench([.thresholdBuyer, .stopLoss])
    let prices: [Int32] = [9_900, 9_800, 10_500, 9_600, 9_502, 9_499, 9_498]
    let wakes = prices.map { price in
      bench.step(price)
      return bench.woken
    }
    #expect(wakes == [0, 0, 0, 0, 0, 1, 0])
  }

  @Test func aPriceThatIsThereAtTheStartCountsIfAsked() {
    let level: [String: Distribution] = ["buy_level": .constant(1.05)]
    #expect(bench([.thresholdBuyer, .stopLoss], level).run([10_000, 9_900, 10_600, 10_400]) == [0, 0, 0, 100])
    let asked = level.merging(["buy_at_start": .constant(1)]) { $1 }
    #expect(bench([.thresholdBuyer, .stopLoss], asked).run([10_000, 9_900, 10_600, 10_400]) == [100, 0, 0, 100])
    // Not there: nothing to count.
    #expect(
      bench([.thresholdBuyer, .stopLoss], ["buy_at_start": .constant(1)]).run([10_000, 9_600, 9_500]) == [0, 0, 100])
  }

  @Test func aMomentumFollowerBuysAfterARiseAndMeasuresAnewWhenItHasSold() {
    let bench = bench([.momentumFollower, .stopLoss], ["rise_window": .constant(1_000)])
    // Bought at 10,500; out at 9,450; the next rise is measured from there: 9,450 · 1.05 = 9,922.5.
    #expect(
      bench.run([10_400, 10_499, 10_500, 10_800, 9_451, 9_450, 9_900, 9_922, 9_923, 10_600])
        == [0, 0, 100, 0, 0, -100, 0, 0, 100, 0])
  }

  @Test func aRiseHasToComeInItsTime() {
    let bench = bench([.momentumFollower, .stopLoss], ["rise_window": .constant(10)])
    // 3.3 % in ten ticks is not enough; 5 % in five is.
    let slow = (0..<60).map { Int32(10_000 + 33 * $0) }
    #expect(bench.run(slow).allSatisfy { $0 == 0 })
    let last = slow[59]
    #expect(bench.run((1...12).map { last + 120 * Int32($0) }).filter { $0 > 0 } == [100])
  }

  // MARK: - Exits

  @Test func aStopSellsEverythingBelowWhatWasPaid() {
    let bench = bench([.thresholdBuyer, .stopLoss])
    // Bought at 9,500: out at 8,550.
    #expect(bench.run([9_500, 8_551, 9_400, 8_550, 8_400, 9_400]) == [100, 0, 0, -100, 0, 0])
  }

  /// Two clips, 9,500 and 9,000: 9,250 was paid, so the stop is at 8,325.
  @Test func theStopFollowsWhatWasPaid() {
    #expect(
      bench([.thresholdBuyer, .stopLoss]).run([9_500, 9_600, 9_000, 8_400, 8_326, 8_325]) == [100, 0, 100, 0, 0, -200])
  }

  /// A fall through the buyer's level and the stop at once sells.
  @Test func stoppingComesBeforeBuying() {
    let bench = bench([.thresholdBuyer, .stopLoss])
    #expect(bench.run([9_500, 9_600, 8_000, 8_000, 7_000]) == [100, 0, -100, 0, 0])
  }

  @Test func aTrailingStopSellsBelowTheHighestPrice() {
    let bench = bench([.thresholdBuyer, .trailingStop])
    // Highest 12,000: out at 10,800, though that is more than was paid.
    #expect(bench.run([9_500, 10_000, 11_000, 12_000, 11_500, 10_801, 10_800]) == [100, 0, 0, 0, 0, 0, -100])
  }

  @Test func profitsAreTakenAboveWhatWasPaid() {
    let bench = bench([.thresholdBuyer, .takeProfit])
    #expect(bench.run([9_500, 10_449, 10_450, 10_600]) == [100, 0, -100, 0])
  }

  @Test func aSellerSellsAPartEachTimeThePriceRisesToItsLevel() {
    let bench = bench([.thresholdBuyer, .thresholdSeller], shares: 200, ["sell_fraction": .constant(0.5)])
    #expect(bench.run([10_900, 11_000, 11_500, 10_999, 11_000, 10_000, 11_200]) == [0, -100, 0, 0, -50, 0, -25])
    let last = self.bench([.thresholdBuyer, .thresholdSeller], shares: 1, ["sell_fraction": .constant(0.5)])
    #expect(last.run([11_000]) == [-1])
  }

  @Test func aPositionIsHeldNoLongerThanItsLimit() {
    let bench = bench([.thresholdBuyer, .stopLoss], ["holding_limit": .constant(5)])
    #expect(bench.run([9_900, 9_500, 9_400, 9_400, 9_400, 9_400, 9_400, 9_400]) == [0, 100, 0, 0, 0, 0, -100, 0])
    // Counted from the next purchase again, which is not the first tick of the position's predecessor.
    #expect(bench.run([9_600, 9_500, 9_400, 9_400, 9_400, 9_400, 9_400]) == [0, 100, 0, 0, 0, 0, -100])
  }

  /// What it starts with counts as bought at the initial price.
  @Test func sharesOfTheStartAreProtectedToo() {
    let bench = bench([.thresholdBuyer, .stopLoss], shares: 70, ["buy_level": .constant(0.5)])
    #expect(bench.run([9_600, 9_001, 9_000]) == [0, 0, -70])
  }

  // MARK: - News

  @Test func newsAreActedOnOnce() throws {
    var settings = NewsSettings()
    settings.sector.occurrence = .init(probability: 0.2, minInterval: 3, magnitude: 0.05...0.6, duration: 20)
    let bench = ReactiveBench(
      shares: 200, parts: [.newsReactor],
      parameters: [
        "min_magnitude": .constant(0.2), "sentiment_multiplier": .constant(2), "max_position": .constant(400),
      ], news: settings)
    let economy = try #require(bench.economy)
    var (bought, sold, ignored) = (0, 0, 0)
    for _ in 0..<3_000 {
      let held = bench.accounts.view.quantity[0]
      let sent = bench.step(10_000).first ?? 0
      let new = economy.news.latest
      let heard = new.filter { $0.magnitude * 250 >= 50 }
      ignored += heard.isEmpty && !new.isEmpty ? 1 : 0
      let mood = min(max(heard.reduce(0) { $0 + $1.sentiment }, -1), 1)
      // A tenth of 400, twice, for sentiment 1; as far as the position goes.
      let size = Int32(40 * mood.magnitude * 2)
      #expect(sent == (mood > 0 ? min(size, 400 - held) : -min(size, held)))
      bought += sent > 0 ? 1 : 0
      sold += sent < 0 ? 1 : 0
      #expect(bench.woken == (new.isEmpty ? 0 : 1))
    }
    #expect(bought > 20 && sold > 20 && ignored > 20)
  }

  // MARK: - Orders that are not filled

  @Test func anEntryIsTriedFourTimesAndGivenUp() {
    let bench = bench([.thresholdBuyer, .stopLoss])
    #expect(
      bench.runUnfilled([9_500] + [Int32](repeating: 9_400, count: 20)) == [100, 100, 0, 100, 0, 0, 0, 100]
        + [Int32](repeating: 0, count: 13))
    // The next crossing is a new one.
    #expect(bench.run([9_600, 9_400]) == [0, 100])
  }

  @Test func theRestOfAnOrderFollows() {
    let bench = bench([.thresholdBuyer, .stopLoss])
    #expect(bench.step(9_500) { _ in 30 } == [100])
    #expect(bench.step(9_500) { _ in 30 } == [70])
    #expect(bench.step(9_500) == [40])
    #expect(bench.step(9_500) == [])
    #expect(bench.accounts.view.quantity[0] == 100)
  }

  /// Out at any price, however long it takes, though ever less often; and nothing else meanwhile.
  @Test func whoLeavesTriesUntilAllIsSold() {
    let bench = bench([.thresholdBuyer, .stopLoss], shares: 100)
    let sent = bench.runUnfilled([9_000] + [Int32](repeating: 12_000, count: 400))
    #expect(
      sent.enumerated().filter { $0.element != 0 }.map(\.offset) == [0, 1, 3, 7, 15, 31, 63, 127, 191, 255, 319, 383])
    #expect(sent.allSatisfy { $0 == 0 || $0 == -100 })
    // Once it gets something it is back every tick.
    var left = [Int32]()
    for _ in 0..<70 { left += bench.step(12_000) { min($0, 30) } }
    #expect(left == [-100, -70, -40, -10])
    #expect(bench.run([9_600, 9_500]) == [0, 100])
  }

  @Test func anEntryThatCannotBePaidIsNone() {
    let poor = ReactiveBench(cash: 1_0000, parts: [.thresholdBuyer, .stopLoss], parameters: plain)
    #expect(poor.run([9_500, 9_500, 9_600, 9_500]) == [0, 0, 0, 0])
    // 20 shares at the limit, 10 % above the price.
    let less = ReactiveBench(cash: 2_100_0000, parts: [.thresholdBuyer, .stopLoss], parameters: plain)
    #expect(less.run([9_500]) == [20])
  }

  // MARK: - Populations

  @Test func agentsDiffer() {
    let bench = ReactiveBench(
      count: 500, parts: [.thresholdBuyer, .stopLoss], parameters: ["buy_level": .uniform(0.8...0.99)])
    var bought: [Int] = []
    for price in stride(from: Int32(10_000), through: 8_000, by: -100) { bought.append(bench.step(price).count) }
    #expect(bought.reduce(0, +) == 500)
    #expect(bought.dropFirst(2).allSatisfy { (10...45).contains($0) }, "spread over all levels: \(bought)")
  }

  @Test func theFirstSnapshotsAreNotAllTakenAgainAtOnce() {
    let bench = ReactiveBench(
      count: 600, parts: [.momentumFollower, .stopLoss], parameters: ["rise_window": .constant(20)])
    let wakes = (0...40).map { _ in
      bench.step(10_000)
      return bench.woken
    }
    #expect(wakes[1...].allSatisfy { (8...60).contains($0) }, "\(wakes)")
    #expect(Array(wakes[1...20]) == Array(wakes[21...40]))
  }
}
