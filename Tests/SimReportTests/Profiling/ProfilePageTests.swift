import SimEngine
import SimParallel
import SimTestSupport
import Testing

@testable import SimReport

struct ProfilePageTests {
  private func analysis(_ design: ProfileDesign, trials: Int = 2) -> ProfileAnalysis {
    ProfileAnalysis(
      design,
      TrialPlan(design, trials: trials, seed: 1).entries.map {
        TrialRecordTests.record(
          $0.config.profileName, trial: $0.trial, order: $0.order, design: design,
          milliseconds: ($0.config[.auctions] ? 50 : 60) + Double($0.order % 5))
      })
  }

  private static let sections = ["result", "gains", "interactions", "time", "workers", "memory", "trials"]

  @Test(arguments: ProfileDesign.allCases) func everySectionIsThereAndWellFormed(design: ProfileDesign) throws {
    let html = ProfilePage(analysis(design)).html
    try MarkupBalance.check(html)
    for section in Self.sections { #expect(html.contains("<section id=\"\(section)\""), "\(section)") }
    #expect(html.contains("recommended") && html.contains("all_parallel") && html.contains("+1"))
    for toggle in ParallelToggle.allCases { #expect(html.contains(toggle.name), "\(toggle)") }
    #expect(!html.contains("nan") && !html.contains("http") && !html.contains("<script"))
    #expect(html.contains("was not measured"), "no sweep and no bandwidth were given")
  }

  @Test func workersAndMemoryAreShownWhereTheyWereMeasured() throws {
    let rules = try SmallMarket.rules()
    let outcome = try #require(try Trial(rules, warmup: 1, ticks: 5).run())
    let sweep = WorkerSweep([(1, [outcome]), (2, [outcome])], ticks: 5)
    let bandwidth = MemoryBandwidth(workers: 2, figures: [.init(bufferBytes: 1 << 20, gigabytesPerSecond: 10)])
    let html = ProfilePage(
      analysis(.standard), sweep: sweep, roofline: Roofline(rules, outcome, ticks: 5, bandwidth)
    ).html
    try MarkupBalance.check(html)
    #expect(!html.contains("was not measured") && html.contains("imbalance") && html.contains("operations a byte"))
  }

  @Test func oneTrialMakesAPageWithoutIntervals() throws {
    let html = ProfilePage(analysis(.standard, trials: 1)).html
    try MarkupBalance.check(html)
    #expect(html.contains("one trial cannot tell") && !html.contains("whisker unsure\" d"))
  }

  @Test func thePageIsWrittenWhole() throws {
    let folder = try TemporaryFolder()
    let page = ProfilePage(analysis(.standard))
    try page.write(to: folder.path("p.html"))
    #expect(try folder.text("p.html") == page.html)
  }
}
