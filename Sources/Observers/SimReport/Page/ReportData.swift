import SimQuant

/// Everything a ``ReportPage`` shows of one run, wherever it was read from. Money in dollars, quantities in shares.
public struct ReportData: Sendable {
  public var run: Run
  public var symbols: [Symbol] = []
  /// By tick.
  public var news: [News] = []
  public var strategies: [Strategy] = []
  public var wealth: Wealth?
  /// Of the tick's phases, in order.
  public var phases: [Phase] = []
  public var wholeTick: Phase?
  public var facts: Facts

  public init(run: Run, facts: Facts) { (self.run, self.facts) = (run, facts) }

  /// What was run, and what came of it.
  public struct Run: Sendable {
    public enum Outcome: String, Sendable { case running, completed, interrupted, failed }

    public var id: Int64
    public var outcome: Outcome
    public var source: String  // the file it was read from
    public var started: String
    public var ended: String?
    public var seed: UInt64
    public var ticks: Int
    public var ticksPlanned: Int
    public var agents: Int
    public var stateHash: String?
    public var tradeLog: String
    /// Trades whose rows or blocks are in the file.
    public var storedTrades: Int
    public var version: String
    public var machine: String
    public var configHash: String
    public var configJSON: String

    public init(
      id: Int64, outcome: Outcome, source: String, started: String, ended: String?, seed: UInt64, ticks: Int,
      ticksPlanned: Int, agents: Int, stateHash: String?, tradeLog: String, storedTrades: Int, version: String,
      machine: String, configHash: String, configJSON: String
    ) {
      (self.id, self.outcome, self.source) = (id, outcome, source)
      (self.started, self.ended, self.seed) = (started, ended, seed)
      (self.ticks, self.ticksPlanned, self.agents) = (ticks, ticksPlanned, agents)
      (self.stateHash, self.tradeLog, self.storedTrades) = (stateHash, tradeLog, storedTrades)
      (self.version, self.machine) = (version, machine)
      (self.configHash, self.configJSON) = (configHash, configJSON)
    }
  }

  public struct Symbol: Sendable {
    public var name, sector: String
    public var initialPrice: Double
    public var path: TickBuckets

    public init(name: String, sector: String, initialPrice: Double, path: TickBuckets) {
      (self.name, self.sector, self.initialPrice, self.path) = (name, sector, initialPrice, path)
    }

    /// Of the last price against the initial one, as a fraction.
    var change: Double { path.lastClose / initialPrice - 1 }
  }

  /// Something that happened to a symbol, a sector or, with neither, everybody.
  public struct News: Sendable {
    public var tick: Int
    public var symbol, sector: String?
    public var sentiment: Double  // -1 ... 1
    public var headline: String

    public init(tick: Int, symbol: String?, sector: String?, sentiment: Double, headline: String) {
      (self.tick, self.symbol, self.sector) = (tick, symbol, sector)
      (self.sentiment, self.headline) = (sentiment, headline)
    }

    func concerns(_ share: Symbol) -> Bool {
      if let symbol { return symbol == share.name }
      return sector.map { $0 == share.sector } ?? true
    }
  }

  /// All agents of a strategy at the last portfolio snapshot, against what they began with.
  public struct Strategy: Sendable {
    public var name: String
    public var agents, winners: Int
    public var profit, profitPerAgent, realizedProfit: Double
    /// At each snapshot, by tick; the same ticks for every strategy.
    public var history: [Snapshot] = []

    public init(
      name: String, agents: Int, winners: Int, profit: Double, profitPerAgent: Double, realizedProfit: Double
    ) {
      (self.name, self.agents, self.winners) = (name, agents, winners)
      (self.profit, self.profitPerAgent, self.realizedProfit) = (profit, profitPerAgent, realizedProfit)
    }

    /// What all agents of a strategy had gained at the end of a tick.
    public struct Snapshot: Sendable {
      public var tick: Int
      public var profitPerAgent: Double
      /// Of all agents' open positions at the last price; nil where it is not known.
      public var unrealizedProfit: Double?

      public init(tick: Int, profitPerAgent: Double, unrealizedProfit: Double?) {
        (self.tick, self.profitPerAgent, self.unrealizedProfit) = (tick, profitPerAgent, unrealizedProfit)
      }
    }
  }

  /// Every agent's equity, in any order.
  public struct Wealth: Sendable {
    public var initial, final: [Double]
    /// At whose end `final` was.
    public var tick: Int

    public init(initial: [Double], final: [Double], tick: Int) {
      (self.initial, self.final, self.tick) = (initial, final, tick)
    }
  }

  public struct Phase: Sendable {
    public var name: String
    public var totalNanoseconds, meanNanoseconds, medianNanoseconds, p99Nanoseconds: Double

    public init(
      name: String, totalNanoseconds: Double, meanNanoseconds: Double, medianNanoseconds: Double,
      p99Nanoseconds: Double
    ) {
      (self.name, self.totalNanoseconds, self.meanNanoseconds) = (name, totalNanoseconds, meanNanoseconds)
      (self.medianNanoseconds, self.p99Nanoseconds) = (medianNanoseconds, p99Nanoseconds)
    }
  }

  /// The stylised facts of one price history, or why there are none.
  public enum Facts: Sendable {
    case found(StylisedFactsReport, of: String)
    case missing(reason: String)
  }
}
