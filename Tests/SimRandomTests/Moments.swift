import SimRandom

/// The first moments of many draws from one stream, and whether they are where theory puts them.
struct Moments {
  let count: Double
  let mean: Double
  let variance: Double
  let skewness: Double
  let kurtosis: Double
  let smallest: Double

  init(of count: Int, seed: UInt64 = 11, _ draw: (inout RowStream) -> Double) {
    var stream = RowStream(StreamKey(seed: seed, purpose: .spawn), row: 0, tick: 0)
    let values = (0..<count).map { _ in draw(&stream) }
    let mean = values.reduce(0, +) / Double(count)
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in values {
      let square = (value - mean) * (value - mean)
      second += square
      third += square * (value - mean)
      fourth += square * square
    }
    self.count = Double(count)
    self.mean = mean
    variance = second / Double(count)
    skewness = third / Double(count) / (variance * variance.squareRoot())
    kurtosis = fourth / Double(count) / (variance * variance)
    smallest = values.min() ?? .nan
  }

  func meanIsWithin5Errors(of expected: Double, standardDeviation: Double) -> Bool {
    abs(mean - expected) < 5 * standardDeviation / count.squareRoot()
  }

  func varianceIsWithin5Errors(of expected: Double, fourthCentralMoment: Double) -> Bool {
    abs(variance - expected) < 5 * ((fourthCentralMoment - expected * expected) / count).squareRoot()
  }
}
