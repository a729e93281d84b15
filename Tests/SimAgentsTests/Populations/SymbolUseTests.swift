import SimAgents
import Testing

struct SymbolUseTests {
  @Test func howManySymbolsItNeeds() {
    let uses: [SymbolUse] = [
      .one, .pair, .all(sectorsMin: 0), .all(sectorsMin: 3), .all(sectorsMin: 2, symbolsMin: 4),
    ]
    #expect(uses.map(\.symbolsMin) == [1, 2, 1, 3, 4])
    #expect(uses.map(\.sectorsMin) == [0, 0, 0, 3, 2])
    #expect(uses.map { $0.legs(ofSymbols: 7) } == [1, 2, 7, 7, 7])
  }

  @Test func whichSymbolsGoTogether() {
    #expect(SymbolUse.one.combinations(of: [3, 1]) == [[3], [1]])
    #expect(SymbolUse.pair.combinations(of: [3, 1]) == [[3, 1]])
    #expect(SymbolUse.pair.combinations(of: [3, 1, 2]) == [[3, 1], [1, 2], [2, 3]])
    #expect(SymbolUse.all(sectorsMin: 2, symbolsMin: 3).combinations(of: [3, 1, 2]) == [[3, 1, 2]])
  }
}
