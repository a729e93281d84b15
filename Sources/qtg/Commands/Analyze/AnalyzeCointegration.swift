import SimQuant
import SimRandom

/// `qtg analyze cointegration`: whether two prices belong together, by Engle and Granger's test.
enum AnalyzeCointegrationCommand: Command {
  static let name = "analyze cointegration"
  static let summary = "hedge ratio, unit-root test of the spread, its half-life and z-score, for two prices"
  static let flags = [
    Flag("--input", taking: "FILE", "CSV with a header, both prices in a row, oldest first"),
    Flag("--a", taking: "COL", "the column of the price that is explained"),
    Flag("--b", taking: "COL", "the column of the price it is explained by"),
  ]
  static let examples = [
    Example(
      "qtg analyze cointegration --input pairs.csv --a KO --b PEP",
      "ln KO = alpha + beta · ln PEP; they belong together if adf_statistic is below critical_5pct")
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    var problems: [String] = []
    func required(_ flag: String, _ purpose: String) -> String {
      if let text = arguments.value(flag)?.text { return text }
      problems.append("\(flag): is missing; name \(purpose) with it")
      return ""
    }
    let path = required("--input", "a CSV file")
    let (a, b) = (required("--a", "a column of prices"), required("--b", "the other column of prices"))
    if problems.isEmpty, a.lowercased() == b.lowercased() {
      problems.append("--b: `\(b)` is the column of --a too; name another one")
    }
    guard problems.isEmpty else { throw .usage(problems, of: name) }
    try Output.print(MetricTable.text(try test(path, a, b).named))
    return .done
  }

  private static func test(_ path: String, _ a: String, _ b: String) throws(Failure) -> Cointegration {
    var file = try CSVReader.open(path)
    let columns = try file.columns([a, b])
    var logs: (a: [Double], b: [Double]) = ([], [])
    while try file.next() {
      logs.a.append(try logarithm(file, columns[0]))
      logs.b.append(try logarithm(file, columns[1]))
    }
    do throws(Cointegration.Problem) {
      return try Cointegration(logA: logs.a, logB: logs.b)
    } catch {
      switch error {
      case .tooFew(let found, let needed):
        throw file.whole("\(counted(found, "row")) where the test needs at least \(needed)")
      case .constant:
        throw file.whole("`\(b)`, or what `\(a)` is beyond it, does not move; there is nothing to test")
      case .notPositive: preconditionFailure("a price that is not positive has no logarithm, and was refused above")
      }
    }
  }

  private static func logarithm(_ file: borrowing CSVReader, _ column: Int) throws(Failure) -> Double {
    let price = try file.number(column)
    guard price > 0 else { throw file.bad(column, allowed: "a price above 0") }
    return DeterministicMath.log(price)
  }
}
