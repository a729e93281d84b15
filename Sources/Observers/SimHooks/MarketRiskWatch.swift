import SimColumns
import SimEngine
import SimQuant
import SimTypes

/// How the symbols move together, for what the agents that `risk.watch` names hold.
///
///     at each closed candle of the agents' own timeframe     r = close / close before - 1, into ``CovarianceMatrix``
///     at the end of the run                                   the market's figures and those of each holding
///
/// A market of more than ``symbolsMax`` symbols has none of it: the pairs would outgrow the rest of the simulation.
/// - Complexity: 16 bytes a pair of symbols and candle, one division a symbol; no allocation.
public final class MarketRiskWatch: SimulationHook {
  /// 4 MB of pairs.
  public static let symbolsMax = 1_000

  public let name = "market risk"
  /// At the end of the run; nil before, and for a market of too many symbols.
  public private(set) var market: MarketRisk?
  /// What the watched agents hold at the end of the run, in dollars, in the order of `risk.watch`; empty where
  /// ``market`` is nil.
  public private(set) var holdings: [HoldingRisk] = []

  private var rules: SimulationRules?
  private var covariance: CovarianceOwner?

  public init() {}

  public func runStarts(_ run: RunContext) {
    rules = run.rules
    (market, holdings, covariance) = (nil, [], nil)
    if run.rules.symbols.count <= Self.symbolsMax {
      covariance = CovarianceOwner(closes: run.rules.symbols.map { Double($0.initialTicks) })
    }
  }

  public func tickEnds(_ frame: borrowing TickFrame) {
    guard let covariance, (Int(frame.tick) + 1) % frame.rules.candleTimeframes[0] == 0 else { return }
    covariance.take(frame.symbols.last)
  }

  public func runEnds(_ end: RunEnd) {
    guard let rules, let covariance else { return }
    let periodsPerYear = RiskSettings.ticks(
      perDay: rules.config.risk.ticksPerDay, perPeriod: rules.candleTimeframes[0],
      daysPerYear: rules.config.risk.daysPerYear
    ).periodsPerYear
    market = MarketRisk(covariance.matrix, periodsPerYear: periodsPerYear)
    holdings = rules.config.risk.watch.map { agent in
      var values = [Double](repeating: 0, count: rules.symbols.count)
      for position in end.portfolio.positions(ofAgent: agent - 1) {
        values[position.symbol] = Double(position.value) / Double(Cash.unitsPerDollar)
      }
      return HoldingRisk(values: values, covariance.matrix, periodsPerYear: periodsPerYear)
    }
  }

  /// The matrix with the last closes and the memory for a candle's returns.
  private final class CovarianceOwner {
    private(set) var matrix: CovarianceMatrix
    private let closes, returns: Column<Double>  // price ticks; fractions

    init(closes: [Double]) {
      matrix = CovarianceMatrix(symbolCount: closes.count)
      self.closes = Column(closes)
      returns = Column(count: closes.count, filledWith: 0)
    }

    func take(_ last: ColumnView<Int32>) {
      let (closes, returns) = (closes.view, returns.view)
      for symbol in 0..<closes.count {
        let close = Double(last[symbol])
        returns[symbol] = close / closes[symbol] - 1
        closes[symbol] = close
      }
      matrix.update(returns)
    }
  }
}
