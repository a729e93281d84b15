import SimParallel
import Testing

@testable import SimReport

struct ProfileTextTests {
  private func records(_ design: ProfileDesign, _ milliseconds: (ParallelizationConfig, Int) -> Double) -> [TrialRecord]
  {
    TrialPlan(design, trials: 2, seed: 1).entries.map {
      TrialRecordTests.record(
        $0.config.profileName, trial: $0.trial, order: $0.order, design: design,
        milliseconds: milliseconds($0.config, $0.trial))
    }
  }

  @Test func theTextNamesEveryPhaseItsGainAndWhatToSet() {
    let analysis = ProfileAnalysis(
      .standard, records(.standard) { ($0[.auctions] ? 50.0 : 60) * ($0[.indicators] ? 1 : 0.9) + Double($1) * 0.01 })
    let text = analysis.text
    for toggle in ParallelToggle.allCases { #expect(text.contains("\n\(toggle.name) "), "\(toggle)") }
    #expect(text.contains("all_parallel") && text.contains("seq_auctions") && text.contains("medians of 2 trials each"))
    #expect(text.contains("+20.0 %") && text.contains("-10.0 %") && text.contains("  pays") && text.contains("  loses"))
    #expect(text.contains("seq_indicators\n  --par-indicators false\n  PAR_INDICATORS=false\n"))
    #expect(!text.contains("nan") && !text.split(separator: "\n").contains { $0.hasSuffix(" ") })
  }

  @Test func aLongListIsCutToWhatMatters() {
    let analysis = ProfileAnalysis(.full, records(.full) { $0[.auctions] ? 50.0 : 60 + Double($1) * 0.01 })
    #expect(analysis.shown.count <= 11 + 10 + 1)
    #expect(analysis.text.contains("more in the CSV file"))
    #expect(analysis.text.contains("none of 36 pairs of phases stands out"))
  }

  @Test(arguments: [(0.0, "0.0 %"), (0.0953101798, "+10.0 %"), (-0.1053605157, "-10.0 %"), (0.6931471806, "+100.0 %")])
  func logarithmsAreShownAsPercent(logarithm: Double, expected: String) {
    #expect(ProfileAnalysis.percent(logarithm) == expected)
  }
}
