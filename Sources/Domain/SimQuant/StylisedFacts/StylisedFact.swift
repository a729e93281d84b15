/// The eleven properties that returns of most markets share, in Cont's order.
///
/// A model of a market is judged by how many of them come out of it without having been put in. Seven are expected of
/// every liquid market at every time of day, and *gate*: a market that lacks one is not yet realistic. The other four
/// depend on the asset or are often absent within a day, and are reported.
/// - Source: R. Cont, "Empirical properties of asset returns: stylized facts and statistical issues", Quantitative
///   Finance 1(2), 2001, 223-236. Which gate: E. Ratliff-Crain et al., "Revisiting Cont's stylized facts for modern
///   stock markets", Quantitative Finance 25(9), 2025, 1343-1373, who find 3, 9 and 11 missing within the day.
public enum StylisedFact: Int, CaseIterable, Sendable {
  case noAutocorrelation = 1
  case heavyTails = 2
  case gainLossAsymmetry = 3
  case aggregationalGaussianity = 4
  case intermittency = 5
  case volatilityClustering = 6
  case conditionalHeavyTails = 7
  case slowDecay = 8
  case leverageEffect = 9
  case volumeVolatility = 10
  case timescaleAsymmetry = 11

  /// As in tables for people.
  public var title: String {
    switch self {
    case .noAutocorrelation: "absence of autocorrelations"
    case .heavyTails: "heavy tails"
    case .gainLossAsymmetry: "gain/loss asymmetry"
    case .aggregationalGaussianity: "aggregational Gaussianity"
    case .intermittency: "intermittency"
    case .volatilityClustering: "volatility clustering"
    case .conditionalHeavyTails: "conditional heavy tails"
    case .slowDecay: "slow decay of |r| autocorrelation"
    case .leverageEffect: "leverage effect"
    case .volumeVolatility: "volume/volatility correlation"
    case .timescaleAsymmetry: "asymmetry in time scales"
    }
  }

  /// Whether a market without it is not realistic; the others are reported.
  public var isGate: Bool {
    switch self {
    case .noAutocorrelation, .heavyTails, .aggregationalGaussianity, .volatilityClustering, .conditionalHeavyTails,
      .slowDecay, .volumeVolatility:
      true
    case .gainLossAsymmetry, .intermittency, .leverageEffect, .timescaleAsymmetry: false
    }
  }
}
