import SimRandom
import Testing

@testable import SimQuant

struct DecayExponentTests {
  private func value(_ statistic: MeanFunctional) -> Double { statistic.function(statistic.means()) }

  /// The function of means alone: correlations that are exactly 0.3·k^-β at the mean ln k of each bin.
  @Test(arguments: [0.1, 0.3, 0.9]) func findsTheExponentOfAPowerLaw(beta: Double) {
    let statistic = MeanFunctional.decayExponent(FactFixture.normals(1_000, seed: 1))
    let correlations = MeanFunctional.decayBins.map { bin in
      let logLag = bin.reduce(0) { $0 + DeterministicMath.log(Double($1)) } / Double(bin.count)
      return 0.3 * DeterministicMath.exp(-beta * logLag)
    }
    #expect(abs(statistic.function([0, 1] + correlations) - beta) < 1e-12)
  }

  @Test func aBinWithoutCorrelationHasNoLaw() {
    let statistic = MeanFunctional.decayExponent(FactFixture.normals(1_000, seed: 1))
    #expect(statistic.function([0, 1, 0.3, 0.2, 0.2, 0.1, 0.1, 0, 0.1]).isNaN)
  }

  @Test func volatilityThatForgetsFastDecaysFaster() {
    let fast = FactFixture.garch(20_000, alpha: 0.2, beta: 0.75, seed: 2)
    let slow = FactFixture.garch(20_000, alpha: 0.05, beta: 0.945, seed: 2)
    #expect(!(value(.decayExponent(fast)) < 2 * value(.decayExponent(slow))))  // or no law at all
  }
}
