import Testing

@testable import SimReport

struct NumberTextTests {
  @Test func decimalsAndThousands() {
    #expect(NumberText.fixed(1_234.5, 2) == "1,234.50" && NumberText.fixed(-0.05, 1) == "-0.1")
    #expect(NumberText.fixed(-0.001, 2) == "0.00" && NumberText.fixed(999.999, 2) == "1,000.00")
    #expect(NumberText.fixed(.nan, 2) == "–" && NumberText.fixed(1e300, 3) == "1e+300")
  }

  @Test func largeNumbersAreShort() {
    #expect([950, 1_250, 3_400_000, -2e9, .infinity].map(NumberText.compact) == ["950", "1.3k", "3.4M", "-2.0B", "–"])
  }

  @Test func dollarsAndShares() {
    #expect(
      [12.345, -12.3, 1_234_567, -0.001].map(NumberText.dollars) == ["$12.35", "-$12.30", "$1,234,567", "$0.00"])
    #expect(NumberText.percent(0.1234) == "12.3 %" && NumberText.percent(.nan) == "–")
  }
}
