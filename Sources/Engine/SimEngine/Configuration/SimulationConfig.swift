import SimAgents
import SimNews
import SimParallel

/// A run as a configuration file describes it, defaults filled in, nothing checked yet.
///
/// The members are the file's keys in snake_case, and the sections are the file's objects. `SimulationRules` is the
/// checked form; the engine accepts nothing less.
public struct SimulationConfig: Sendable, Equatable {
  public var run = Run()
  public var market = Market()
  public var symbols: [Symbol] = []
  public var populations: [Population] = []
  public var economy = Economy()
  public var parallel = ParallelizationConfig.allParallel
  public var risk = Risk()
  public var storage = Storage()

  public init() {}

  /// `run: { … }`
  public struct Run: Sendable, Equatable {
    public var ticks = 10_000  // at least 1
    public var seed: UInt64 = 42
    public var workers = 0  // 0: one per core
    public var checkInvariants = false
    public init() {}
  }

  /// `market: { … }`
  public struct Market: Sendable, Equatable {
    public var mechanism = "call"  // "call", "continuous"
    public var margin = "random_time"  // "random_time", "pro_rata", "arrival"
    public var priceBand = 0.0  // fraction of the last price that a limit may be away from it; 0: any
    public var tickSize = 0.01  // dollars, a multiple of 0.0001
    public var candleTimeframes = [4]  // ticks, ascending; the first is the agents' own
    public var shortSelling = ShortSelling()
    public init() {}
  }

  /// `short_selling: { … }` of the market. Symbols may have their own pool, limit and fee.
  public struct ShortSelling: Sendable, Equatable {
    public var enabled = true
    public var locateRequired = true
    public var borrowPool = 0.2  // of the shares outstanding
    public var shortLimit: Int? = 500  // shares an agent may be short in a symbol; nil: any
    public var borrowRate = 0.005  // a year's fee as a fraction of the price
    public var initialMargin = 1.5  // what secures a share sold short, of its price, proceeds included
    public var maintenanceMargin = 1.3
    public var feeInterval = 390  // ticks between payments
    public init() {}
  }

  /// An entry of `symbols: [ … ]`
  public struct Symbol: Sendable, Equatable {
    public var name: String
    public var sector: String
    public var initialPrice: Double  // dollars, on the tick grid
    public var mechanism: String?  // nil: the market's
    public var sharesOutstanding: Int?  // nil: what agents are given at the start
    public var borrowPool: Double?  // of the shares outstanding; nil: the market's
    public var shortLimit: Int?  // shares; nil: the market's
    public var borrowRate: Double?  // a year's; nil: the market's
    public var company = CompanyChoice()  // nil: its sector's, or the economy's
    public init(name: String, sector: String, initialPrice: Double) {
      (self.name, self.sector, self.initialPrice) = (name, sector, initialPrice)
    }
  }

  /// An entry of `populations: [ … ]`
  public struct Population: Sendable, Equatable {
    public var name: String
    public var strategy: String
    public var count: Int
    public var symbols = SymbolChoice.all
    public var cash = Distribution.constant(100_000)  // dollars
    public var shares = Distribution.constant(0)  // of the agent's own symbol
    public var timeInForce = "auto"  // "auto", "tick", "gtc"
    public var parameters: [Parameter] = []  // in file order; those not named keep the strategy's standard
    public init(name: String, strategy: String, count: Int) {
      (self.name, self.strategy, self.count) = (name, strategy, count)
    }
  }

  public enum SymbolChoice: Sendable, Equatable {
    case all
    case named([String])
  }

  public struct Parameter: Sendable, Equatable {
    public var name: String
    public var distribution: Distribution
    public init(name: String, distribution: Distribution) { (self.name, self.distribution) = (name, distribution) }
  }

  /// `economy: { … }`
  public struct Economy: Sendable, Equatable {
    public var enabled = true  // false: fair values stand still at the initial prices
    public var macro = MacroEnvironment()
    public var fundamentals = Fundamentals()
    public var fairValue = FairValue()
    public var sectors: [SectorChoice] = []
    public var news = NewsSettings()
    public init() {}
  }

  /// `economy.fundamentals: { … }`
  public struct Fundamentals: Sendable, Equatable {
    public var growth = 0.05  // of the earnings, a year, as a fraction
    public var payout = 0.4  // part of the earnings
    public var model = DividendModel()
    public init() {}
  }

  /// `economy.fair_value: { … }`
  public struct FairValue: Sendable, Equatable {
    public var process = FairValueSettings()
    public var volatility = 0.000_5  // a fraction a tick
    public var marketLoading = 0.5  // 0 ... 1
    public var sectorLoading = 0.3  // 0 ... 1
    public init() {}
  }

  /// What may differ from company to company. Nil: as everywhere else.
  public struct CompanyChoice: Sendable, Equatable {
    public var growth, payout, volatility, marketLoading, sectorLoading: Double?
    public init() {}
  }

  /// An entry of `economy.sectors: [ … ]`
  public struct SectorChoice: Sendable, Equatable {
    public var name: String
    public var company = CompanyChoice()
    public init(name: String) { self.name = name }
  }

  /// `risk: { … }`
  public struct Risk: Sendable, Equatable {
    public var interval = 4  // ticks from one mark of the accounts to the next
    public var ticksPerDay = 390
    public var daysPerYear = 252
    public var riskFreeRate = 0.0  // a year's, as a fraction; returns below it are downside
    public var watch: [Int] = []  // ids of agents whose recent returns are kept
    public var window = 1_000  // returns kept of each of them
    public init() {}
  }

  /// `storage: { … }`
  public struct Storage: Sendable, Equatable {
    public var path: String?  // nil: nothing is stored
    public var tradeLog = TradeLog.auto
    public var candleTimeframes = [100, 300, 3_600]  // ticks, ascending
    public var snapshotInterval = 1_000  // ticks between portfolio snapshots; 0: only at the end
    public var riskInterval = 0  // ticks between risk snapshots; 0: only at the end
    public var onError = "stop"  // "stop", "continue": what a run does when its results cannot be stored
    public init() {}
  }

  /// Which trades are stored and how: `"auto"`, `"rows"`, `"packed"`, `"sampled:N"` or `"off"`.
  public enum TradeLog: Sendable, Equatable {
    case auto  // rows or packed, by how many trades are to be expected
    case rows
    case packed  // all, in compressed blocks
    case sampled(every: Int)
    case off
  }
}
