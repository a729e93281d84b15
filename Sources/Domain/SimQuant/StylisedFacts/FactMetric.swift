/// A number that is estimated from a history, the band real markets show, and what it decides.
///
/// The list below is the whole table: the report, its files and the documentation follow it.
public struct FactMetric: Sendable {
  /// As in files: `abs_return_acf_1_20`.
  public let name: String
  /// Nil: a measurement of the order book, outside Cont's list.
  public let fact: StylisedFact?
  /// What real markets show where it is known, otherwise the sign they show; see `docs/models/stylised-facts.md`.
  public let band: ClosedRange<Double>
  public let rule: FactRule
  /// Whether the fact's verdict rests on it; the others are there to look at.
  public let decides: Bool
  /// Returns at its scale below which it is not estimated.
  public let returnsMin: Int
  public let source: String

  let estimate: @Sendable (ScaledHistory) throws(NotComputable) -> MeanFunctional

  init(
    _ name: String, _ fact: StylisedFact?, _ band: ClosedRange<Double>, _ rule: FactRule, decides: Bool = true,
    returnsMin: Int, source: String,
    _ estimate: @escaping @Sendable (ScaledHistory) throws(NotComputable) -> MeanFunctional
  ) {
    (self.name, self.fact, self.band, self.rule, self.decides) = (name, fact, band, rule, decides)
    (self.returnsMin, self.source, self.estimate) = (returnsMin, source, estimate)
  }

  /// In the order of the facts, the order book last.
  public static let all: [FactMetric] = facts + orderBook

  // MARK: - Cont's facts

  private static let facts: [FactMetric] = [
    FactMetric(
      "return_acf_1", .noAutocorrelation, -0.1...0.1, .absent, returnsMin: 100, source: "Cont 2001"
    ) { history throws(NotComputable) in .autocorrelation(history.returns, lags: 1...1) },
    FactMetric(
      "return_acf_3_20", .noAutocorrelation, -0.02...0.02, .absent, returnsMin: 250, source: "Cont 2001"
    ) { history throws(NotComputable) in .autocorrelation(history.returns, lags: 3...20) },

    FactMetric(
      "tail_index", .heavyTails, 2...5, .inside, returnsMin: 1_000, source: "Hill 1975; Gopikrishnan et al. 1999"
    ) { history throws(NotComputable) in try .tailIndex(history.returns.map(\.magnitude)) },
    FactMetric(
      "tail_index_losses", .heavyTails, 2...5, .inside, decides: false, returnsMin: 1_000, source: "Hill 1975"
    ) { history throws(NotComputable) in try .tailIndex(history.returns.map { -$0 }) },
    FactMetric(
      "tail_index_gains", .heavyTails, 2...5, .inside, decides: false, returnsMin: 1_000, source: "Hill 1975"
    ) { history throws(NotComputable) in try .tailIndex(history.returns) },
    FactMetric(
      "excess_kurtosis", .heavyTails, 1...1_000, .present(randomWalk: 0), returnsMin: 250, source: "Cont 2001"
    ) { history throws(NotComputable) in .excessKurtosis(history.returns) },

    FactMetric(
      "loss_speed", .gainLossAsymmetry, 0...3, .present(randomWalk: 0), returnsMin: 250, source: "Jensen et al. 2003"
    ) { history throws(NotComputable) in .lossSpeed(history.returns) },
    FactMetric(
      "skewness", .gainLossAsymmetry, -10...0, .present(randomWalk: 0), decides: false, returnsMin: 250,
      source: "Cont 2001"
    ) { history throws(NotComputable) in .skewness(history.returns) },

    FactMetric(
      "kurtosis_decline_20", .aggregationalGaussianity, 0.2...1.5, .present(randomWalk: 0), returnsMin: 2_000,
      source: "Cont 2001"
    ) { history throws(NotComputable) in .kurtosisDecline(history.returns, window: 20) },

    FactMetric(
      "extreme_fano_20", .intermittency, 1...60, .present(randomWalk: 0.95), returnsMin: 1_000,
      source: "Ratliff-Crain et al. 2025"
    ) { history throws(NotComputable) in try .extremeCounts(history.returns) },

    FactMetric(
      "abs_return_acf_1_20", .volatilityClustering, 0.02...1, .present(randomWalk: 0), returnsMin: 250,
      source: "Ding et al. 1993"
    ) { history throws(NotComputable) in .autocorrelation(history.returns.map(\.magnitude), lags: 1...20) },
    FactMetric(
      "abs_return_acf_1", .volatilityClustering, 0.02...1, .present(randomWalk: 0), decides: false, returnsMin: 100,
      source: "Ding et al. 1993"
    ) { history throws(NotComputable) in .autocorrelation(history.returns.map(\.magnitude), lags: 1...1) },
    FactMetric(
      "squared_return_acf_1_20", .volatilityClustering, 0.02...1, .present(randomWalk: 0), decides: false,
      returnsMin: 250, source: "Bollerslev 1986"
    ) { history throws(NotComputable) in .autocorrelation(history.returns.map { $0 * $0 }, lags: 1...20) },

    FactMetric(
      "residual_kurtosis", .conditionalHeavyTails, 0...1_000, .present(randomWalk: 0),
      returnsMin: ScaledHistory.residualsMin, source: "Bollerslev 1987"
    ) { history throws(NotComputable) in .excessKurtosis(try history.knownResiduals) },
    FactMetric(
      "kurtosis_removed", .conditionalHeavyTails, 0...1_000, .present(randomWalk: 0),
      returnsMin: ScaledHistory.residualsMin, source: "Bollerslev 1987"
    ) { history throws(NotComputable) in
      .kurtosisRemoved(raw: history.returns, filtered: try history.knownResiduals)
    },

    FactMetric(
      "abs_return_acf_51_100", .slowDecay, 0.01...1, .present(randomWalk: 0), returnsMin: 1_000,
      source: "Ding et al. 1993"
    ) { history throws(NotComputable) in .autocorrelation(history.returns.map(\.magnitude), lags: 51...100) },
    FactMetric(
      "decay_exponent", .slowDecay, 0...1, .inside, returnsMin: 1_000, source: "Liu et al. 1999"
    ) { history throws(NotComputable) in .decayExponent(history.returns) },

    FactMetric(
      "leverage_1_10", .leverageEffect, -1...0, .present(randomWalk: 0), returnsMin: 250,
      source: "Bouchaud et al. 2001"
    ) { history throws(NotComputable) in
      .laggedCorrelation(history.returns, history.returns.map { $0 * $0 }, lags: 1...10)
    },

    FactMetric(
      "volume_abs_return", .volumeVolatility, 0...1, .present(randomWalk: 0), returnsMin: 100, source: "Karpoff 1987"
    ) { history throws(NotComputable) in
      .laggedCorrelation(
        try history.known(history.volumes, "volume"), history.returns.map(\.magnitude), lags: 0...0)
    },

    FactMetric(
      "coarse_to_fine_5", .timescaleAsymmetry, 0...1, .present(randomWalk: 0), returnsMin: 500,
      source: "Müller et al. 1997"
    ) { history throws(NotComputable) in .coarseToFine(history.returns) },
  ]

  // MARK: - The order book

  private static let orderBook: [FactMetric] = [
    FactMetric(
      "spread_bps", nil, 0.1...100, .inside, returnsMin: 100, source: "Huang and Stoll 1996"
    ) { history throws(NotComputable) in
      let spreads = try history.knownBook.spreads
      return MeanFunctional([spreads]) { 1e4 * $0[0] }
    },
    FactMetric(
      "spread_acf_1", nil, 0...1, .present(randomWalk: 0), returnsMin: 100, source: "Biais et al. 1995"
    ) { history throws(NotComputable) in .autocorrelation(try history.knownBook.spreads, lags: 1...1) },
    FactMetric(
      "spread_abs_return", nil, 0...1, .present(randomWalk: 0), returnsMin: 100, source: "Wyart et al. 2008"
    ) { history throws(NotComputable) in
      .laggedCorrelation(try history.knownBook.spreads, history.returns.map(\.magnitude), lags: 0...0)
    },
    FactMetric(
      "spread_volume", nil, -1...0, .present(randomWalk: 0), returnsMin: 100, source: "Vyetrenko et al. 2019"
    ) { history throws(NotComputable) in
      .laggedCorrelation(
        try history.knownBook.spreads, try history.known(history.volumes, "volume"), lags: 0...0)
    },
    FactMetric(
      "depth_variation", nil, 0.3...3, .inside, returnsMin: 100, source: "Bouchaud et al. 2002"
    ) { history throws(NotComputable) in
      let depths = try history.known(history.knownBook.depths, depth)
      return MeanFunctional([depths, depths.map { $0 * $0 }]) { means in
        means[0] > 0 ? max(0, means[1] - means[0] * means[0]).squareRoot() / means[0] : .nan
      }
    },
    FactMetric(
      "imbalance_acf_1", nil, 0...1, .present(randomWalk: 0), returnsMin: 100, source: "Gould and Bonart 2016"
    ) { history throws(NotComputable) in
      .autocorrelation(try history.known(history.knownBook.imbalances, depth), lags: 1...1)
    },
    FactMetric(
      "imbalance_next_return", nil, 0...1, .present(randomWalk: 0), returnsMin: 100, source: "Gould and Bonart 2016"
    ) { history throws(NotComputable) in
      let book = try history.knownBook
      return .laggedCorrelation(try history.known(book.imbalances, depth), book.midReturns, lags: 1...1)
    },
    FactMetric(
      "order_flow_impact", nil, 0.3...1, .present(randomWalk: 0), returnsMin: 100, source: "Cont et al. 2014"
    ) { history throws(NotComputable) in
      let book = try history.knownBook
      return .laggedCorrelation(try history.known(book.orderFlow, depth), book.midReturns, lags: 0...0)
    },
  ]

  private static let depth = "bid depth and ask depth"
}

extension ScaledHistory {
  func known<Values>(_ values: Values?, _ name: String) throws(NotComputable) -> Values {
    guard let values else { throw NotComputable("no \(name) given") }
    return values
  }

  var knownBook: ScaledBook {
    get throws(NotComputable) { try known(book, "bid and ask") }
  }

  var knownResiduals: [Double] {
    get throws(NotComputable) {
      guard let residuals else { throw NotComputable("the returns are all equal") }
      return residuals
    }
  }
}
