/// What the news say about a sector, all in all.
///
///     weight  w = magnitude · decay                    decay 1 for fresh news, towards 0 as they age
///     sentiment = Σ s · w / (Σ w + prior)
///
/// The prior is the weight of "nothing special": one weak or old event moves the sector little and fades as it ages.
/// Without it a single event would count in full until it is gone, since its decay cancels.
///
/// An event about one company belongs to its sector too, at part of its weight: pass it with that part in `magnitude`
/// after ``minMagnitude`` was considered, or as `share`.
public struct SectorSentiment: Sendable, Equatable, BitwiseCopyable {
  public static let standardPrior = 0.5
  /// Part of its weight with which news of one company count for its sector.
  public static let companyShare = 0.5
  /// At or below it an event has faded.
  public static let decayMin = 0x1p-52

  public let prior: Double
  /// Events smaller than this are left out.
  public let minMagnitude: Double
  public private(set) var totalWeight = 0.0
  public private(set) var eventCount = 0
  private var contribution = 0.0

  /// - Parameters:
  ///   - minMagnitude: 0 … 1.
  ///   - prior: at least 0.
  public init(minMagnitude: Double = 0, prior: Double = standardPrior) {
    precondition((0...1).contains(minMagnitude) && prior >= 0, "a magnitude lies in 0 … 1, a weight is not negative")
    (self.minMagnitude, self.prior) = (minMagnitude, prior)
  }

  /// - Parameters:
  ///   - sentiment: -1 … 1.
  ///   - magnitude: 0 and above.
  ///   - decay: 0 … 1.
  ///   - share: part of the weight that counts; ``companyShare`` for news of one company.
  public mutating func add(sentiment: Double, magnitude: Double, decay: Double, share: Double = 1) {
    guard magnitude >= minMagnitude, decay > Self.decayMin else { return }
    let weight = magnitude * decay * share
    contribution += sentiment * weight
    totalWeight += weight
    eventCount += 1
  }

  /// -1 … 1; nil when no event counts.
  public var value: Double? {
    eventCount > 0 && totalWeight + prior > 0 ? contribution / (totalWeight + prior) : nil
  }
}
