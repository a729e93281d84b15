/// How often news come and how strong they are.
public struct NewsSettings: Sendable, Equatable {
  public var enabled = true
  public var earnings = Earnings()
  public var guidance = Guidance()
  public var rate = Rate()
  public var sector = Sector()
  public var calendar = EarningsCalendar()
  public init() {}

  /// What all kinds have: when they come, how much is made of them, how long they are remembered.
  ///
  /// After an event the kind pauses for `minInterval` ticks; from then on every tick has it with `probability`. So the
  /// mean distance is `minInterval` + (1 - p) / p ticks, for the whole market and whatever its size.
  public struct Occurrence: Sendable, Equatable {
    public var probability: Double  // 0 … 1 a tick; 0: never
    public var minInterval: Int  // ticks, at least 1
    public var magnitude: ClosedRange<Double>  // within 0 … 1
    public var duration: Int  // ticks, at least 1

    public init(probability: Double, minInterval: Int, magnitude: ClosedRange<Double>, duration: Int) {
      (self.probability, self.minInterval) = (probability, minInterval)
      (self.magnitude, self.duration) = (magnitude, duration)
    }

    /// Mean ticks between two events; infinite when there are none.
    public var meanInterval: Double { Double(minInterval) + (1 - probability) / probability }
    /// The most events that can be remembered at a time.
    var activeMax: Int { (duration + minInterval - 1) / minInterval }
  }

  /// A company earns more or less than was thought: its earnings change by the surprise, for good.
  public struct Earnings: Sendable, Equatable {
    public var occurrence = Occurrence(probability: 0.002, minInterval: 100, magnitude: 0.4...0.9, duration: 50)
    public var surprise = 0.05  // the largest, a fraction of the earnings below 1
    public init() {}
  }

  /// A company says how it will grow: its growth moves part of the way to a new target, drawn around the growth it
  /// started with.
  public struct Guidance: Sendable, Equatable {
    public var occurrence = Occurrence(probability: 0.001, minInterval: 200, magnitude: 0.3...0.7, duration: 30)
    public var width = 0.02  // a target is at most so far from the company's own growth, a year
    public var fraction = 0.25  // of the way to the target
    public init() {}
  }

  /// The risk-free rate changes, from where it is; at a bound it turns round.
  public struct Rate: Sendable, Equatable {
    public var occurrence = Occurrence(probability: 0.000_5, minInterval: 500, magnitude: 0.6...1, duration: 100)
    public var step = 0.002_5  // the largest change
    public var bounds = 0.01...0.08  // what the rate stays in, wider than a step
    public init() {}

    /// What would lie beyond a bound lies as far inside it.
    func turned(_ rate: Double) -> Double {
      let folded = rate < bounds.lowerBound ? 2 * bounds.lowerBound - rate : rate
      return folded > bounds.upperBound ? 2 * bounds.upperBound - folded : folded
    }
  }

  /// Something is said about a sector.
  public struct Sector: Sendable, Equatable {
    public var occurrence = Occurrence(probability: 0.003, minInterval: 50, magnitude: 0.2...0.6, duration: 40)
    public var sentiment = 1.0  // the largest, at most 1
    public init() {}
  }

  func occurrence(_ kind: NewsKind) -> Occurrence {
    switch kind {
    case .earnings: earnings.occurrence
    case .guidance: guidance.occurrence
    case .rate: rate.occurrence
    case .sector: sector.occurrence
    }
  }
}
