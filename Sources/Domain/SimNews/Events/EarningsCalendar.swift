import SimRandom

/// When companies report: each once a quarter, on its own day of the season.
///
///     quarter   |··········|day 0|day 1|day 2|··· season ···|day n-1|··················|
///               0     seasonStart                                                   quarter
///
/// A company's day is drawn once for the run, the tick within the day anew every quarter. Both depend on the seed and
/// the symbol alone.
public struct EarningsCalendar: Sendable, Equatable {
  public var enabled = true
  public var quarter = 2_000  // ticks
  public var seasonStart = 200  // ticks from the start of the quarter to the season's
  public var seasonDays = 20
  public var day = 25  // ticks

  public init() {}

  /// Ticks of the season.
  public var season: Int { seasonDays * day }
  /// Ticks that lie at least between two reports of one company.
  public var intervalMin: Int { quarter - day + 1 }

  /// The day of the season on which a company reports, from 0.
  public func day(ofSymbol symbol: Int, key: StreamKey) -> Int {
    var stream = RowStream(key, row: UInt32(symbol), tick: 0)
    return Int(stream.bounded(UInt32(seasonDays)))
  }

  /// The tick of a company's report in a quarter, from 0; `UInt32.max` when ticks do not reach so far.
  public func report(ofSymbol symbol: Int, quarter index: Int, key: StreamKey) -> UInt32 {
    var stream = RowStream(key, row: UInt32(symbol), tick: UInt32(truncatingIfNeeded: index + 1))
    let hour = Int(stream.bounded(UInt32(day)))
    let tick = index * quarter + seasonStart + self.day(ofSymbol: symbol, key: key) * day + hour
    return UInt32(exactly: tick) ?? .max
  }
}
