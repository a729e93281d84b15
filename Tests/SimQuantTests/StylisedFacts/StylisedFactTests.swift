import SimQuant
import Testing

struct StylisedFactTests {
  @Test func elevenFactsOfWhichSevenGate() {
    #expect(StylisedFact.allCases.map(\.rawValue) == Array(1...11))
    #expect(StylisedFact.allCases.filter(\.isGate).map(\.rawValue) == [1, 2, 4, 6, 7, 8, 10])
    #expect(Set(StylisedFact.allCases.map(\.title)).count == 11)
  }
}
