import SimRandom

/// What a reactive agent is made of.
///
///     entries   threshold buyer, momentum follower, news reactor
///     exits     stop loss, trailing stop, take profit, threshold seller, news reactor
///
/// Of the first two an agent has at most one, as of the stops and of the two that take profits; every agent has an entry
/// and an exit.
@frozen public struct ReactiveParts: OptionSet, BitwiseCopyable, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let thresholdBuyer = ReactiveParts(rawValue: 1)
  public static let momentumFollower = ReactiveParts(rawValue: 2)
  public static let stopLoss = ReactiveParts(rawValue: 4)
  public static let trailingStop = ReactiveParts(rawValue: 8)
  public static let takeProfit = ReactiveParts(rawValue: 16)
  public static let thresholdSeller = ReactiveParts(rawValue: 32)
  public static let newsReactor = ReactiveParts(rawValue: 64)

  /// The alternatives: an agent has at most one part of each group.
  static let groups: [[ReactiveParts]] = [
    [.thresholdBuyer, .momentumFollower], [.stopLoss, .trailingStop], [.takeProfit, .thresholdSeller], [.newsReactor],
  ]

  /// The parameter with the probability of a part. They are the schema's first ones, in the order of the bits.
  static let parameters: [ParameterSpec] = [
    probability("threshold_buyer", "buys when the price falls to `buy_level`", 0.8),
    probability("momentum_follower", "buys when the price has risen by `rise`", 0.2),
    probability("stop_loss", "sells all when the price is `stop` below what it paid", 0.8),
    probability("trailing_stop", "sells all when the price is `trail` below its highest since", 0.2),
    probability("take_profit", "sells all when the price is `target` above what it paid", 0.5),
    probability("threshold_seller", "sells when the price rises to `sell_level`", 0.5),
    probability("news_reactor", "buys on good news and sells on bad ones", 0.3),
  ]

  private static func probability(_ name: String, _ summary: String, _ standard: Double) -> ParameterSpec {
    ParameterSpec(
      name, unit: "probability", "that an agent \(summary)", standard: .constant(standard), allowed: 0...1)
  }

  /// Draws an agent's parts.
  /// - Parameters:
  ///   - probabilities: of each part, in the order of ``parameters``; checked, so each group's sum is at most 1.
  ///   - draw: a number from 0 to below 1 for each group.
  static func drawn(_ probabilities: [Double], draw: (_ group: Int) -> Double) -> ReactiveParts {
    var parts: ReactiveParts = []
    for (group, members) in groups.enumerated() {
      var left = draw(group)
      for part in members {
        let chance = probabilities[part.rawValue.trailingZeroBitCount]
        if left < chance {
          parts.insert(part)
          break
        }
        left -= chance
      }
    }
    return parts
  }

  /// The probabilities, in the order of ``parameters``, from the distributions of a schema that begins with them.
  static func chances(_ distributions: [Distribution]) -> [Double] {
    distributions.prefix(parameters.count).map { $0.support.lowerBound }  // all of them constants, which is checked
  }

  /// What is wrong with probabilities taken together: they have to be plain numbers, of alternatives at most 1 together,
  /// and no agent may be left without an entry or without an exit.
  static func objections(to distributions: [Distribution]) -> [ParameterObjection] {
    for (spec, distribution) in zip(parameters, distributions) {
      guard case .constant = distribution else {
        return [ParameterObjection(spec.name, found: "a distribution", allowed: "one number, the same for everybody")]
      }
    }
    let chances = chances(distributions)
    func name(_ part: ReactiveParts) -> String { parameters[part.rawValue.trailingZeroBitCount].name }
    // To nine decimals: 0.1 and 0.9 need not add up to 1 to the last bit.
    let sums = groups.map { group in
      (group.reduce(0) { $0 + chances[$1.rawValue.trailingZeroBitCount] } * 1e9).rounded() / 1e9
    }
    for (group, sum) in zip(groups, sums) where sum > 1 {
      return [
        ParameterObjection(
          name(group[0]), found: "\(sum) with \(name(group[1]))",
          allowed: "at most 1 together: an agent has one of them")
      ]
    }
    // An alternative that is certain, or news for everybody.
    func isCertain(_ groups: [Int]) -> Bool { (groups + [3]).contains { sums[$0] == 1 } }
    var objections: [ParameterObjection] = []
    if !isCertain([0]) {
      objections.append(
        ParameterObjection(
          name(.thresholdBuyer), found: "\(sums[0]) with \(name(.momentumFollower))",
          allowed: "1 together, or news_reactor 1: nobody may be left without an entry"))
    }
    if !isCertain([1, 2]) {
      objections.append(
        ParameterObjection(
          name(.stopLoss), found: "\(sums[1]) with \(name(.trailingStop)), and \(sums[2]) for the sellers",
          allowed:
            "1 for the stops together, for take_profit and threshold_seller together, or for news_reactor: nobody may "
            + "be left without an exit"))
    }
    return objections
  }
}
