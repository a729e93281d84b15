import Foundation
import Testing

@testable import SimQuant

struct FactMetricTests {
  /// Every metric at every scale equals what numpy, scipy and statsmodels find, or is missing on both sides.
  @Test(arguments: ["sp500", "nasdaq", "book"]) func agreesWithTheOracles(name: String) throws {
    let history = try FactFixture.history(name)
    let rows = try FactFixture.rows("expected.csv").filter { $0["series"] == name }
    #expect(rows.count >= 120)
    var scaled = ScaledHistory(history, scale: 1)
    for row in rows {
      let scale = try #require(Int(row["scale"] ?? ""))
      if scale != scaled.scale { scaled = ScaledHistory(history, scale: scale) }
      let metric = try #require(FactMetric.all.first { $0.name == row["metric"] })
      let found = try value(metric, scaled)
      guard let expected = Double(row["value"] ?? "") else {
        #expect(found.isNaN, "\(row)")
        continue
      }
      // Residuals depend on where two optimisers stop; everything else is arithmetic.
      let tolerance = metric.name == "residual_kurtosis" || metric.name == "kurtosis_removed" ? 2e-3 : 1e-8
      #expect(abs(found - expected) <= tolerance * max(1, abs(expected)), "\(row) found \(found)")
    }
  }

  private func value(_ metric: FactMetric, _ history: ScaledHistory) throws -> Double {
    guard history.returns.count >= metric.returnsMin else { return .nan }
    let statistic = try metric.estimate(history)
    return statistic.function(statistic.means())
  }

  @Test func everyFactHasSomethingThatDecidesIt() {
    for fact in StylisedFact.allCases {
      #expect(FactMetric.all.contains { $0.fact == fact && $0.decides }, "\(fact)")
    }
    #expect(FactMetric.all.count { $0.fact == nil } >= 6)  // the order book
    #expect(Set(FactMetric.all.map(\.name)).count == FactMetric.all.count)
  }

  /// Each metric has its row on the page, with the band the code uses.
  @Test func thePageHasEveryMetricAndBand() throws {
    let page = FactFixture.folder.appending(path: "../../../docs/models/stylised-facts.md").standardizedFileURL
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
    for metric in FactMetric.all {
      let row = try #require(lines.first { $0.hasPrefix("|") && $0.contains("`\(metric.name)`") }, "\(metric.name)")
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let band = [metric.band.lowerBound, metric.band.upperBound]
        .map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: " ... ")
      #expect(cells.contains(band), "\(metric.name): \(band)")
    }
  }

  @Test func whatIsNotGivenIsSaid() throws {
    let bare = ScaledHistory(try FactFixture.history(returns: FactFixture.normals(600, seed: 1)), scale: 1)
    let reasons = FactMetric.all.compactMap { metric -> String? in
      do throws(NotComputable) {
        _ = try metric.estimate(bare)
        return nil
      } catch { return error.reason }
    }
    #expect(Set(reasons) == ["no volume given", "no bid and ask given"])
    #expect(reasons.count == 9)  // all of the book, and the volume
  }
}
