/// The lowest point of a function of a few variables, without derivatives.
///
/// A simplex of n + 1 points walks downhill: the worst point is mirrored at the middle of the others, twice as far when
/// that pays, half as far when it does not; when nothing helps all points move towards the best one.
/// - Source: J. A. Nelder, R. Mead, "A simplex method for function minimization", The Computer Journal 7(4), 1965,
///   308-313.
enum NelderMead {
  /// - Parameters:
  ///   - step: edge of the first simplex, in the unit of the variables.
  ///   - tolerance: the walk ends when no point of the simplex differs by more, in value and in any variable.
  /// - Returns: where the function was lowest, after at most `stepsMax` steps.
  static func minimum(
    from start: [Double], step: Double, tolerance: Double = 1e-8, stepsMax: Int = 400, _ function: ([Double]) -> Double
  ) -> [Double] {
    var simplex = [(point: start, value: function(start))]
    for axis in start.indices {
      var point = start
      point[axis] += step
      simplex.append((point, function(point)))
    }
    for _ in 0..<stepsMax {
      simplex.sort { $0.value < $1.value }
      let (best, worst) = (simplex[0], simplex[start.count])
      let isFlat = worst.value - best.value <= tolerance * max(1, best.value.magnitude)
      let spread = zip(best.point, worst.point).map { ($0 - $1).magnitude }.max() ?? 0
      if isFlat && spread <= 1e-5 { break }
      let centre = start.indices.map { axis in
        simplex.dropLast().reduce(0) { $0 + $1.point[axis] } / Double(start.count)
      }
      func along(_ factor: Double) -> (point: [Double], value: Double) {
        let point = zip(centre, worst.point).map { $0 + factor * ($1 - $0) }
        return (point, function(point))
      }
      let mirrored = along(-1)
      if mirrored.value < best.value {
        let farther = along(-2)
        simplex[start.count] = farther.value < mirrored.value ? farther : mirrored
      } else if mirrored.value < simplex[start.count - 1].value {
        simplex[start.count] = mirrored
      } else {
        let nearer = mirrored.value < worst.value ? along(-0.5) : along(0.5)
        if nearer.value < min(mirrored.value, worst.value) {
          simplex[start.count] = nearer
        } else {
          for index in 1...start.count {
            let point = zip(best.point, simplex[index].point).map { $0 + 0.5 * ($1 - $0) }
            simplex[index] = (point, function(point))
          }
        }
      }
    }
    return simplex.min { $0.value < $1.value }?.point ?? start
  }
}
