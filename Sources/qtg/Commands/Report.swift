import SimEngine
import SimReport
import SimStorage

/// `qtg report`: a stored run as one page of charts and tables.
enum ReportCommand: Command {
  static let name = "report"
  static let summary = "make a page of charts and tables of a stored run, as one HTML file"
  static let flags = [
    StoredResults.pathFlag,
    Flag("--out", taking: "FILE", "the page; a file that is there is replaced"),
    StoredResults.runFlag,
    Flag("--symbol", taking: "NAME", "whose stylised facts are computed (the first of the configuration)"),
  ]
  static let examples = [
    Example("qtg report --storage-path out/results.db --out out/report.html", "the newest run"),
    Example(
      "qtg report --storage-path out/results.db --run 2 --symbol MOKA --out run-2.html",
      "run 2, with the stylised facts of MOKA"),
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    guard let out = arguments.value("--out")?.text else {
      throw .usage(["--out: the file that the page goes to is missing"], of: name)
    }
    let path = try StoredResults.path(arguments, command: name)
    // Before anything is read: a page that cannot be written is not worth the time.
    try OutputProbe.checkDistinct([(StoredResults.pathFlag.name, path), ("--out", out)])
    try OutputProbe.check(out, flag: "--out")
    let results = try StoredResults(arguments, command: name)
    let run = try results.run()
    let symbol = try results.symbol(arguments.value("--symbol")?.text, of: run)
    let page = ReportPage(try StoredReport(results.reader, run, factsOf: symbol).data)
    do throws(ReportError) { try page.write(to: out) } catch { throw Failure(.storage, ["--out: \(error)"]) }
    return .done
  }
}
