import SimColumns

/// An exponentially weighted average along a series, faster than its chain of roundings.
///
///     a = a + (x - a) · w
///
/// Each value waits for the one before, ten cycles a step. But such an average forgets where it started, rounding
/// included: two that see the same values come closer by a factor 1 - w a step, and once they are a unit in the last
/// place apart the next roundings make them one number. So eight stretches of the series run side by side, each with a
/// run-in of `memory` values from a start that is only guessed:
///
///     stretch 0   ├─────────────────────┤                     from the true average
///     stretch 1             ├ run-in ┤──────────┤             stored from the end of the run-in on
///     stretch 2                        ├ run-in ┤──────────┤
///
/// Where a stretch ends, the next one's average after its run-in has to be the same number, all bits. If it is, then by
/// induction everything stored is what the chain gives. If it is not, the chain goes on from there.
enum DecaySeries {
  /// - Parameters:
  ///   - average: the one before the first value.
  ///   - averages: one for each value; another column than that of the values.
  /// - Returns: the last average.
  static func run(
    _ values: ColumnView<Double>, from average: Double, weight: Double, into averages: ColumnView<Double>
  ) -> Double {
    var last = average
    var place = 0
    let memory = memory(weight)
    while values.count - place >= max(2 * memory, 1_024) {
      let distance = Stretches.distance(values.count - place - memory)
      (place, last) = abreast(values, place, distance, memory, last, weight, averages)
    }
    while place < values.count {
      last += (values[place] - last) * weight
      averages[place] = last
      place &+= 1
    }
    return last
  }

  /// Values after which an average has most likely forgotten its start: 2⁻⁵³ is 37 factors of e away, less for a guess
  /// that is near; then the roundings have to meet.
  static func memory(_ weight: Double) -> Int { Int(44 / weight) }

  /// - Returns: the first place that is left, and the average before it.
  private static func abreast(
    _ values: ColumnView<Double>, _ start: Int, _ distance: Int, _ memory: Int, _ average: Double, _ weight: Double,
    _ averages: ColumnView<Double>
  ) -> (place: Int, average: Double) {
    var lanes = Stretches.load(values, start, distance: distance)
    lanes[0] = average
    let weights = Stretches.Lanes(repeating: weight)
    for place in start..<start + memory {
      lanes += (Stretches.load(values, place, distance: distance) - lanes) * weights
      averages[place] = lanes[0]
    }
    let begun = lanes
    for place in start + memory..<start + memory + distance {
      lanes += (Stretches.load(values, place, distance: distance) - lanes) * weights
      Stretches.store(lanes, averages, place, distance: distance)
    }
    var right = 1
    while right < Stretches.count, begun[right] == lanes[right - 1] { right += 1 }
    return (start + memory + right * distance, lanes[right - 1])
  }
}
