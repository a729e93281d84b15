/// What is left of a row of returns when only its statistics will be asked for: a count and five sums.
///
///     n    Σ r    Σ r²    Σ r³    Σ r⁴    Σ min(r - target, 0)²
///
/// Returns per period, as fractions. Two rows that follow each other are one row by addition.
public struct ReturnSums: Sendable, Equatable {
  public var count: Int
  public var first, second, third, fourth: Double
  public var downside: Double

  public init(
    count: Int = 0, first: Double = 0, second: Double = 0, third: Double = 0, fourth: Double = 0, downside: Double = 0
  ) {
    precondition(count >= 0, "a row of returns has no negative length")
    (self.count, self.first, self.second, self.third, self.fourth) = (count, first, second, third, fourth)
    self.downside = downside
  }

  /// One more return. - Parameter target: per period; what falls short of it is downside.
  public mutating func add(_ r: Double, target: Double) {
    let square = r * r
    let shortfall = min(r - target, 0)
    count += 1
    first += r
    second += square
    third += square * r
    fourth += square * square
    downside += shortfall * shortfall
  }

  public static func + (a: ReturnSums, b: ReturnSums) -> ReturnSums {
    ReturnSums(
      count: a.count + b.count, first: a.first + b.first, second: a.second + b.second, third: a.third + b.third,
      fourth: a.fourth + b.fourth, downside: a.downside + b.downside)
  }
}
