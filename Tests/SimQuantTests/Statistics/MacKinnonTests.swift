import SimQuant
import Testing

struct MacKinnonTests {
  @Test func agreesWithStatsmodels() throws {
    let fixtures = try StatisticsFixture.loaded.get().critical
    #expect(fixtures.count == 3)
    for (count, expected) in fixtures {
      let observations = try #require(Int(count))
      let one = MacKinnon(.one, observations: observations)
      let two = MacKinnon(.residualsOfTwo, observations: observations)
      for (found, value) in zip([one.onePercent, one.fivePercent, one.tenPercent], expected.one) {
        #expect(isClose(found, value, 1e-14))
      }
      for (found, value) in zip([two.onePercent, two.fivePercent, two.tenPercent], expected.two) {
        #expect(isClose(found, value, 1e-14))
      }
    }
  }
}
