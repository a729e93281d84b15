import SimQuant
import Testing

struct CrossSectionTests {
  @Test func agreesWithScipy() throws {
    let fixture = try StatisticsFixture.loaded.get().crossSection
    for (found, expected) in zip(CrossSection.zScores(fixture.values), fixture.z) {
      #expect(isClose(found, expected, 1e-12))
    }
    for (found, expected) in zip(CrossSection.scores(fixture.values), fixture.scores) {
      #expect(isClose(found, expected, 1e-12))
    }
  }

  @Test func oneWildSymbolIsCut() {
    let values = [Double](repeating: 0, count: 99) + [1e9]
    #expect(CrossSection.scores(values)[99] == 1)
    #expect(CrossSection.zScores(values)[99]! > 9)
  }

  @Test func whoHasNoValueHasNoScore() {
    #expect(CrossSection.zScores([1, nil, 3, .nan, .infinity]) == [-1, nil, 1, nil, nil])
    #expect(CrossSection.scores([7, nil]) == [nil, nil] && CrossSection.scores([]).isEmpty)
    #expect(CrossSection.scores([0.1, 0.1, 0.1]) == [0, 0, 0])
  }
}
