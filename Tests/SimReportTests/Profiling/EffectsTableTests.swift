import Foundation
import SimParallel
import SimReport
import SimTestSupport
import Testing

struct EffectsTableTests {
  private func table(_ design: ProfileDesign) -> [[String]] {
    let records = TrialPlan(design, trials: 2, seed: 1).entries.map {
      TrialRecordTests.record(
        $0.config.profileName, trial: $0.trial, order: $0.order, design: design,
        milliseconds: ($0.config[.auctions] ? 50 : 60) + Double(($0.order * $0.trial) % 3) * 1e-4)
    }
    return EffectsTable(ProfileAnalysis(design, records)).text.split(separator: "\n").map {
      $0.components(separatedBy: ",")
    }
  }

  @Test(arguments: [(ProfileDesign.standard, 9 + 1 + 1), (.screening, 9 + 21), (.full, 9 + 1 + 36)])
  func everyEffectHasARow(design: ProfileDesign, rows: Int) throws {
    let table = table(design)
    #expect(table[0] == EffectsTable.columns && table.count == 1 + rows)
    #expect(table.allSatisfy { $0.count == table[0].count })
    #expect(table[1...9].map { $0[2] } == ParallelToggle.allCases.map(\.name))
    let auctions = try #require(table.first { $0[2] == "auctions" })
    #expect(auctions[1] == "gain" && auctions[8] == "true")
    let change = try #require(Double(auctions[3]))
    #expect((change - 0.2).magnitude < 0.001)
    #expect(try #require(Double(auctions[4])) <= change && change <= #require(Double(auctions[5])))
  }

  @Test func theFileIsTheText() throws {
    let folder = try TemporaryFolder()
    let records = TrialPlan(.standard, trials: 1, seed: 1).entries.map {
      TrialRecordTests.record($0.config.profileName, trial: 1, order: $0.order)
    }
    let table = EffectsTable(ProfileAnalysis(.standard, records))
    try table.write(to: folder.path("effects.csv"))
    #expect(try folder.text("effects.csv") == table.text)
    #expect(table.text.contains("standard,gain,auctions,0.000000,,,0.000000,,false\n"), "no interval, no cells")
    #expect(throws: ReportError.self) { try table.write(to: folder.path("nowhere/effects.csv")) }
  }
}
