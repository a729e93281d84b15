import Testing

@testable import SimQuant

struct CoarseToFineTests {
  private func value(_ statistic: MeanFunctional) -> Double { statistic.function(statistic.means()) }

  /// Windows of five whose steps agree in sign (a large coarse move) make the next window's steps large.
  @Test func aMoveThatBreedsNoiseIsSeen() {
    let shocks = FactFixture.normals(5_000, seed: 1)
    var returns: [Double] = []
    var size = 1.0
    for window in 0..<1_000 {
      let steps = (0..<5).map { size * shocks[5 * window + $0] }
      returns += steps
      size = steps.reduce(0, +).magnitude > 3 ? 3 : 1
    }
    #expect(value(.coarseToFine(returns)) > 0.05)
  }

  @Test func reversingTimeReversesTheSign() {
    let returns = FactFixture.garch(5_000, alpha: 0.1, beta: 0.85, seed: 1)
    let found = value(.coarseToFine(returns))
    #expect(abs(value(.coarseToFine(returns.reversed())) + found) < 1e-9)
  }
}
