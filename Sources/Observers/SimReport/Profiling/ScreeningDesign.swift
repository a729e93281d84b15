import SimParallel

/// A sixteenth of the 512 configurations from which the nine main effects can be told: a 2⁹⁻⁴ fractional factorial of
/// resolution IV, in 32 runs.
///
///     A B C D E    every combination of five toggles
///     F = BCDE     G = ACDE     H = ABDE     J = ABCE       the other four are products of those, parallel being +1
///
/// No main effect is mixed up with another or with an interaction of two phases. Interactions of two are partly mixed up
/// with each other: every word of the defining relation with four letters avoids E, so E's eight interactions are clear,
/// while the other 28 fall into twelve groups of two and one of four (``aliasGroups``).
///
/// Which phase gets which letter follows from which may be expected to interact: phases that are neighbours in the tick
/// share a region only if their toggles agree. Order validation has most neighbours and is E; the pairs of other
/// neighbours fall into different groups, each beside pairs that have nothing to do with each other.
///
/// Source: G. E. P. Box, J. S. Hunter, W. G. Hunter, *Statistics for Experimenters*, 2nd ed. 2005, §6 and its table of
/// two-level designs; the same generators in D. C. Montgomery, *Design and Analysis of Experiments*, app. X.
public enum ScreeningDesign {
  /// Letter, phase, and of which letters it is the product; nil: free.
  static let factors: [(letter: Character, toggle: ParallelToggle, generator: String?)] = [
    ("A", .agentCollection, nil), ("B", .auctions, nil), ("C", .tradeUpdates, nil), ("D", .candleUpdates, nil),
    ("E", .orderValidation, nil), ("F", .riskTracking, "BCDE"), ("G", .wakeConditions, "ACDE"),
    ("H", .indicators, "ABDE"), ("J", .fillNotifications, "ABCE"),
  ]

  /// All parallel is the last of them.
  public static var runs: [ParallelizationConfig] {
    let free = factors.filter { $0.generator == nil }
    return (0..<1 << free.count).map { number in
      var level: [Character: Bool] = [:]
      for (bit, factor) in free.enumerated() { level[factor.letter] = number >> bit & 1 == 1 }
      var config = ParallelizationConfig.allSequential
      for factor in factors {
        // A product is +1 when an even number of its letters is -1.
        let isParallel =
          factor.generator.map { $0.count { level[$0] == false }.isMultiple(of: 2) } ?? (level[factor.letter] == true)
        config[factor.toggle] = isParallel
      }
      return config
    }
  }

  /// Pairs of phases whose interactions these runs cannot tell apart; a pair on its own is clear.
  public static var aliasGroups: [[TogglePair]] { TwoLevelContrasts(runs).pairGroups }
}
