/// A statistic written as a function of means: rows of per-time terms, and what their means make.
///
///     estimate = f(m),   m[j] = (1/n) · Σ_t z[t][j]
///
/// Correlations, moments, tail indices and their combinations all have this form. It is what makes the bootstrap cheap
/// and honest: terms that belong to one time (a return and the one *k* steps later, say) stay together in their row, so
/// a resample that jumps from one block to the next never pairs returns that were not *k* steps apart (H. R. Künsch,
/// "The jackknife and the bootstrap for general stationary observations", Annals of Statistics 17(3), 1989); and the
/// mean over a block is the difference of two running sums.
struct MeanFunctional {
  let count: Int  // times
  let width: Int  // terms a time
  let terms: [Double]  // term j of time t at t · width + j
  let function: ([Double]) -> Double  // of the means; NaN where the statistic does not exist

  /// - Parameter columns: the terms, each with a value for every time.
  init(_ columns: [[Double]], _ function: @escaping ([Double]) -> Double) {
    let (count, width) = (columns.first?.count ?? 0, columns.count)
    precondition(count > 0 && columns.allSatisfy { $0.count == count }, "every term has a value at every time")
    var terms = [Double](repeating: 0, count: count * width)
    for (j, column) in columns.enumerated() {
      for t in 0..<count { terms[t * width + j] = column[t] }
    }
    (self.count, self.width, self.terms, self.function) = (count, width, terms, function)
  }

  func means() -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: width)
    for t in 0..<count {
      for j in 0..<width { sums[j].add(terms[t * width + j]) }
    }
    return sums.map { $0.value / Double(count) }
  }

  /// What each time adds to the estimate, to first order: `Σ_j ∂f/∂m[j] · (z[t][j] - m[j])`. Its long-run variance is
  /// that of the estimate times n. Derivatives by central differences, over a thousandth of a term's deviation.
  func influence() -> [Double] {
    let means = means()
    var squares = [Double](repeating: 0, count: width)
    for t in 0..<count {
      for j in 0..<width {
        let deviation = terms[t * width + j] - means[j]
        squares[j] += deviation * deviation
      }
    }
    var slopes = [Double](repeating: 0, count: width)
    for j in 0..<width where squares[j] > 0 {
      let step = 1e-3 * (squares[j] / Double(count)).squareRoot()
      var moved = means
      moved[j] = means[j] + step
      let above = function(moved)
      moved[j] = means[j] - step
      let below = function(moved)
      let slope = (above - below) / (2 * step)
      slopes[j] = slope.isFinite ? slope : 0
    }
    return (0..<count).map { t in
      var sum = 0.0
      for j in 0..<width { sum += slopes[j] * (terms[t * width + j] - means[j]) }
      return sum
    }
  }
}
