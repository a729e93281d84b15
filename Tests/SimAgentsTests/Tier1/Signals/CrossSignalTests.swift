import SimColumns
import Testing

@testable import SimAgents

struct CrossSignalTests {
  @Test func onlyACrossingAsksForSomething() {
    var stance: Int8 = 0
    let steps = [(false, true), (true, true), (true, true), (true, false), (true, false), (false, true), (true, true)]
      .map { CrossSignal.step(&stance, isKnown: $0.0, isAbove: $0.1) }
    #expect(
      steps == [
        SignalStep.none, SignalStep.none, SignalStep.none, SignalStep.sell, SignalStep.none, SignalStep.none,
        SignalStep.buy,
      ])
  }

  /// Whoever is not among those who change need not be asked: nothing would come of it.
  @Test func onlyThoseChangeWhomAStepMoves() {
    let values: [Double] = [-1, 0, 1, .nan, 2, 0.5, .infinity, -.infinity]
    for shift in 0..<8 {
      for stance in Int8(-1)...1 {
        let line = (0..<8).map { values[($0 + shift) % 8] }
        let level = (0..<8).map { values[($0 * 3) % 8] }
        let stances = Column<Int8>(count: 8, filledWith: stance)
        let changed = CrossSignal.changes(
          Self.halves(line), above: Self.halves(level), known: Self.halves(level), EightRows.stances(stances.view, 0))
        for place in 0..<8 {
          var after = stance
          let step = CrossSignal.step(
            &after, isKnown: !level[place].isNaN, isAbove: line[place] > level[place])
          #expect((changed >> UInt64(place) & 1 == 1) == (after != stance))
          #expect(after != stance || step == SignalStep.none)
        }
        #expect(changed < 256)
      }
    }
  }

  private static func halves(_ values: [Double]) -> EightRows.Halves { (SIMD4(values[0..<4]), SIMD4(values[4..<8])) }
}
