import Testing

@testable import SimQuant

struct NelderMeadTests {
  /// The banana of Rosenbrock, lowest at (1, 1), with a bent valley that misleads descent along one axis.
  @Test func findsTheEndOfACurvedValley() {
    let found = NelderMead.minimum(from: [-1.2, 1], step: 0.5, tolerance: 1e-14) { x in
      100 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1 - x[0]) * (1 - x[0])
    }
    #expect(abs(found[0] - 1) < 1e-4 && abs(found[1] - 1) < 1e-4)
  }

  @Test(arguments: 1...4) func findsABowlInAnyNumberOfVariables(dimension: Int) {
    let found = NelderMead.minimum(from: [Double](repeating: 0, count: dimension), step: 1, tolerance: 1e-14) { x in
      x.enumerated().reduce(0) { $0 + ($1.element - Double($1.offset)) * ($1.element - Double($1.offset)) }
    }
    for (axis, value) in found.enumerated() { #expect(abs(value - Double(axis)) < 1e-4) }
  }

  @Test func stopsWhenToldTo() {
    var calls = 0
    _ = NelderMead.minimum(from: [0], step: 1, stepsMax: 10) { x in
      calls += 1
      return x[0]  // no lowest point
    }
    #expect(calls <= 2 + 10 * 2)
  }
}
