import Testing

@testable import SimReport

struct StudentDistributionTests {
  /// Two-sided values of printed tables (D. C. Montgomery, *Design and Analysis of Experiments*, table II).
  @Test(arguments: [
    (1.0, 0.95, 12.706), (2, 0.95, 4.303), (5, 0.99, 4.032), (10, 0.9, 1.812), (20, 0.95, 2.086), (30, 0.999, 3.646),
    (120, 0.95, 1.980), (Double.infinity, 0.95, 1.960),
  ])
  func quantilesAreThoseOfTheTables(degrees: Double, confidence: Double, expected: Double) {
    let found = StudentDistribution.quantile(confidence: confidence, degrees: degrees)
    #expect((found - expected).magnitude < 0.0006, "\(found)")
  }

  /// ν = 1 is Cauchy's distribution and ν = 2 has a closed form.
  @Test(arguments: [0.1, 0.5, 1, 2, 5, 40, 1_000]) func closedForms(t: Double) {
    #expect((StudentDistribution.inside(t, 2) - t / (2 + t * t).squareRoot()).magnitude < 1e-12)
    let wide = StudentDistribution.inside(t, 1e7)
    #expect((wide - StudentDistribution.inside(t, .infinity)).magnitude < 1e-6)
  }

  @Test func theQuantileUndoesTheProbability() {
    for degrees in [1.0, 3.5, 10.33, 466] {
      for confidence in [0.5, 0.95, 0.9986] {
        let t = StudentDistribution.quantile(confidence: confidence, degrees: degrees)
        #expect((StudentDistribution.inside(t, degrees) - confidence).magnitude < 1e-9)
      }
    }
  }
}
