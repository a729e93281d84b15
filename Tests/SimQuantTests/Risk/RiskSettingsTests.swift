import SimQuant
import Testing

struct RiskSettingsTests {
  @Test func ticksMakeAYear() {
    #expect(RiskSettings.ticks(perDay: 390).periodsPerYear == 98_280)
    #expect(RiskSettings.ticks(perDay: 390, perPeriod: 390).periodsPerYear == 252)
    #expect(RiskSettings(periodsPerYear: 50, riskFreePerYear: 0.05).riskFreePerPeriod == 0.001)
  }

  @Test func aYearWithoutPeriodsTraps() async {
    await #expect(processExitsWith: .failure) { _ = RiskSettings(periodsPerYear: 0) }
    await #expect(processExitsWith: .failure) { _ = RiskSettings(riskFreePerYear: .nan) }
  }
}
