import Testing

@testable import SimQuant

struct GarchFilterTests {
  /// scipy's optimiser on the same likelihood; arch's full model, which has one parameter more, nearby.
  @Test(arguments: ["sp500", "nasdaq", "book"]) func agreesWithOtherOptimisers(name: String) throws {
    let filter = GarchFilter(try FactFixture.returns(name))
    let rows = try FactFixture.rows("garch.csv").filter { $0["series"] == name }
    #expect(rows.count == 2)
    for row in rows {
      let alpha = try #require(Double(row["alpha"] ?? ""))
      let beta = try #require(Double(row["beta"] ?? ""))
      let tolerance = row["fit"] == "targeted" ? 2e-4 : 5e-3
      #expect(abs(filter.alpha - alpha) < tolerance && abs(filter.beta - beta) < tolerance, "\(row)")
      if let lowest = Double(row["objective"] ?? "") { #expect(abs(filter.objective - lowest) < 1e-7, "\(row)") }
    }
  }

  @Test func findsTheParametersASeriesWasMadeWith() {
    let filter = GarchFilter(FactFixture.garch(20_000, alpha: 0.08, beta: 0.9, seed: 1))
    #expect(abs(filter.alpha - 0.08) < 0.02 && abs(filter.beta - 0.9) < 0.025)
    let square = filter.residuals.reduce(0) { $0 + $1 * $1 } / Double(filter.residuals.count)
    #expect(abs(square - 1) < 0.02)
  }

  @Test func independentReturnsAreLeftAlone() {
    let returns = FactFixture.normals(2_000, seed: 1)
    let filter = GarchFilter(returns)
    #expect(filter.alpha < 0.05)
    let worst = zip(filter.residuals, MeanFunctional.standardised(returns)).map { abs($0 - $1) }.max() ?? .infinity
    #expect(worst < 0.5)
  }

  @Test func returnsThatAreAllEqualTrap() async {
    await #expect(processExitsWith: .failure) { _ = GarchFilter([1, 1, 1]) }
  }
}
