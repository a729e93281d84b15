import Foundation
import SimParallel

/// What a finished series says: how much each phase gains from being parallel, which phases depend on each other, and
/// what to set on this machine for this population.
///
/// Effects are of ln(time of a tick), y. The *gain* of a phase is y sequential less y parallel, so exp(gain) - 1 is the
/// part by which ticks per second rise when the phase is made parallel:
///
///     standard              gain = ȳ[seq_phase] - ȳ[all_parallel]                     the others being parallel
///     screening and full    gain = mean of ȳ, phase sequential - mean of ȳ, parallel  the others being everything
///     interaction of two    half of what the gain of one rises when the other becomes sequential
///
/// Its 95 % interval is Student's, with the error s and the (C - 1)(R - 1) degrees of freedom of ``RoundTable``: s √(2/R)
/// in the standard design, 2 s / √(C R) in the others. With one round, screening takes the error from the effects
/// themselves, most of which are nothing but error (``LenthError``), full from the effects of three and more phases, and
/// standard has no interval.
///
/// Interactions are many, so one *stands out* only if its interval at 1 - 0.05 / m, m being how many were looked at, does
/// not hold 0 (Bonferroni): with no interaction at all, one series in twenty shows one.
public struct ProfileAnalysis: Sendable {
  /// One configuration's trials.
  public struct Configuration: Sendable {
    public let config: ParallelizationConfig
    public let medianTicksPerSecond, leastTicksPerSecond, mostTicksPerSecond: Double
    public let medianMicroseconds: Double  // of a tick
    /// Of a tick, by phase, in the trial in the middle, so that they and the rest add up to its time.
    public let phaseMicroseconds: [Double]
    public let restMicroseconds: Double
    public let megabytes: Double?  // the most of all trials
  }

  public struct Gain: Sendable {
    public let toggle: ParallelToggle
    public let effect: Estimate  // of ln(time)
  }

  public struct Interaction: Sendable {
    /// One pair, or those whose interactions the design cannot tell apart.
    public let pairs: [TogglePair]
    public let effect: Estimate
    public let standsOut: Bool
  }

  public let design: ProfileDesign
  public let rounds: Int
  public let records: [TrialRecord]
  /// In the order of the design.
  public let configurations: [Configuration]
  /// In the order of ``ParallelToggle``.
  public let gains: [Gain]
  /// Of all phases together: all sequential less all parallel; nil where the design does not have both.
  public let together: Estimate?
  /// By how much that is more than the single gains add up to; only in the standard design, where nothing else tells
  /// of interactions.
  public let beyondSum: Estimate?
  /// Largest first; empty in the standard design.
  public let interactions: [Interaction]
  public let recommended: ParallelizationConfig
  /// How the intervals were made, in words.
  public let method: String

  /// - Parameter records: every configuration of the design once in every round.
  public init(_ design: ProfileDesign, _ records: [TrialRecord]) {
    let configs = design.configurations
    let byName = Dictionary(grouping: records, by: \.configName).mapValues { $0.sorted { $0.trial < $1.trial } }
    let rows = configs.map { byName[$0.profileName] ?? [] }
    precondition(rows.allSatisfy { !$0.isEmpty && $0.count == rows[0].count }, "a trial of each configuration a round")
    let table = RoundTable(rows.map { $0.map { log($0.microsecondsPerTick) } })
    (self.design, self.records, rounds) = (design, records, table.rounds)
    configurations = zip(configs, rows).map(Configuration.init)

    let effects = design == .standard ? Effects(oneAtATime: table, configs) : Effects(factorial: table, configs)
    (gains, together, beyondSum) = (effects.gains, effects.together, effects.beyondSum)
    (interactions, method) = (effects.interactions, effects.method)
    recommended = Self.recommend(effects)
  }

  /// The configuration with the least time by the effects that are certain; where they say nothing, parallel, which is
  /// also what other populations want. An interaction counts if it stands out and is clear of aliases.
  private static func recommend(_ effects: Effects) -> ParallelizationConfig {
    let gains = effects.gains.filter { $0.effect.isPositive || $0.effect.isNegative }
    let pairs = effects.interactions.filter { $0.standsOut && $0.pairs.count == 1 }
    func level(_ config: ParallelizationConfig, _ toggle: ParallelToggle) -> Double { config[toggle] ? -0.5 : 0.5 }
    func time(_ config: ParallelizationConfig) -> Double {
      gains.reduce(0) { $0 + level(config, $1.toggle) * $1.effect.value }
        + pairs.reduce(0) {
          $0 + 2 * level(config, $1.pairs[0].first) * level(config, $1.pairs[0].second) * $1.effect.value
        }
    }
    // From all parallel downwards, and only what is better by more than rounding: ties stay parallel.
    var best = (config: ParallelizationConfig.allParallel, time: time(.allParallel))
    for config in ParallelizationConfig.allCombinations.reversed() {
      let time = time(config)
      if time < best.time - 1e-9 { best = (config, time) }
    }
    // One at a time says nothing about two: all sequential was measured as a whole.
    if let together = effects.together, effects.beyondSum != nil, together.isNegative { return .allSequential }
    return best.config
  }
}

extension ProfileAnalysis.Configuration {
  init(_ config: ParallelizationConfig, _ trials: [TrialRecord]) {
    let rates = trials.map(\.ticksPerSecond).sorted()
    self.config = config
    medianTicksPerSecond = Self.median(rates)
    (leastTicksPerSecond, mostTicksPerSecond) = (rates[0], rates[rates.count - 1])
    medianMicroseconds = Self.median(trials.map(\.microsecondsPerTick).sorted())
    let middle = trials.sorted { $0.microsecondsPerTick < $1.microsecondsPerTick }[(trials.count - 1) / 2]
    phaseMicroseconds = middle.phaseMilliseconds.map { $0 * 1e3 / Double(middle.ticks) }
    restMicroseconds = max(0, middle.microsecondsPerTick - phaseMicroseconds.reduce(0, +))
    megabytes = trials.compactMap(\.peakMegabytes).max()
  }

  private static func median(_ sorted: [Double]) -> Double {
    (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

/// The effects of a series, by design.
private struct Effects {
  var gains: [ProfileAnalysis.Gain] = []
  var together: Estimate?
  var beyondSum: Estimate?
  var interactions: [ProfileAnalysis.Interaction] = []
  var method = ""

  static let confidence = 0.95

  /// - Parameter table: rows in the order of the standard design: all parallel, each toggle alone, all sequential.
  init(oneAtATime table: RoundTable, _ configs: [ParallelizationConfig]) {
    let toggles = ParallelToggle.allCases
    let t = table.degrees > 0 ? StudentDistribution.quantile(confidence: Self.confidence, degrees: table.degrees) : 0
    func estimate(_ value: Double, weightSquares: Double) -> Estimate {
      Estimate(
        value: value, margin: table.deviation.map { t * $0 * (weightSquares / Double(table.rounds)).squareRoot() })
    }
    let parallel = table.means[0]
    let singles = toggles.indices.map { table.means[1 + $0] - parallel }
    let all = table.means[table.means.count - 1] - parallel
    gains = zip(toggles, singles).map { .init(toggle: $0, effect: estimate($1, weightSquares: 2)) }
    together = estimate(all, weightSquares: 2)
    // all_sequential once, each single once, all_parallel (toggles - 1) times.
    let weights = 1 + toggles.count + (toggles.count - 1) * (toggles.count - 1)
    beyondSum = estimate(all - singles.reduce(0, +), weightSquares: Double(weights))
    method =
      table.deviation == nil
      ? "one trial of each configuration: nothing to judge the error by, so no intervals; --trials 3 gives them"
      : "gain against all parallel; 95 % t-interval, rounds as blocks, error pooled over "
        + "\(table.means.count) configurations (\(Int(table.degrees)) degrees of freedom)"
  }

  init(factorial table: RoundTable, _ configs: [ParallelizationConfig]) {
    let contrasts = TwoLevelContrasts(configs)
    func effect(_ signs: [Double]) -> Double { contrasts.effect(signs, table.means) }
    let error = EffectError(table, contrasts)
    let groups = contrasts.pairGroups
    let margin = error.margin(confidence: Self.confidence)
    let strict = error.margin(confidence: 1 - (1 - Self.confidence) / Double(groups.count))
    gains = ParallelToggle.allCases.map {
      .init(toggle: $0, effect: Estimate(value: effect(contrasts.signs($0)), margin: margin))
    }
    interactions = groups.map { pairs in
      let value = effect(contrasts.signs(pairs[0]))
      return .init(pairs: pairs, effect: Estimate(value: value, margin: margin), standsOut: value.magnitude > strict)
    }.sorted { $0.effect.value.magnitude > $1.effect.value.magnitude }
    if let first = configs.firstIndex(of: .allSequential), let last = configs.firstIndex(of: .allParallel) {
      // A difference of two means has c / 2 times the variance of an effect, which is one of two halves.
      together = Estimate(
        value: table.means[first] - table.means[last], margin: margin * (Double(configs.count) / 2).squareRoot())
    }
    method =
      "gain over all settings of the other phases in \(configs.count) configurations; 95 % t-interval, "
      + error.words
  }
}

/// The standard error of an effect of a two-level design.
private struct EffectError {
  let deviation: Double
  let degrees: Double
  let words: String

  init(_ table: RoundTable, _ contrasts: TwoLevelContrasts) {
    let count = Double(table.means.count)
    if let s = table.deviation {
      (deviation, degrees) = (2 * s / (count * Double(table.rounds)).squareRoot(), table.degrees)
      words = "rounds as blocks, error pooled (\(Int(table.degrees)) degrees of freedom)"
      return
    }
    let effects = contrasts.distinctSets.map { ($0, contrasts.effect(contrasts.signs($0), table.means)) }
    if table.means.count == ParallelizationConfig.allCombinations.count {
      let high = effects.filter { $0.0.nonzeroBitCount >= 3 }.map(\.1)
      deviation = (high.reduce(0) { $0 + $1 * $1 } / Double(high.count)).squareRoot()
      degrees = Double(high.count)
      words = "error from the \(high.count) effects of three and more phases, taken to be none"
    } else {
      let lenth = LenthError(effects.map(\.1))
      (deviation, degrees) = (lenth.deviation, lenth.degrees)
      words = "error from the effects themselves by Lenth's method; with --trials 2 it is measured"
    }
  }

  func margin(confidence: Double) -> Double {
    deviation * StudentDistribution.quantile(confidence: confidence, degrees: degrees)
  }
}

/// The error of effects that were measured once, from the effects: most of them are nothing but error.
///
///     s₀ = 1.5 · median |c|        PSE = 1.5 · median of the |c| below 2.5 s₀        d = m / 3 degrees of freedom
///
/// Source: R. V. Lenth, "Quick and Easy Analysis of Unreplicated Factorials", *Technometrics* 31 (1989).
struct LenthError {
  let deviation: Double
  let degrees: Double

  init(_ effects: [Double]) {
    precondition(!effects.isEmpty, "there are effects")
    func median(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    let sizes = effects.map(\.magnitude)
    let first = 1.5 * median(sizes)
    let small = sizes.filter { $0 < 2.5 * first }
    deviation = small.isEmpty ? 0 : 1.5 * median(small)
    degrees = Double(effects.count) / 3
  }
}
