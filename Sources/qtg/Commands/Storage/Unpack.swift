import SimStorage

/// `qtg unpack`: packed trades and ticks of a run as plain rows of the same file.
enum UnpackCommand: Command {
  static let name = "unpack"
  static let summary = "turn the packed trades of a run into rows that SQL can see"
  static let flags = [
    StoredResults.pathFlag,
    StoredResults.runFlag,
    Flag("--quiet", "say nothing but errors"),
  ]
  static let examples = [
    Example("qtg unpack --storage-path results.db", "the newest run; about ten times the size afterwards"),
    Example("qtg unpack --storage-path results.db --run 2", "run 2; may be stopped and started again"),
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let results = try StoredResults(arguments, command: name)
    let (run, editor) = (try results.run(), try results.editor())
    let isQuiet = arguments.has("--quiet")
    var told = 0
    let written = try stored { () throws(StorageError) in
      try editor.unpack(run: run.id) { trades in
        guard !isQuiet, trades - told >= progressTrades else { return }
        told = trades
        Output.error("qtg: \(trades) trades\n")
      }
    }
    if !isQuiet {
      let words =
        written == (0, 0)
        ? "run \(run.id) has nothing packed\n"
        : "run \(run.id): \(written.trades) trades and \(written.ticks) ticks of symbols are rows now\n"
      try Output.print(words)
    }
    return .done
  }

  /// Trades between two words of progress.
  private static let progressTrades = 1_000_000
}
