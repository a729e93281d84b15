import SimQuant
import Testing

struct EquityPathTests {
  @Test func aFallAndItsLength() {
    var path = EquityPath()
    for equity in [100.0, 120, 90, 100, 119, 120, 110, 130] { path.add(equity) }
    #expect(path.maxDrawdown == 0.25 && path.peak == 130 && path.first == 100 && path.last == 130)
    #expect(path.longestUnderwater == 3, "90, 100 and 119 are below 120, and 120 is not")
    #expect(path.underwater == 0 && path.totalReturn == 0.3)
    path.add(129)
    #expect(path.underwater == 1 && path.longestUnderwater == 3)
  }

  @Test func theLongestIsNotAlwaysTheDeepest() {
    var path = EquityPath()
    for equity in [100.0, 50, 100, 99, 99, 99, 99] { path.add(equity) }
    #expect(path.maxDrawdown == 0.5 && path.longestUnderwater == 4)
  }

  @Test func withoutMoneyThereIsNothingToLose() {
    var path = EquityPath()
    #expect(path.totalReturn == nil)
    for equity in [0.0, -5, -10] { path.add(equity) }
    #expect(path.maxDrawdown == 0 && path.longestUnderwater == 0 && path.totalReturn == nil)
  }
}
