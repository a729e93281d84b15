import SimColumns
import SimRandom

/// Everything a reactive agent knows, in the 28 bytes of its ledger line: when one wakes, its account and its plans come
/// with one cache miss. Fractions are in 1/10,000, unless noted.
struct ReactiveRecipe: BitwiseCopyable, Sendable {
  private var partBits: UInt8  // ReactiveParts, and the top bit: the agent holds a position
  private var effort: UInt8  // bits 0 ... 5: attempts in a row that got nothing; 6: it is leaving; 7: it buys at once
  let minMagnitude: UInt8  // of news, 1/250
  let sellFraction: UInt8  // of the position, 1/200
  let maxPosition: UInt16  // shares
  let clip: UInt16  // shares of an entry
  let entry: UInt16  // buyer: level, of the initial price; momentum follower: rise
  let window: UInt16  // ticks in which that rise has to happen
  let stop: UInt16  // distance of the stop, from what was paid or from the highest price
  let profit: UInt16  // take profit: above what was paid; threshold seller: level, of the initial price
  let newsMultiplier: UInt16  // 1/1,000
  let holdingLimit: UInt16  // ticks; 0: none
  /// Price ticks. Holding: the highest price seen since the position was opened. Else the momentum follower's snapshot.
  var mark: Int32
  /// The tick of that: when the position was opened, when the snapshot was taken.
  var since: UInt32

  static let attemptsMax: UInt8 = 63

  var parts: ReactiveParts { ReactiveParts(rawValue: partBits & 0x7f) }

  var isHolding: Bool {
    get { partBits & 0x80 != 0 }
    set { partBits = partBits & 0x7f | (newValue ? 0x80 : 0) }
  }
  /// Whether all has to go, however long it takes.
  var isLeaving: Bool {
    get { effort & 0x40 != 0 }
    set { effort = effort & ~0x40 | (newValue ? 0x40 : 0) }
  }
  var attempts: UInt8 {
    get { effort & 0x3f }
    set { effort = effort & ~0x3f | min(newValue, Self.attemptsMax) }
  }
  /// Whether a price at or below the level at the start counts as having fallen to it.
  var buysAtOnce: Bool { effort & 0x80 != 0 }

  static let parameters: [ParameterSpec] = [
    ParameterSpec(
      "buy_level", unit: "fraction", "of the initial price, to which the price has to fall for a threshold buyer",
      standard: .uniform(0.4...1.2), allowed: 0.0001...6),
    ParameterSpec(
      "buy_at_start", unit: "0 or 1", "whether a price that is there at the start counts", standard: .constant(0),
      allowed: 0...1, isInteger: true),
    ParameterSpec(
      "rise", unit: "fraction", "by which the price has to rise for a momentum follower",
      standard: .uniform(0.01...0.05), allowed: 0.0001...6),
    ParameterSpec(
      "rise_window", unit: "ticks", "in which it has to rise so far", standard: .uniform(100...500),
      allowed: 1...65_000, isInteger: true),
    ParameterSpec(
      "size_fraction", unit: "fraction", "of `max_position`, what one entry buys", standard: .uniform(0.1...0.2),
      allowed: 0.0001...1),
    ParameterSpec(
      "max_position", unit: "shares", "at which it stops buying", standard: .constant(400), allowed: 1...65_000,
      isInteger: true),
    ParameterSpec(
      "stop", unit: "fraction", "below what it paid, where a stop loss sells", standard: .uniform(0.25...0.5),
      allowed: 0.0001...0.9999),
    ParameterSpec(
      "trail", unit: "fraction", "below the highest price since it bought, where a trailing stop sells",
      standard: .uniform(0.05...0.25), allowed: 0.0001...0.9999),
    ParameterSpec(
      "target", unit: "fraction", "above what it paid, where it takes its profit", standard: .uniform(0.25...0.5),
      allowed: 0.0001...6),
    ParameterSpec(
      "sell_level", unit: "fraction", "of the initial price, to which the price has to rise for a threshold seller",
      standard: .uniform(1.5...2), allowed: 0.0001...6),
    ParameterSpec(
      "sell_fraction", unit: "fraction", "of its position, what a threshold seller sells", standard: .constant(1),
      allowed: 0.005...1),
    ParameterSpec(
      "min_magnitude", unit: "fraction", "of news that a news reactor acts on", standard: .uniform(0.3...0.7),
      allowed: 0...1),
    ParameterSpec(
      "sentiment_multiplier", unit: "factor", "of a tenth of `max_position`, for sentiment 1",
      standard: .uniform(1...3), allowed: 0.001...60),
    ParameterSpec(
      "holding_limit", unit: "ticks", "after which it sells whatever it holds; 0: never", standard: .constant(0),
      allowed: 0...65_000, isInteger: true),
  ]

  /// Draws an agent.
  /// - Parameters:
  ///   - first: the number of the first of ``parameters`` in the schema.
  ///   - phase: ticks since a momentum follower's first snapshot, so that not all take the next one in the same tick.
  init(_ draws: SpawnDraws, agent: Int, first: Int, parts: ReactiveParts, phase: (_ window: UInt32) -> UInt32) {
    func tenThousandths(_ parameter: Int) -> UInt16 {
      UInt16((draws.real(first + parameter, row: agent) * 10_000).rounded())
    }
    func whole(_ parameter: Int) -> UInt16 { UInt16(draws.integer(first + parameter, row: agent)) }
    let maxPosition = whole(5)
    let window = whole(3)
    partBits = parts.rawValue
    effort = whole(1) == 1 ? 0x80 : 0
    minMagnitude = UInt8((draws.real(first + 11, row: agent) * 250).rounded())
    sellFraction = UInt8((draws.real(first + 10, row: agent) * 200).rounded())
    self.maxPosition = maxPosition
    clip = UInt16(max(1, draws.real(first + 4, row: agent) * Double(maxPosition)))
    entry = tenThousandths(parts.contains(.momentumFollower) ? 2 : 0)
    self.window = window
    stop = tenThousandths(parts.contains(.trailingStop) ? 7 : 6)
    profit = tenThousandths(parts.contains(.thresholdSeller) ? 9 : 8)
    newsMultiplier = UInt16((draws.real(first + 12, row: agent) * 1_000).rounded())
    holdingLimit = whole(13)
    mark = 0
    since = 0 &- phase(UInt32(window))
  }
}
