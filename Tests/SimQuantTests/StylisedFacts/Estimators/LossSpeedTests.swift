import Testing

@testable import SimQuant

struct LossSpeedTests {
  private func value(_ statistic: MeanFunctional) -> Double { statistic.function(statistic.means()) }

  /// Every 50 steps one fall, made up for by small rises.
  private let crashes = (0..<2_000).map { $0 % 50 == 49 ? -4.9 : 0.1 + ($0 % 50 == 20 ? 0.4 : 0) }

  @Test func sharpFallsAreFasterThanSlowRises() {
    // No rise ever reaches the level within the horizon here; with a few it does.
    #expect(value(.lossSpeed(crashes)).isNaN)
    var mixed = crashes
    mixed[10] = 6
    let found = value(.lossSpeed(mixed))
    #expect(found > 1)
    #expect(abs(value(.lossSpeed(mixed.map { -$0 })) + found) < 1e-12)
  }

  /// The spread over many random walks is what the bootstrap says it is, though drift comes and goes in resamples.
  @Test func theErrorKnowsThatDriftIsTakenOut() {
    let statistics = (1...40).map { MeanFunctional.lossSpeed(FactFixture.normals(1_000, seed: $0)) }
    let values = statistics.map(value)
    let spread = (values.reduce(0) { $0 + $1 * $1 } / 40).squareRoot()  // about the true value, 0
    let errors = statistics.prefix(10).map { StationaryBootstrap(seed: 1).run($0, row: 0).standardError }
    let ratio = errors.reduce(0, +) / 10 / spread
    #expect(0.7 < ratio && ratio < 1.5, "\(ratio)")  // without the correction, above 3
  }

  @Test func aRandomWalkHasNoPreference() {
    #expect(abs(value(.lossSpeed(FactFixture.normals(20_000, seed: 1)))) < 0.15)
  }
}
