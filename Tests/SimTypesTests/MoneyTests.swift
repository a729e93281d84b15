import SimTypes
import Testing

struct MoneyTests {
  @Test(
    arguments: [
      // Ties that a double holds exactly: 312.5 units, 937.5, 1562.5.
      (0.03125, 313), (-0.03125, -313), (0.09375, 938), (-0.09375, -938), (0.15625, 1_563), (-0.15625, -1_563),
      (0, 0), (1, 10_000), (0.000_049, 0), (-0.000_049, 0), (99.533_3, 995_333), (-12.34, -123_400),
    ] as [(Double, Int64)])
  func dollarsRoundToTheNearestUnitHalvesAwayFromZero(dollars: Double, raw: Int64) {
    #expect(Cash(dollars: dollars)?.raw == raw)
    #expect(Price(dollars: dollars)?.raw == raw)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e15, -1e15, .greatestFiniteMagnitude])
  func whatDoesNotFitIsNil(dollars: Double) {
    #expect(Cash(dollars: dollars) == nil)
    #expect(Price(dollars: dollars) == nil)
  }

  @Test(
    arguments: [
      (0, "$0.0000"), (1, "$0.0001"), (-1, "-$0.0001"), (995_333, "$99.5333"), (-123_400, "-$12.3400"),
      (10_000, "$1.0000"), (Int64.max, "$922337203685477.5807"), (Int64.min, "-$922337203685477.5808"),
    ] as [(Int64, String)])
  func moneyReadsAsDollarsWithFourDecimals(raw: Int64, text: String) {
    #expect("\(Cash(raw: raw))" == text)
    #expect("\(Price(raw: raw))" == text)
  }

  @Test func cashAddsExactlyAndCompares() {
    var cash = Cash(raw: 7) + Cash(raw: -10)
    #expect(cash == Cash(raw: -3) && cash < .zero)
    cash += Cash(raw: 13)
    cash -= Cash(raw: 4)
    #expect(cash.raw == 6)
    #expect(Cash(raw: 25_000).dollars == 2.5)
    #expect(Price(raw: 1) < Price(raw: 2))
  }

  @Test func aValueThatDoesNotFitIsNil() {
    #expect(Price(raw: 995_333).value(of: 300) == Cash(raw: 298_599_900))
    #expect(Price(raw: -5).value(of: 3) == Cash(raw: -15))
    #expect(Price(raw: .max).value(of: 1) == Cash(raw: .max))
    #expect(Price(raw: .max / 2).value(of: 3) == nil)
    #expect(Price(raw: .min).value(of: 2) == nil)
  }

  @Test func ticksAndPricesTurnIntoEachOtherOnTheGridOnly() {
    #expect(TickSize.cent.price(9_953) == Price(raw: 995_300))
    #expect(TickSize.cent.price(.max) == Price(raw: 214_748_364_700))
    #expect(TickSize.cent.ticks(Price(raw: 995_300)) == 9_953)
    #expect(TickSize.cent.ticks(Price(raw: -100)) == -1)
    #expect(TickSize.cent.ticks(Price(raw: 995_333)) == nil)
    #expect(TickSize(raw: 1).ticks(Price(raw: 1 << 31)) == nil)
    #expect(TickSize(raw: 1).ticks(Price(raw: (1 << 31) - 1)) == .max)
  }
}
