/// Quantiles of a sample by linear interpolation between order statistics.
///
///     h = p · (n - 1)        q = x[⌊h⌋] + (h - ⌊h⌋) · (x[⌊h⌋ + 1] - x[⌊h⌋])        x in ascending order
///
/// - Source: definition 7 of R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American
///   Statistician 50(4), 1996; what `numpy.percentile` gives.
public enum SampleQuantile {
  /// - Parameters:
  ///   - ascending: the sample in order, without NaN.
  ///   - probability: 0 … 1.
  /// - Returns: nil for an empty sample.
  public static func of(ascending: [Double], probability: Double) -> Double? {
    precondition((0...1).contains(probability), "a probability lies in 0 … 1")
    guard let last = ascending.last else { return nil }
    let place = probability * Double(ascending.count - 1)
    let below = Int(place)
    guard below + 1 < ascending.count else { return last }
    return ascending[below] + (place - Double(below)) * (ascending[below + 1] - ascending[below])
  }
}
