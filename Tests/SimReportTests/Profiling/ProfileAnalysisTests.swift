import Foundation
import SimParallel
import SimRandom
import Testing

@testable import SimReport

/// Series made by hand, of known effects and known errors.
struct ProfileAnalysisTests {
  /// Trials whose tick takes exp(base + Σ gain of what is sequential + Σ of pairs + round + error) µs.
  private static func series(
    _ design: ProfileDesign, trials: Int, gains: [ParallelToggle: Double] = [:],
    pairs: [(TogglePair, Double)] = [], noise: Double = 0, seed: UInt64 = 1
  ) -> [TrialRecord] {
    var words = SplitMix64(state: seed)
    return TrialPlan(design, trials: trials, seed: seed).entries.map { entry in
      let config = entry.config
      var y = log(200.0) + 0.3 * Double(entry.trial)  // each round slower than the last
      for (toggle, gain) in gains where !config[toggle] { y += gain }
      // As the analysis counts: ± half an effect by whether both agree.
      for (pair, effect) in pairs { y += (config[pair.first] == config[pair.second] ? 0.5 : -0.5) * effect }
      // Twelve uniforms less six: near enough to normal, deviation 1.
      let error = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &words) }
      return TrialRecordTests.record(
        config.profileName, trial: entry.trial, order: entry.order, design: design, ticks: 1_000,
        milliseconds: exp(y + noise * error))
    }
  }

  private static func gain(_ analysis: ProfileAnalysis, _ toggle: ParallelToggle) -> Estimate {
    analysis.gains[toggle.rawValue].effect
  }

  @Test(arguments: ProfileDesign.allCases) func effectsWithoutNoiseAreFoundExactly(design: ProfileDesign) throws {
    let gains: [ParallelToggle: Double] = [.auctions: 0.4, .riskTracking: 0.1, .indicators: -0.05]
    let analysis = ProfileAnalysis(design, Self.series(design, trials: 2, gains: gains))
    #expect(analysis.rounds == 2 && analysis.configurations.count == design.configurations.count)
    for toggle in ParallelToggle.allCases {
      let found = Self.gain(analysis, toggle)
      #expect((found.value - (gains[toggle] ?? 0)).magnitude < 1e-9, "\(toggle): \(found)")
      #expect(try #require(found.margin) < 1e-9)
    }
    #expect(analysis.interactions.allSatisfy { $0.effect.value.magnitude < 1e-9 })
    if design != .screening { #expect((try #require(analysis.together).value - 0.45).magnitude < 1e-9) }
    var expected = ParallelizationConfig.allParallel
    expected[.indicators] = false
    #expect(analysis.recommended == expected)
  }

  /// 95 intervals of 100 hold the truth: of 9 phases in 60 series 513, with a deviation of about 5. Phases of the
  /// standard design share one baseline and all phases of a series their error, so it is larger than that.
  @Test(arguments: [
    (ProfileDesign.standard, 3), (.standard, 2), (.screening, 1), (.screening, 2), (.full, 1), (.full, 2),
  ])
  func intervalsHoldTheTruthAsOftenAsTheySay(design: ProfileDesign, trials: Int) throws {
    let gains: [ParallelToggle: Double] = [.auctions: 0.2, .tradeUpdates: -0.1]
    let series = design == .full ? 6 : 60
    var held = 0
    for seed in 1...UInt64(series) {
      let records = Self.series(design, trials: trials, gains: gains, noise: 0.05, seed: seed)
      let analysis = ProfileAnalysis(design, records)
      for toggle in ParallelToggle.allCases {
        let found = Self.gain(analysis, toggle)
        if (found.value - (gains[toggle] ?? 0)).magnitude <= (try #require(found.margin)) { held += 1 }
      }
    }
    let share = Double(held) / Double(series * 9)
    #expect((0.88...0.995).contains(share), "\(share)")
  }

  @Test func oneTrialOfTheStandardDesignHasNoIntervals() {
    let analysis = ProfileAnalysis(.standard, Self.series(.standard, trials: 1, gains: [.auctions: -0.4], noise: 0.1))
    #expect(analysis.gains.allSatisfy { $0.effect.margin == nil } && analysis.together?.margin == nil)
    #expect(analysis.method.contains("no intervals"))
    #expect(analysis.recommended == .allParallel, "nothing is certain")
  }

  @Test func theStandardDesignShowsThatPhasesDependOnEachOther() throws {
    let pair = TogglePair(.agentCollection, .orderValidation)
    let records = Self.series(.standard, trials: 3, gains: [.auctions: 0.2], pairs: [(pair, -0.3)], noise: 0.01)
    let beyond = try #require(ProfileAnalysis(.standard, records).beyondSum)
    // Each alone sequential loses the agreement, 0.3 more; both sequential agree again.
    #expect(beyond.isNegative && (beyond.value + 0.6).magnitude < 0.3)
    let free = Self.series(.standard, trials: 3, gains: [.auctions: 0.2], noise: 0.01)
    #expect(try !#require(ProfileAnalysis(.standard, free).beyondSum).isPositive)
  }

  @Test(arguments: [1, 2]) func aClearInteractionStandsOutInTheScreening(trials: Int) throws {
    let pair = TogglePair(.orderValidation, .auctions)
    var others = 0
    for seed in 1...10 {
      let records = Self.series(
        .screening, trials: trials, gains: [.auctions: 0.1], pairs: [(pair, 0.2)], noise: 0.02, seed: UInt64(seed))
      let found = ProfileAnalysis(.screening, records).interactions.filter(\.standsOut)
      let first = try #require(found.first)
      #expect(first.pairs == [pair] && (first.effect.value - 0.2).magnitude < 0.05)
      others += found.count - 1
    }
    #expect(others <= 3, "one series in twenty may show another")
  }

  @Test func anAliasedInteractionStandsOutWithThoseItMayBe() {
    let pair = TogglePair(.auctions, .tradeUpdates)
    let records = Self.series(.screening, trials: 2, pairs: [(pair, 0.2)], noise: 0.02, seed: 2)
    let found = ProfileAnalysis(.screening, records).interactions.filter(\.standsOut)
    #expect(found.count == 1 && found.first?.pairs.count == 2 && found.first?.pairs.contains(pair) == true)
    #expect(found.first?.name.contains(" or ") == true)
  }

  /// One series in twenty may show one that is none; 60 series of 21 groups would show 63 without the correction.
  @Test func hardlyAnythingStandsOutWhereThereIsNothing() {
    let shown = (1...60).count { seed in
      let records = Self.series(.screening, trials: 2, noise: 0.05, seed: UInt64(seed))
      return ProfileAnalysis(.screening, records).interactions.contains(where: \.standsOut)
    }
    #expect(shown <= 9, "\(shown)")
  }

  /// Each of the two gains only together with the other: the main effects are nothing, both sequential is best.
  @Test func theRecommendationHeedsAnInteractionThatIsCertain() {
    let pair = TogglePair(.agentCollection, .orderValidation)
    let records = Self.series(
      .full, trials: 1, gains: [.agentCollection: -0.05, .auctions: 0.2], pairs: [(pair, -0.3)], noise: 0.01)
    var expected = ParallelizationConfig.allSequential
    for toggle in ParallelToggle.allCases where toggle != .agentCollection && toggle != .orderValidation {
      expected[toggle] = true
    }
    #expect(ProfileAnalysis(.full, records).recommended == expected)
  }

  @Test func whereSharingOnlyCostsAllSequentialIsRecommended() {
    let gains = Dictionary(uniqueKeysWithValues: ParallelToggle.allCases.map { ($0, -0.04) })
    let records = Self.series(.standard, trials: 3, gains: gains, noise: 0.01)
    #expect(ProfileAnalysis(.standard, records).recommended == .allSequential)
  }

  @Test func configurationsTellMedianAndSpread() throws {
    var records = Self.series(.standard, trials: 3)
    for index in records.indices {
      records[index].elapsedMilliseconds = [100, 400, 200][records[index].trial - 1]
      records[index].phaseMilliseconds[0] = [10, 40, 20][records[index].trial - 1]
    }
    let one = try #require(ProfileAnalysis(.standard, records).configurations.first)
    #expect(one.config == .allParallel && one.medianTicksPerSecond == 5_000)
    #expect(one.leastTicksPerSecond == 2_500 && one.mostTicksPerSecond == 10_000)
    #expect(one.medianMicroseconds == 200 && one.phaseMicroseconds[0] == 20)
    let sum = one.phaseMicroseconds.reduce(0, +) + one.restMicroseconds
    #expect((sum - 200).magnitude < 1e-9, "phases and the rest are the trial in the middle")
  }

  /// c₁ … c₉ small, one large: s₀ = 1.5 · 1, nothing above 2.5 s₀ but the large one.
  @Test func lenthsErrorLeavesLargeEffectsAside() {
    let error = LenthError([1, -1, 1, 1, -1, 1, 1, 1, 50])
    #expect(error.deviation == 1.5 && error.degrees == 3)
    #expect(LenthError([0, 0, 0]).deviation == 0)
  }
}
