import SimParallel

/// Which configurations of the toggles a profile measures.
///
///     standard    11   all parallel, each phase alone sequential, all sequential
///     screening   32   a fraction of all that still tells the phases apart (``ScreeningDesign``)
///     full       512   every combination
public enum ProfileDesign: String, CaseIterable, Sendable {
  case standard, screening, full

  public var configurations: [ParallelizationConfig] {
    switch self {
    case .standard: ParallelizationConfig.standardDesign.map(\.config)
    case .screening: ScreeningDesign.runs
    case .full: ParallelizationConfig.allCombinations
    }
  }
}

/// What a configuration is called in results: `all_parallel`, `seq_auctions`, `all_sequential`; all others by their
/// toggles in the order of ``ParallelToggle``, 1 for parallel: `par_110101111`.
extension ParallelizationConfig {
  public var profileName: String {
    Self.standardDesign.first { $0.config == self }?.name
      ?? Self.prefix + ParallelToggle.allCases.map { self[$0] ? "1" : "0" }.joined()
  }

  /// Nil when no configuration is called that.
  public init?(profileName: String) {
    if let known = Self.standardDesign.first(where: { $0.name == profileName }) {
      self = known.config
      return
    }
    let digits = profileName.dropFirst(Self.prefix.count)
    guard profileName.hasPrefix(Self.prefix), digits.count == ParallelToggle.allCases.count else { return nil }
    var config = ParallelizationConfig.allSequential
    for (toggle, digit) in zip(ParallelToggle.allCases, digits) {
      guard digit == "0" || digit == "1" else { return nil }
      config[toggle] = digit == "1"
    }
    self = config
  }

  private static let prefix = "par_"
}
