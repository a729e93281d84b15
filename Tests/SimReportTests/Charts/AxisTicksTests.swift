import Testing

@testable import SimReport

struct AxisTicksTests {
  @Test func ticksStandOnRoundNumbersInsideTheAxis() {
    #expect(AxisTicks(0...1_000, wanted: 5).labels == ["0", "200", "400", "600", "800", "1,000"])
    #expect(AxisTicks(99.31...100.62, wanted: 4).labels == ["99.5", "100.0", "100.5"])
    #expect(AxisTicks(-0.3...0.3, wanted: 3).labels == ["-0.2", "0", "0.2"])
    #expect(AxisTicks(0...20_000, wanted: 4).labels == ["0", "5k", "10k", "15k", "20k"])
    #expect(AxisTicks(1_100_000...1_900_000, wanted: 2).labels == ["1.5M"])
  }

  @Test(arguments: [0.003, 1, 7, 12.5, 99, 1e5, 3e11], 1...9)
  func thereAreAboutAsManyAsWanted(length: Double, wanted: Int) {
    let domain = 0.37 * length...1.37 * length
    let ticks = AxisTicks(domain, wanted: wanted)
    #expect((1...2 * wanted + 1).contains(ticks.values.count) && ticks.values.allSatisfy(domain.contains))
    #expect(Set(ticks.labels).count == ticks.values.count, "neighbours are told apart")
  }

  @Test func anAxisWithoutLengthHasOneNumber() {
    #expect(AxisTicks(5...5, wanted: 4).labels == ["5.00"])
    #expect(AxisTicks(0...0, wanted: 4).labels == ["0"])
    #expect(AxisTicks(1e9...1e9 + 1e-7, wanted: 4).values.count == 1)
  }

  @Test func logarithmicTicksAreOneTwoAndFive() {
    #expect(AxisTicks(logarithmic: 40_000...1_600_000).labels == ["50k", "100k", "200k", "500k", "1M"])
    #expect(AxisTicks(logarithmic: 1...1e6).values == [1, 10, 100, 1e3, 1e4, 1e5, 1e6])
    #expect(AxisTicks(logarithmic: 0.02...0.4).labels == ["0.02", "0.05", "0.1", "0.2"])
  }

  @Test func anEndlessAxisTraps() async {
    await #expect(processExitsWith: .failure) { _ = AxisTicks(0 ... .infinity, wanted: 3) }
  }
}
