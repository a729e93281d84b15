import SimRandom

/// How a parameter differs from agent to agent of a population.
public enum Distribution: Sendable, Hashable {
  /// Everybody has the same value.
  case constant(Double)
  /// Any value from the low to the high end, equally likely. Integers include both ends.
  case uniform(ClosedRange<Double>)
  /// A bell around `mean`, drawn again until it falls inside `within`.
  case normal(mean: Double, deviation: Double, within: ClosedRange<Double>)

  /// Every value that can be drawn lies in here.
  public var support: ClosedRange<Double> {
    switch self {
    case .constant(let value): value...value
    case .uniform(let range): range
    case .normal(_, _, let within): within
    }
  }

  /// One draw. Consumes what it needs from `stream`, which is the row's own.
  public func draw(from stream: inout RowStream) -> Double {
    switch self {
    case .constant(let value): return value
    case .uniform(let range): return range.lowerBound + (range.upperBound - range.lowerBound) * stream.uniform()
    case .normal(let mean, let deviation, let within):
      // Refused at load unless `within` reaches to the mean, so a draw is accepted at least every other time or so.
      for _ in 0..<1_000 {
        let value = mean + deviation * stream.normal()
        if within.contains(value) { return value }
      }
      return min(max(mean, within.lowerBound), within.upperBound)
    }
  }

  /// One integer draw; both ends of a uniform range are equally likely.
  public func drawInteger(from stream: inout RowStream) -> Int {
    switch self {
    case .uniform(let range):
      let low = Int(range.lowerBound.rounded(.up))
      let high = Int(range.upperBound.rounded(.down))
      return low + Int(stream.bounded(UInt32(max(0, high - low)) + 1))
    default: return Int(draw(from: &stream).rounded())
    }
  }
}
