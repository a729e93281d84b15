import SimParallel
import SimRandom

/// Which trial is measured when.
///
///     round 1   seq_auctions   all_parallel   …        every configuration once, in an order drawn for the round
///     round 2   all_parallel   seq_indicators …
///
/// A machine that others use is slow for a while and then fast again. In rounds, that hits all configurations alike, and
/// in random order no configuration always comes after the same other one. Rounds are the blocks of the analysis.
///
/// The order follows from the seed and the round alone, so a series that was interrupted goes on as it was planned.
public struct TrialPlan: Sendable {
  public struct Entry: Sendable, Equatable {
    public let config: ParallelizationConfig
    public let trial: Int  // round, from 1
    public let order: Int  // place in the whole series, from 1
  }

  public let entries: [Entry]

  public init(_ design: ProfileDesign, trials: Int, seed: UInt64) {
    precondition(trials > 0, "there is something to measure")
    let configurations = design.configurations
    entries = (1...trials).flatMap { trial in
      // Fisher-Yates, from the standard library.
      var words = SplitMix64(state: SplitMix64.mix(seed &+ SplitMix64.step) ^ SplitMix64.mix(UInt64(trial)))
      let order = configurations.shuffled(using: &words)
      return order.enumerated().map { place, config in
        Entry(config: config, trial: trial, order: (trial - 1) * configurations.count + place + 1)
      }
    }
  }
}
