/// A sum of doubles that keeps what rounding would throw away.
///
///     sum + correction = Σ x            the correction holds the low bits the running sum could not
///
/// Terms may come and go (a window adds the newest and takes off the oldest): after millions of both the error stays
/// that of a few roundings, where a plain sum drifts.
/// - Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
public struct CompensatedSum: Sendable {
  private var sum = 0.0
  private var correction = 0.0

  public init() {}

  public var value: Double { sum + correction }

  public mutating func add(_ term: Double) {
    let next = sum + term
    correction += sum.magnitude >= term.magnitude ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  public mutating func subtract(_ term: Double) { add(-term) }
}
