import SimQuant

/// `qtg analyze risk`: return, risk and the ratios between them, of an equity curve or a price.
enum AnalyzeRiskCommand: Command {
  static let name = "analyze risk"
  static let summary = "return, volatility, Sharpe, drawdown and value at risk of an equity curve"
  static let flags = [
    Flag("--input", taking: "FILE", "CSV with a header, one observation a row, oldest first"),
    Flag("--column", taking: "NAME", "the column of equity or prices (equity)"),
    Flag("--periods-per-year", taking: "N", "rows in a year, for annualised figures (252)"),
    Flag("--risk-free", taking: "RATE", "what money earns without risk in a year, as a fraction (0)"),
  ]
  static let examples = [
    Example("qtg analyze risk --input account.csv", "column `equity`, a row a trading day"),
    Example(
      "qtg analyze risk --input SPX.csv --column \"Adj Close\" --risk-free 0.02", "an index, against 2 % a year"),
    Example(
      "qtg analyze risk --input ticks.csv --periods-per-year 98280", "a row a tick, 390 ticks a day, 252 days a year"),
  ]

  /// Two returns: the fewest that have a spread.
  private static let rowsMin = 3

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let (path, settings) = try settings(arguments)
    let column = arguments.value("--column")?.text ?? "equity"
    try Output.print(MetricTable.text(try metrics(path, column, settings).named))
    return .done
  }

  private static func settings(_ arguments: Arguments) throws(Failure) -> (path: String, settings: RiskSettings) {
    var problems: [String] = []
    func number(_ flag: String, standard: Double, allowed: String, _ isAllowed: (Double) -> Bool) -> Double {
      guard let value = arguments.value(flag) else { return standard }
      if let number = Double(value.text), number.isFinite, isAllowed(number) { return number }
      problems.append("\(value.origin): found `\(value.text)`, allowed: \(allowed)")
      return standard
    }
    let path = arguments.value("--input")?.text
    if path == nil { problems.append("--input: is missing; name a CSV file with it") }
    let periods = number("--periods-per-year", standard: 252, allowed: "a number above 0") { $0 > 0 }
    let riskFree = number("--risk-free", standard: 0, allowed: "a fraction above -1, as in 0.02 for 2 %") { $0 > -1 }
    guard let path, problems.isEmpty else { throw .usage(problems, of: name) }
    return (path, RiskSettings(periodsPerYear: periods, riskFreePerYear: riskFree))
  }

  /// Reads row by row. What is kept is a return a row: the tail needs them in order of size.
  private static func metrics(
    _ path: String, _ name: String, _ settings: RiskSettings
  ) throws(Failure) -> RiskMetrics {
    var file = try CSVReader.open(path)
    let column = try file.column(name)
    var equity = EquityPath()
    var returns: [Double] = []
    var ruin: Failure?  // an equity that no return can start from; only the last row may be one
    while try file.next() {
      if let ruin { throw ruin }
      let value = try file.number(column)
      if equity.count > 0 { returns.append((value - equity.last) / equity.last) }
      if value <= 0 {
        ruin = file.bad(column, allowed: "a number above 0, since the next row's return is a fraction of it")
      }
      equity.add(value)
    }
    guard equity.count >= rowsMin else {
      throw file.whole("\(counted(equity.count, "row")) where at least \(rowsMin) are needed, for two returns")
    }
    let moments = ReturnMoments(returns, target: settings.riskFreePerPeriod)
    return RiskMetrics(moments, equity, window: returns, settings)
  }
}
