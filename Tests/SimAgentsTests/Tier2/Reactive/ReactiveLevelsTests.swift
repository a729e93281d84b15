import SimTypes
import Testing

@testable import SimAgents

struct ReactiveLevelsTests {
  private func levels(
    _ parts: ReactiveParts, shares: Int32, paid: Int64 = 10_000, mark: Int32 = 10_000,
    _ parameters: [String: Distribution] = [:]
  ) -> ReactiveLevels {
    let bench = ReactiveBench(
      parts: parts,
      parameters: [
        "buy_level": .constant(0.95), "stop": .constant(0.1), "trail": .constant(0.1), "target": .constant(0.1),
        "sell_level": .constant(1.2), "rise": .constant(0.05),
      ].merging(parameters) { $1 })
    var recipe = bench.accounts.view.strategySpace.rebound(to: ReactiveRecipe.self)[0]
    recipe.mark = mark
    return ReactiveLevels(
      recipe, shares: shares, cost: Int64(shares) * paid * 100, initial: 10_000, tickSize: .cent)
  }

  @Test func theyFollowFromWhatIsHeldAndWasPaid() {
    let flat = levels([.thresholdBuyer, .stopLoss, .takeProfit], shares: 0)
    #expect(flat.buy == 9_500 && flat.stop == 0 && flat.target == .max && flat.rise == .max)
    let holding = levels([.thresholdBuyer, .stopLoss, .takeProfit], shares: 7, paid: 9_999)
    // 8,999.1 and 10,998.9, to the far side.
    #expect(holding.buy == 9_500 && holding.stop == 8_999 && holding.target == 10_999)
    #expect(!holding.isOut(9_000) && holding.isOut(8_999) && !holding.isOut(10_998) && holding.isOut(10_999))
    let full = levels([.thresholdBuyer, .thresholdSeller], shares: 400)
    #expect(full.buy == 0 && full.sell == 12_000 && !full.isOut(1) && !full.isOut(.max - 1))
    #expect(levels([.momentumFollower, .stopLoss], shares: 0, mark: 10_001).rise == 10_502)
    #expect(levels([.momentumFollower, .stopLoss], shares: 0, mark: 3).rise == 4)
    #expect(levels([.momentumFollower, .stopLoss], shares: 5).rise == .max)
    let trailing = levels([.thresholdBuyer, .trailingStop], shares: 5, mark: 12_345)
    #expect(trailing.stop == 11_110 && trailing.step == 12_345 + 1_235 / 16)
  }

  @Test func itListensToTheNearestOnEitherSide() {
    let levels = levels([.thresholdBuyer, .stopLoss, .thresholdSeller], shares: 5)
    func neighbours(_ price: Int32) -> [Int32?] {
      let found = levels.neighbours(of: price)
      return [found.below, found.above]
    }
    // Stop 9,000, buyer 9,500, seller 12,000.
    #expect(neighbours(10_000) == [9_500, 12_000])
    #expect(neighbours(9_501) == [9_500, 12_000])
    // What has been passed is listened to from the other side.
    #expect(neighbours(9_500) == [9_000, 9_501])
    #expect(neighbours(9_000) == [nil, 9_001])
    #expect(neighbours(12_000) == [11_999, nil])
    #expect(neighbours(11_999) == [9_500, 12_000])
  }

  /// However the price moves, the agent is awake whenever one of its levels is crossed.
  @Test func noCrossingIsMissed() {
    let levels = levels([.thresholdBuyer, .stopLoss, .thresholdSeller], shares: 5)
    let boundaries: [Int32] = [9_000, 9_500, 11_999]
    for before in stride(from: Int32(8_500), through: 12_500, by: 1) {
      let (below, above) = levels.neighbours(of: before)
      for now in [before - 700, before - 1, before + 1, before + 700, 9_000, 9_001, 9_500, 9_501, 11_999, 12_000] {
        let wakes = now <= below ?? 0 || now >= above ?? .max
        let crosses = boundaries.contains { ($0 < before) != ($0 < now) }
        #expect(wakes == crosses, "from \(before) to \(now)")
      }
    }
  }
}
