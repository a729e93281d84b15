import SimEngine

/// What `trade_log: "auto"` comes to: rows while they are few enough to be handy, packed blocks beyond.
///
///     expected trades = agents · ticks / 80          rows up to 5 million
///
/// The production market makes a trade for every 84 agents and tick. A market of busier agents makes more, but this is a
/// guess about size, made before the first tick, and decides about nothing else: both ways keep every trade.
public enum TradeLogChoice {
  public static let rowsMax = 5_000_000
  static let agentTicksPerTrade = 80

  public static func expectedTrades(agents: Int, ticks: Int) -> Int {
    let (product, overflow) = agents.multipliedReportingOverflow(by: ticks)
    return overflow ? .max : product / agentTicksPerTrade
  }

  /// The same log, or what `auto` stands for in a run of these rules.
  public static func resolve(
    _ log: SimulationConfig.TradeLog, agents: Int, ticks: Int
  ) -> SimulationConfig.TradeLog {
    guard log == .auto else { return log }
    return expectedTrades(agents: agents, ticks: ticks) <= rowsMax ? .rows : .packed
  }
}
