/// A hedge ratio that follows the market: a Kalman filter for the line between two series.
///
///     y[t] = α[t] + β[t] · x[t] + noise                variance `observationVariance`
///     (α, β)[t] = (α, β)[t-1] + step                   each step's variance `stepVariance`
///
///     predict   P ← P + W · I
///     error     e = y - α - β · x            q = H P H' + V        H = (1, x)
///     gain      k = P H' / q                 (α, β) ← (α, β) + k · e        P ← P - k · (P H')'
///     z         e / √q
///
/// Where ``CointegrationTracker`` gives every period in its window the same weight and forgets the rest at once, this
/// forgets smoothly. e is the error of a *prediction*, made before y was seen. With steps of variance 0 it is
/// least squares over all periods, updated one by one.
/// - Source: R. E. Kalman, Journal of Basic Engineering 82 (1960); E. P. Chan, *Algorithmic Trading* (2013), chapter 3,
///   for its use on pairs.
public struct KalmanHedge: Sendable {
  public let stepVariance: Double  // W
  public let observationVariance: Double  // V
  public private(set) var alpha = 0.0
  public private(set) var beta = 0.0

  /// What the last update said.
  public struct Reading: Sendable, Equatable {
    public let error: Double  // e, in the unit of y
    public let deviation: Double  // √q
    public var zScore: Double { error / deviation }
  }

  // P, symmetric.
  private var varianceAlpha, varianceBeta: Double
  private var covariance = 0.0

  /// - Parameters:
  ///   - stepVariance: how far the line may wander in a period, squared; 0 for a line that stands still.
  ///   - observationVariance: how far y lies from the line, squared; above 0.
  ///   - priorVariance: how little is known at first about α and β, which start at 0.
  public init(stepVariance: Double = 1e-5, observationVariance: Double = 1e-3, priorVariance: Double = 1) {
    precondition(stepVariance >= 0 && observationVariance > 0 && priorVariance > 0, "variances are positive")
    (self.stepVariance, self.observationVariance) = (stepVariance, observationVariance)
    (varianceAlpha, varianceBeta) = (priorVariance, priorVariance)
  }

  /// - Parameters: finite; for prices their logarithms.
  @discardableResult
  public mutating func update(x: Double, y: Double) -> Reading {
    precondition(x.isFinite && y.isFinite, "a filter never recovers from a number that is none")
    varianceAlpha += stepVariance
    varianceBeta += stepVariance
    let error = y - alpha - beta * x
    let (left, right) = (varianceAlpha + covariance * x, covariance + varianceBeta * x)  // P H'
    let q = left + right * x + observationVariance
    let (gainAlpha, gainBeta) = (left / q, right / q)
    alpha += gainAlpha * error
    beta += gainBeta * error
    varianceAlpha -= gainAlpha * left
    covariance -= gainAlpha * right
    varianceBeta -= gainBeta * right
    return Reading(error: error, deviation: q.squareRoot())
  }
}
