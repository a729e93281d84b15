import SimColumns

extension ExponentialAverage {
  /// The same along one symbol, that of row 0, from candle `candle` on.
  ///
  /// - Parameter averages: one for each value; NaN before the first.
  public func series(candle: Int, _ values: ColumnView<Double>, into averages: ColumnView<Double>) {
    precondition(averages.count == values.count, "a result for each value")
    let warm = min(max(0, period - candle), values.count)
    for place in 0..<warm {
      scalar(0..<1, candle: candle + place, values[place..<place + 1])
      averages[place] = candle + place == period - 1 ? average[0] : .nan
    }
    let rest = warm..<values.count
    average[0] = DecaySeries.run(values[rest], from: average[0], weight: weight, into: averages[rest])
  }
}
