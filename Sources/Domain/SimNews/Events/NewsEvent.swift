/// One piece of news: what it says, whom it concerns, how long it is remembered.
///
///     decay(t) = 1 - (t - tick) / duration        1 when it comes, 0 from tick + duration on
public struct NewsEvent: Sendable, Equatable, BitwiseCopyable {
  /// Whom news concern.
  public enum Reach: Sendable, Equatable {
    case symbol(Int)
    case sector(Int)
    case everybody
  }

  public let id: Int32  // 1, 2, … in the order they come
  public let kind: NewsKind
  public let target: Int32  // the symbol's or the sector's row; 0 for a rate
  public let tick: UInt32  // when it came
  public let duration: UInt32  // ticks, at least 1
  public let sentiment: Double  // -1 … 1: good or bad for those it concerns
  public let magnitude: Double  // 0 … 1: how much is made of it
  /// By kind: the surprise as a fraction of earnings; the new growth a year; the new rate a year; the sentiment.
  public let amount: Double

  public init(
    id: Int32, kind: NewsKind, target: Int32, tick: UInt32, duration: UInt32, sentiment: Double, magnitude: Double,
    amount: Double
  ) {
    (self.id, self.kind, self.target, self.tick, self.duration) = (id, kind, target, tick, duration)
    (self.sentiment, self.magnitude, self.amount) = (sentiment, magnitude, amount)
  }

  public var reach: Reach {
    switch kind {
    case .earnings, .guidance: .symbol(Int(target))
    case .rate: .everybody
    case .sector: .sector(Int(target))
    }
  }

  /// Whether somebody who trades `symbol`, of `sector`, should know: its own news, its sector's, and rates.
  public func concerns(symbol: Int, sector: Int) -> Bool {
    switch reach {
    case .symbol(let row): row == symbol
    case .sector(let row): row == sector
    case .everybody: true
    }
  }

  public func isActive(at tick: UInt32) -> Bool { tick >= self.tick && tick - self.tick < duration }

  public func decay(at tick: UInt32) -> Double {
    isActive(at: tick) ? 1 - Double(tick - self.tick) / Double(duration) : 0
  }

  /// What is left of its sentiment.
  public func effect(at tick: UInt32) -> Double { sentiment * decay(at: tick) }
}
