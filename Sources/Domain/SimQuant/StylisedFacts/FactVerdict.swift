/// What an estimate says about a fact.
public enum FactVerdict: Equatable, Sendable {
  case pass
  case fail(reason: String)
  /// The data cannot tell: too few rows, or a column that is not there.
  case notComputable(reason: String)

  /// The word in tables and files.
  public var word: String {
    switch self {
    case .pass: "pass"
    case .fail: "fail"
    case .notComputable: "not computable"
    }
  }

  public var reason: String? {
    switch self {
    case .pass: nil
    case .fail(let reason), .notComputable(let reason): reason
    }
  }

  /// Of a fact that several estimates decide together: one that fails is enough; one that is missing leaves it open.
  static func all(of verdicts: [FactVerdict]) -> FactVerdict {
    precondition(!verdicts.isEmpty, "something decides every fact")
    return verdicts.first { $0.word == "fail" } ?? verdicts.first { $0 != .pass } ?? .pass
  }
}

/// How an estimate with its standard error is held against the band that real markets show.
public enum FactRule: Equatable, Sendable {
  /// The fact is that something is *not* there: fails only when the estimate is outside the band by more than two
  /// standard errors.
  case absent
  /// The fact is that something *is* there: the estimate is inside the band, and more than 1.645 standard errors away
  /// from the value that a random walk with independent Gaussian steps has. As the side is known beforehand, chance alone
  /// gets so far once in twenty times.
  case present(randomWalk: Double)
  /// The estimate is inside the band.
  case inside

  /// - Parameters:
  ///   - value: the estimate; NaN when the statistic does not exist for this series.
  ///   - standardError: NaN when it could not be found.
  public func verdict(value: Double, standardError: Double, band: ClosedRange<Double>) -> FactVerdict {
    guard value.isFinite else { return .fail(reason: "the statistic does not exist for this series") }
    switch self {
    case .absent:
      guard standardError.isFinite else { return .fail(reason: Self.noError) }
      if value + 2 * standardError < band.lowerBound { return .fail(reason: "two standard errors below the band") }
      if value - 2 * standardError > band.upperBound { return .fail(reason: "two standard errors above the band") }
    case .present(let randomWalk):
      guard standardError.isFinite else { return .fail(reason: Self.noError) }
      if let outside = Self.outside(value, band) { return outside }
      guard (value - randomWalk).magnitude > 1.645 * standardError else {
        return .fail(reason: "too close to a random walk")
      }
    case .inside:
      if let outside = Self.outside(value, band) { return outside }
    }
    return .pass
  }

  private static let noError = "the estimate is too unstable for a standard error"

  private static func outside(_ value: Double, _ band: ClosedRange<Double>) -> FactVerdict? {
    if value < band.lowerBound { return .fail(reason: "below the band") }
    return value > band.upperBound ? .fail(reason: "above the band") : nil
  }
}
