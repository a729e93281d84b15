/// Why results could not be stored or read: what is wrong with which file, and what to do about it.
public struct StorageError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    case diskFull
    case readOnly
    case cannotOpen
    case locked  // by another process, for longer than we wait
    case notADatabase
    case corrupt
    case inputOutput
    case outOfMemory
    case otherProgram  // a database, but of something else
    case newerSchema(found: Int, known: Int)
    case notYetWritten  // read before anything was stored in it
    case timeframeNotBuilt(ticks: Int)  // candles that the engine does not make
    case damagedBlock(run: Int64, symbol: String, firstTick: Int, block: Int64, reason: String)
    case noSuchRun(Int64)
    case stillRunning(Int64)
    case rejected  // anything else SQLite refused: our own slip
  }

  public let problem: Problem
  public let path: String
  /// SQLite's extended result code; 0 when it did not come from SQLite.
  public let code: Int32
  /// What SQLite or the system said; may be empty.
  public let detail: String
  /// The statement that failed, if there was one.
  public let sql: String?

  init(_ problem: Problem, path: String, code: Int32 = 0, detail: String = "", sql: String? = nil) {
    (self.problem, self.path, self.code, self.detail, self.sql) = (problem, path, code, detail, sql)
  }

  /// A block that cannot be read, and where it stands.
  init(_ problem: BlockProblem, block: Int64, run: Int64, _ symbol: String, firstTick: Int, path: String) {
    self.init(
      .damagedBlock(run: run, symbol: symbol, firstTick: firstTick, block: block, reason: problem.text), path: path)
  }

  /// What the user can do.
  public var remedy: String {
    switch problem {
    case .diskFull: "Free some space, choose another place, or store less (trade log, snapshot interval)."
    case .readOnly: "Make the file and its folder writable, or choose another place."
    case .cannotOpen: "Check that the folder exists and may be written to, and that the path is not a folder itself."
    case .locked: "Another process is writing to it: wait for it to end, or choose another file."
    case .notADatabase, .otherProgram: "It was left as it is; choose another file."
    case .corrupt: "Keep a copy and try `sqlite3 FILE .recover`, or choose another file."
    case .inputOutput: "Look at the health of the disk or the network share, or choose another place."
    case .outOfMemory: "Close other programs, or run with fewer agents."
    case .newerSchema: "Use the version of this program that wrote it or a later one, or choose another file."
    case .notYetWritten: "Run a simulation that stores into it first."
    case .timeframeNotBuilt: "Name it among the timeframes that candles are stored at when the rules are made."
    case .damagedBlock:
      "The file was changed or the disk is faulty: restore it from a copy, or run again with the same seed."
    case .noSuchRun: "`qtg runs list` shows the runs there are."
    case .stillRunning: "Wait for it to end, or end its process."
    case .rejected: "This is a defect of this program: please report it with this message."
    }
  }
}

extension StorageError: CustomStringConvertible {
  /// `results.db: the disk is full (database or disk is full, SQLite code 13). Free some space …`
  public var description: String {
    let what =
      switch problem {
      case .diskFull: "the disk is full"
      case .readOnly: "it can only be read"
      case .cannotOpen: "it cannot be opened"
      case .locked: "it is locked by another process"
      case .notADatabase: "it exists and is not a database"
      case .corrupt: "the database is damaged"
      case .inputOutput: "reading or writing failed"
      case .outOfMemory: "there is not enough memory"
      case .otherProgram: "it is the database of another program"
      case .newerSchema(let found, let known): "its schema has version \(found), this program knows up to \(known)"
      case .notYetWritten: "it holds no results"
      case .timeframeNotBuilt(let ticks): "candles of \(ticks) ticks are to be stored but are not built"
      case .damagedBlock(let run, let symbol, let firstTick, let block, let reason):
        "block \(block) (run \(run), symbol \(symbol), from tick \(firstTick)) is damaged: \(reason)"
      case .noSuchRun(let run): "there is no run \(run)"
      case .stillRunning(let run): "run \(run) is still being written"
      case .rejected: "a statement was refused" + (sql.map { ": \($0)" } ?? "")
      }
    var source: [String] = []
    if !detail.isEmpty { source.append(detail) }
    if code != 0 { source.append("SQLite code \(code)") }
    let reason = source.isEmpty ? "" : " (\(source.joined(separator: ", ")))"
    return "\(path): \(what)\(reason). \(remedy)"
  }
}
