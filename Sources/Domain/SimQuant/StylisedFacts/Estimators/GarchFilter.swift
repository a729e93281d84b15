import SimRandom

/// Takes out of returns the part of their volatility that the past foretells: a GARCH(1,1) with the sample's variance.
///
///     h[0] = s²,   h[t] = s²·(1 - α - β) + α·r[t-1]² + β·h[t-1]        residual z[t] = r[t] / √h[t]
///
/// α and β minimise `Σ (ln h + r²/h)`, the Gaussian likelihood, which finds them whether residuals are Gaussian or not
/// (quasi maximum likelihood). The constant follows from the sample variance s² ("variance targeting"), so two parameters
/// are searched instead of three, and the model cannot disagree with the sample about the mean level.
/// - Source: T. Bollerslev, "Generalized autoregressive conditional heteroskedasticity", J. Econometrics 31, 1986;
///   C. Francq, L. Horváth, J.-M. Zakoïan, "Merits and drawbacks of variance targeting in GARCH models", J. Financial
///   Econometrics 9(4), 2011.
struct GarchFilter {
  let alpha, beta: Double
  let residuals: [Double]  // a return each
  /// `Σ (ln h + r²/h) / n` of the returns divided by their deviation.
  let objective: Double

  /// - Parameter returns: not all equal; their mean is taken out.
  /// - Complexity: about 150 passes.
  init(_ returns: [Double]) {
    let r = MeanFunctional.standardised(returns)
    precondition(r.contains { $0 != 0 }, "returns that are all equal have no volatility")
    // Of the starting points the best; the search then walks where no α, β is forbidden.
    var start = [0.0, 0.0]
    var best = Double.infinity
    for persistence in [0.5, 0.9, 0.97, 0.995] {
      for share in [0.03, 0.1, 0.3] {
        let point = [Self.logit(persistence / Self.persistenceMax), Self.logit(share)]
        let value = Self.objective(r, point)
        if value < best { (start, best) = (point, value) }
      }
    }
    let found = NelderMead.minimum(from: start, step: 0.5) { Self.objective(r, $0) }
    (alpha, beta) = Self.parameters(found)
    objective = Self.objective(r, found)
    var h = 1.0
    var residuals: [Double] = []
    residuals.reserveCapacity(r.count)
    for value in r {
      residuals.append(value / h.squareRoot())
      h = (1 - alpha - beta) + alpha * value * value + beta * h
    }
    self.residuals = residuals
  }

  /// α + β stays below 1, where the variance would not be finite.
  private static let persistenceMax = 0.9999

  /// α + β and α's share of it, each through a logistic curve: every pair of numbers is a model.
  private static func parameters(_ point: [Double]) -> (alpha: Double, beta: Double) {
    let persistence = persistenceMax / (1 + DeterministicMath.exp(-point[0]))
    let share = 1 / (1 + DeterministicMath.exp(-point[1]))
    return (persistence * share, persistence * (1 - share))
  }

  private static func logit(_ p: Double) -> Double { DeterministicMath.log(p / (1 - p)) }

  static func objective(_ r: [Double], _ point: [Double]) -> Double {
    let (alpha, beta) = parameters(point)
    let constant = 1 - alpha - beta
    var h = 1.0
    var product = 1.0  // of several h: one logarithm for all of them
    var factors = 0
    var sum = 0.0
    for value in r {
      let square = value * value
      product *= h
      sum += square / h
      factors += 1
      if factors == 8 || !(1e-30...1e30 ~= product) {
        sum += DeterministicMath.log(product)
        (product, factors) = (1, 0)
      }
      h = constant + alpha * square + beta * h
    }
    return (sum + DeterministicMath.log(product)) / Double(r.count)
  }
}
