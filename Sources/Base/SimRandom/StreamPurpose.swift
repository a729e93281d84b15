/// What a stream's draws decide. Two purposes never share a draw, so a new kind of decision disturbs no old one.
///
///     0x0000_0001 ... 0x0FFF_FFFF   the simulator's own, listed below
///     0x1000_0000 ... 0xFFFF_FFFF   plug-ins
///
/// A number is part of what a seed means: changing one changes every run, and a retired one is not given out again.
@frozen public struct StreamPurpose: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The smallest value a plug-in should use.
  public static let firstForPlugIns = StreamPurpose(rawValue: 0x1000_0000)

  // MARK: Set-up, 1

  /// What an agent starts with. Row: agent within its population; in the place of the tick: which parameter.
  public static let spawn = StreamPurpose(rawValue: 1)

  // MARK: Agents' decisions, 2 and 3; later ones from 16

  /// Row: agent within its population.
  public static let noiseTrader = StreamPurpose(rawValue: 2)
  /// Row: agent within its population. Makers draw nothing after their set-up so far.
  public static let marketMaker = StreamPurpose(rawValue: 3)

  /// Limits of the orders that follow a signal. Row: agent within its population.
  public static let momentum = StreamPurpose(rawValue: 16)
  public static let trendFollower = StreamPurpose(rawValue: 17)
  public static let macdCrossover = StreamPurpose(rawValue: 18)
  public static let bollingerReversion = StreamPurpose(rawValue: 19)
  /// Sides of parent orders and the pauses between them. Row: agent within its population.
  public static let vwapExecutor = StreamPurpose(rawValue: 20)
  /// The parts a reactive agent is made of, and when it looks first. Row: agent within its population; in the place of
  /// the tick: which of these.
  public static let reactive = StreamPurpose(rawValue: 32)
  /// Orders of a crowd. Row: account within its population.
  public static let poolOrders = StreamPurpose(rawValue: 64)
  /// What a crowd thinks. Row: account within its population + 1; row 0: what moves all of them.
  public static let poolMood = StreamPurpose(rawValue: 65)

  // MARK: Market mechanics, 4; later ones from 256

  /// Who goes first among equals in an auction. Row: account.
  public static let auctionPriority = StreamPurpose(rawValue: 4)
  /// Who is served first when there are fewer shares to borrow than are wanted. Row: account.
  public static let locatePriority = StreamPurpose(rawValue: 256)

  // MARK: The economy, 512 to 767

  /// The common moves of fair values. Row 0: the whole market; row 1 + sector: the sector's.
  public static let fairValueFactors = StreamPurpose(rawValue: 512)
  /// A symbol's own move of its fair value. Four symbols share a block, a word each.
  public static let fairValueOwn = StreamPurpose(rawValue: 513)
  /// When a kind of news comes next, and whom it is about. Row: kind.
  public static let newsTiming = StreamPurpose(rawValue: 520)
  /// What a profit warning says. Row: symbol.
  public static let newsEarnings = StreamPurpose(rawValue: 521)
  /// What a change of guidance says. Row: symbol.
  public static let newsGuidance = StreamPurpose(rawValue: 522)
  /// What a rate decision says. Row: 0.
  public static let newsRate = StreamPurpose(rawValue: 523)
  /// What news about a sector say. Row: sector.
  public static let newsSector = StreamPurpose(rawValue: 524)
  /// What a scheduled report says. Row: symbol.
  public static let newsReport = StreamPurpose(rawValue: 525)
  /// When a symbol reports. Row: symbol; in the place of the tick: 0 for its day, 1 + quarter for the hour.
  public static let newsCalendar = StreamPurpose(rawValue: 526)
}
