/// What kinds of news an agent listens to, and which kinds are new: its own symbol's, those of the symbol's sector,
/// those about everything.
@frozen public struct NewsScopes: OptionSet, BitwiseCopyable, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let symbol = NewsScopes(rawValue: 1)
  public static let sector = NewsScopes(rawValue: 2)
  public static let macro = NewsScopes(rawValue: 4)
}

/// Why an agent woke: everything that applies in the tick.
@frozen public struct WakeReasons: OptionSet, BitwiseCopyable, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  // The scopes' bits, in their order.
  public static let symbolNews = WakeReasons(rawValue: 1)
  public static let sectorNews = WakeReasons(rawValue: 2)
  public static let macroNews = WakeReasons(rawValue: 4)
  public static let below = WakeReasons(rawValue: 8)
  public static let above = WakeReasons(rawValue: 16)
  public static let due = WakeReasons(rawValue: 32)
  public static let anyNews: WakeReasons = [.symbolNews, .sectorNews, .macroNews]

  /// The new news among the reasons.
  public init(_ scopes: NewsScopes) { self.init(rawValue: scopes.rawValue) }
}

/// Everything that shall wake one agent: at most one price below, one price above, one time, and kinds of news.
///
/// An agent states all of it at once, each time anew; ``WakeWriter/set(_:_:)`` finds out what has changed. A plain value
/// of 16 bytes.
///
///     var wishes = WakeConditions()
///     wishes.whenBelow(9_500)                 stop
///     wishes.whenAbove(11_000)                target
///     wishes.every(100, from: 7)              look around now and then
///     wishes.onNews([.symbol, .macro])
public struct WakeConditions: Equatable, Sendable {
  // Stored as boundaries: `b` lies between the prices `b` and `b + 1`; ``noBoundary`` is never passed.
  var below = Self.noBoundary
  var above = Self.noBoundary
  var due = Self.never
  var marks: WakeMarks = []

  static let noBoundary = Int32.max
  static let never = UInt32.max

  /// Waits for nothing.
  public init() {}

  /// Wakes when the price falls to `price` or below, coming from above it.
  /// - Parameters:
  ///   - price: in ticks. One that no price can cross, below 1 say, never fires.
  ///   - stands: fires at every such crossing, until it is left out; otherwise at the first, and is gone.
  ///   - orAlready: fires in the first tick after it was stated if the price then is at or below `price`, crossing or
  ///     not.
  public mutating func whenBelow(_ price: Int32, stands: Bool = false, orAlready: Bool = false) {
    below = min(max(price, 0), .max - 1)
    marks.remove([.belowStands, .belowIsNew])
    if stands { marks.insert(.belowStands) }
    if orAlready { marks.insert(.belowIsNew) }
  }

  /// Wakes when the price rises to `price` or above, coming from below it. Otherwise as ``whenBelow(_:stands:orAlready:)``.
  public mutating func whenAbove(_ price: Int32, stands: Bool = false, orAlready: Bool = false) {
    above = max(price, 1) - 1
    marks.remove([.aboveStands, .aboveIsNew])
    if stands { marks.insert(.aboveStands) }
    if orAlready { marks.insert(.aboveIsNew) }
  }

  /// Wakes once, in `tick`. A tick that is over never comes: then nothing happens.
  public mutating func at(_ tick: UInt32) {
    due = tick
    marks.interval = 0
  }

  /// Wakes in the ticks `start`, `start + interval`, `start + 2 · interval`, … that are still to come. Stating the same
  /// again changes nothing.
  /// - Parameter interval: ticks, 1 ... 16,777,215.
  public mutating func every(_ interval: UInt32, from start: UInt32) {
    precondition((1...WakeMarks.intervalMax).contains(interval), "an interval has 1 to 16,777,215 ticks")
    due = start
    marks.interval = interval
  }

  /// Wakes once for each tick in which news of one of these kinds begins.
  public mutating func onNews(_ scopes: NewsScopes) { marks.news = scopes }

  /// The price it waits to fall to; nil when there is none.
  public var belowPrice: Int32? { below == Self.noBoundary ? nil : below }
  /// The price it waits to rise to; nil when there is none.
  public var abovePrice: Int32? { above == Self.noBoundary ? nil : above + 1 }
  /// The tick it waits for, of an interval the first; nil when there is none.
  public var tick: UInt32? { due == Self.never ? nil : due }
  public var news: NewsScopes { marks.news }
  /// Nothing wakes the agent.
  public var isEmpty: Bool { belowPrice == nil && abovePrice == nil && tick == nil && news.isEmpty }

  /// Of the ticks `start`, `start + interval`, … the first from `next` on; of a single one, interval 0, that one if it
  /// is not over. ``never`` when there is none.
  static func due(from next: UInt32, start: UInt32, interval: UInt32) -> UInt32 {
    if start >= next { return start }
    guard interval > 0 else { return never }
    let steps = (next - start - 1) / interval + 1
    let (distance, isBeyond) = steps.multipliedReportingOverflow(by: interval)
    let (tick, isFarBeyond) = start.addingReportingOverflow(distance)
    return isBeyond || isFarBeyond ? never : tick
  }
}

/// What else a row of the index has to know about its conditions, in 32 bits.
struct WakeMarks: OptionSet, BitwiseCopyable, Hashable, Sendable {
  var rawValue: UInt32
  // Bits 0 ... 2: the kinds of news, as in ``NewsScopes``.
  static let belowStands = WakeMarks(rawValue: 1 << 3)
  static let aboveStands = WakeMarks(rawValue: 1 << 4)
  // Not scanned yet, and fires without a crossing.
  static let belowIsNew = WakeMarks(rawValue: 1 << 5)
  static let aboveIsNew = WakeMarks(rawValue: 1 << 6)
  // Bits 8 ... 31: ticks between two times; 0 when it is one time only.

  static let isNew: WakeMarks = [.belowIsNew, .aboveIsNew]
  static let allNews = WakeMarks(rawValue: 7)
  static let intervalMax: UInt32 = 1 << 24 - 1

  var news: NewsScopes {
    get { NewsScopes(rawValue: UInt8(rawValue & Self.allNews.rawValue)) }
    set { rawValue = rawValue & ~Self.allNews.rawValue | UInt32(newValue.rawValue) & Self.allNews.rawValue }
  }
  var interval: UInt32 {
    get { rawValue >> 8 }
    set { rawValue = rawValue & 0xff | newValue << 8 }
  }
}
