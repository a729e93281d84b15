import SimEngine

/// A run's totals in a few lines for people.
///
///     completed 10,000 ticks of 100,000 agents on 50 symbols in 2.41 s: 4,149 ticks/s with 2 workers
///     orders    52,100,000 accepted (21,600,000 a second), 1,204 rejected, 61.2 % filled at least in part
///     trades    40,310,022 (4,031 a tick), 812,004,512 shares
///     slippage  market makers -0.4 bps, noise traders 2.1 bps
///     memory    96.1 MB at most, 176 bytes per agent
///     hash      0123456789abcdef with seed 42
extension RunSummary {
  /// Each line ends in a line end.
  public var words: String {
    let workers = rules.workers == 1 ? "1 worker" : "\(rules.workers) workers"
    let symbols = rules.symbols.count == 1 ? "1 symbol" : "\(rules.symbols.count) symbols"
    let filled = totals.orders == 0 ? 0 : Double(totals.filledOrders) / Double(totals.orders)
    let tradesPerTick = ticks == 0 ? 0 : totals.trades / ticks
    let reasons = rejections.isEmpty ? "" : " (\(rejections))"
    var memory = "\(circumstances.bytesPerAgent) bytes per agent"
    if let peak = circumstances.peakResidentBytes { memory = "\(decimal(Double(peak) / 1e6)) MB at most, " + memory }
    let paid = slippage.map { "\($0.population) \(decimal($0.cost.basisPoints ?? 0)) bps" }
    var lines = [
      (
        outcome.rawValue,
        "\(grouped(ticks)) ticks of \(grouped(rules.individualAgents)) agents on \(symbols) in "
          + "\(decimal(wallSeconds)) s: \(grouped(Int(ticksPerSecond))) ticks/s with \(workers)"
      ),
      (
        "orders",
        "\(grouped(totals.orders)) accepted (\(grouped(Int(perSecond(totals.orders)))) a second), "
          + "\(grouped(totals.ordersRejected)) rejected\(reasons), \(decimal(100 * filled)) % filled at least in part"
      ),
      (
        "trades",
        "\(grouped(totals.trades)) (\(grouped(tradesPerTick)) a tick), \(grouped(Int(totals.volume))) shares"
      ),
      ("memory", memory),
      ("hash", "\(stateHash) with seed \(rules.seed)"),
    ]
    if !paid.isEmpty { lines.insert(("slippage", paid.joined(separator: ", ")), at: 3) }
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { $0.0 + padding(width - $0.0.count) + " " + $0.1 + "\n" }.joined()
  }

  /// `insufficient cash 1,200, invalid price 4`: the reasons that occurred.
  private var rejections: String {
    rejectedByReason.filter { $0.count > 0 }
      .map { "\($0.name.replacing("_", with: " ")) \(grouped($0.count))" }
      .joined(separator: ", ")
  }
}
