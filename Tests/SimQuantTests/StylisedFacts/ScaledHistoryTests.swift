import Testing

@testable import SimQuant

struct ScaledHistoryTests {
  /// 104 rows: scale 10 leaves three of 103 returns out.
  private func history() throws -> PriceHistory {
    let closes = (0..<104).map { 100 + Double($0) }
    return try PriceHistory(
      closes: closes, volumes: (0..<104).map(Double.init),
      book: .init(
        bids: closes.map { $0 - 1 }, asks: closes.map { $0 + 1 },
        depths: (bids: closes, asks: [Double](repeating: 50, count: 104))))
  }

  @Test func windowsStartAtTheFirstRow() throws {
    let scaled = ScaledHistory(try history(), scale: 10)
    #expect(scaled.returns.count == 10)
    #expect(abs(scaled.returns[1] - 0.087011377) < 1e-9)  // ln(120 / 110)
    #expect(scaled.volumes?[1] == 155)  // 11 + … + 20
    #expect(scaled.book?.spreads[1] == 2.0 / 120)
    #expect(scaled.book?.depths?[1] == 170)
    #expect(scaled.book?.imbalances?[1] == 70.0 / 170)
    #expect(scaled.book?.midReturns == scaled.returns)
    #expect(scaled.book?.orderFlow?.count == 10)
  }

  @Test func aScaleLongerThanTheHistoryHasNoReturns() throws {
    let scaled = ScaledHistory(try history(), scale: 200)
    #expect(scaled.returns.isEmpty && scaled.book?.spreads.isEmpty == true && scaled.residuals == nil)
  }

  @Test func orderFlowByHand() {
    // Bid up with 70 behind it, ask as before with 10 fewer; then the bid falls back and the ask comes down with 40.
    let book = PriceHistory.BookHistory(
      bids: [10, 11, 10], asks: [13, 13, 12], depths: (bids: [50, 70, 20], asks: [30, 20, 40]))
    #expect(ScaledHistory.orderFlow(book) == [70 - 20 + 30, -70 - 40])
  }

  @Test func residualsNeedEnoughReturnsThatDiffer() throws {
    let flat = try PriceHistory(closes: [Double](repeating: 5, count: 600))
    #expect(ScaledHistory(flat, scale: 1).residuals == nil)
    let series = try FactFixture.history(returns: FactFixture.normals(500, seed: 3).map { 0.01 * $0 })
    #expect(ScaledHistory(series, scale: 1).residuals?.count == 500)
    #expect(ScaledHistory(series, scale: 2).residuals == nil)
  }
}
