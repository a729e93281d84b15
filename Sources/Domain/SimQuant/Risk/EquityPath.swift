/// Where an equity has been: its ends, its peak, its worst fall and its longest time under water.
///
///     peak  p = max(p, e)     fall  f = (p - e) / p, 0 when p ≤ 0     worst  max f
///
/// An observation is *under water* when it is below the peak so far. The length of a drawdown is the number of
/// observations in a row that are; the one that reaches the peak again is not counted. ``RiskMomentUpdate`` does the
/// same for many accounts.
public struct EquityPath: Sendable, Equatable {
  public private(set) var count = 0  // observations
  public private(set) var first = 0.0
  public private(set) var last = 0.0
  public private(set) var peak = 0.0
  /// Fraction of the peak, 0 when there was no fall.
  public private(set) var maxDrawdown = 0.0
  /// Observations since the peak, 0 on it.
  public private(set) var underwater = 0
  public private(set) var longestUnderwater = 0

  public init() {}

  /// What columns have kept.
  public init(
    count: Int, first: Double, last: Double, peak: Double, maxDrawdown: Double, underwater: Int,
    longestUnderwater: Int
  ) {
    precondition(count >= 0 && underwater >= 0 && underwater <= longestUnderwater, "lengths of a path")
    (self.count, self.first, self.last, self.peak) = (count, first, last, peak)
    (self.maxDrawdown, self.underwater, self.longestUnderwater) = (maxDrawdown, underwater, longestUnderwater)
  }

  public mutating func add(_ equity: Double) {
    if count == 0 { (first, peak) = (equity, equity) }
    count += 1
    last = equity
    if equity > peak { peak = equity }
    let fall = peak > 0 ? (peak - equity) / peak : 0
    if fall > maxDrawdown { maxDrawdown = fall }
    underwater = fall > 0 ? underwater + 1 : 0
    longestUnderwater = max(longestUnderwater, underwater)
  }

  /// Gain since the first observation as a fraction of it; nil when there was nothing to gain from.
  public var totalReturn: Double? { count > 0 && first > 0 ? (last - first) / first : nil }
}
