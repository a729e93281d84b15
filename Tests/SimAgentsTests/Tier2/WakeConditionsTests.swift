import Testing

@testable import SimAgents

struct WakeConditionsTests {
  @Test func aStatementFitsIn16Bytes() { #expect(MemoryLayout<WakeConditions>.size == 16) }

  @Test func whatWasStatedCanBeReadBack() {
    var conditions = WakeConditions()
    #expect(conditions.belowPrice == nil && conditions.abovePrice == nil && conditions.tick == nil)
    conditions.whenBelow(90, stands: true)
    conditions.whenAbove(110, orAlready: true)
    conditions.every(16_777_215, from: 3)
    conditions.onNews([.sector, .macro])
    #expect(conditions.belowPrice == 90 && conditions.abovePrice == 110 && conditions.tick == 3)
    #expect(conditions.news == [.sector, .macro])
    #expect(conditions.marks.interval == 16_777_215)
    #expect(conditions.marks.intersection([.belowStands, .aboveStands, .isNew]) == [.belowStands, .aboveIsNew])
    conditions.whenBelow(91)
    conditions.at(8)
    conditions.onNews([])
    #expect(conditions.marks == .aboveIsNew && conditions.belowPrice == 91 && conditions.tick == 8)
  }

  @Test func theBitsOfReasonsAreThoseOfNews() {
    #expect(WakeReasons(NewsScopes.symbol) == .symbolNews)
    #expect(WakeReasons(NewsScopes.sector) == .sectorNews)
    #expect(WakeReasons(NewsScopes.macro) == .macroNews)
    #expect(WakeReasons.below.rawValue == UInt8(WakeMarks.belowStands.rawValue), "removing counts on it")
    #expect(WakeReasons.above.rawValue == UInt8(WakeMarks.aboveStands.rawValue))
  }

  @Test func theNextTimeOfARhythm() {
    func next(_ from: UInt32) -> UInt32 { WakeConditions.due(from: from, start: 5, interval: 3) }
    #expect([0, 5, 6, 8, 9, 11, 12].map(next) == [5, 5, 8, 8, 11, 11, 14])
  }

  @Test func aTimeThatIsOverIsNone() {
    #expect(WakeConditions.due(from: 6, start: 5, interval: 0) == WakeConditions.never)
    #expect(WakeConditions.due(from: .max - 1, start: 5, interval: 1 << 23) == WakeConditions.never)
  }

  @Test func anIntervalHasAtLeastOneTick() async {
    await #expect(processExitsWith: .failure) {
      var conditions = WakeConditions()
      conditions.every(0, from: 1)
    }
  }
}
