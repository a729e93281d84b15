import SimRandom
import Testing

@testable import SimAgents

struct CollateralTests {
  static func terms(_ initial: Int64 = 15_000) -> LendingTerms {
    LendingTerms(initialMargin: initial, maintenanceMargin: 10_000, locateRequired: true, feeInterval: 1)
  }

  /// Around every multiple that rounds, and at the largest amounts and margins there are.
  @Test func aFractionIsRoundedUp() {
    #expect(Collateral.fraction(15_000, of: 0) == 0)
    #expect(Collateral.fraction(15_000, of: 1) == 2)
    #expect(Collateral.fraction(15_000, of: 2) == 3)
    #expect(Collateral.fraction(1, of: 10_000) == 1 && Collateral.fraction(1, of: 10_001) == 2)
    #expect(Collateral.fraction(0, of: Collateral.valueMax) == 0)
    #expect(Collateral.fraction(1_000_000, of: Collateral.valueMax) == Collateral.valueMax * 100)
    var stream = RowStream(StreamKey(seed: 5, purpose: .spawn), row: 0, tick: 0)
    for _ in 0..<5_000 {
      let amount = Int64(stream.next() >> UInt64(7 + stream.bounded(50)))  // at most 2⁵⁷ - 1
      let bounded = min(amount, Collateral.valueMax)
      let parts = Int64(stream.bounded(1_000_001))
      let exact = (Int128(parts) * Int128(bounded) + 9_999) / 10_000
      #expect(Int128(Collateral.fraction(parts, of: bounded)) == exact, "\(parts) of \(bounded)")
    }
  }

  @Test func onlyAShortPositionIsLocked() {
    #expect(Collateral.lock(cost: -1_001, owned: -3, Self.terms()) == 1_502)
    #expect(Collateral.lock(cost: 1_001, owned: 3, Self.terms()) == 0)
    #expect(Collateral.lock(cost: 0, owned: 0, Self.terms()) == 0)
  }

  @Test func aWaitingSaleHoldsWhatItsProceedsLack() {
    #expect(Collateral.hold(pending: 3, price: 1_001, Self.terms()) == 1_502)  // 50 % of 3,003
    #expect(Collateral.hold(pending: 3, price: 1_001, Self.terms(10_000)) == 0)
    #expect(Collateral.hold(pending: 0, price: .max, Self.terms()) == 0)
  }

  @Test func aValueThatDoesNotFitHasNoHold() {
    let half = Collateral.valueMax / 2
    #expect(Collateral.hold(pending: 2, price: half, Self.terms()) == nil)
    #expect(Collateral.hold(pending: 1, price: 2 * half - 1, Self.terms()) == half)
    #expect(Collateral.hold(pending: 1 << 33, price: 1 << 33, Self.terms()) == nil)  // 2⁶⁶: wraps
  }
}
