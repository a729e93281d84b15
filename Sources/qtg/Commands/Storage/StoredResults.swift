import SimEngine
import SimStorage

/// A file of results as commands are told about it: `--storage-path`, which run of it, which symbol of that.
struct StoredResults {
  static let pathFlag = Flag(
    "--storage-path", taking: "FILE", environment: "STORAGE_PATH", "the SQLite file that `qtg run` stored results in")
  static let runFlag = Flag("--run", taking: "N", "the run; the newest if not given")

  let reader: StorageReader
  private let arguments: Arguments
  private let command: String

  /// - Throws: when no file is named, or it cannot be read.
  init(_ arguments: Arguments, command: String) throws(Failure) {
    (self.arguments, self.command) = (arguments, command)
    let path = try Self.path(arguments, command: command)
    reader = try stored { () throws(StorageError) in try StorageReader(path: path) }
  }

  static func path(_ arguments: Arguments, command: String) throws(Failure) -> String {
    guard let path = arguments.value(pathFlag.name)?.text else {
      throw .usage(["\(pathFlag.name): the file of results is missing"], of: command)
    }
    return path
  }

  /// The same file, to be changed.
  func editor() throws(Failure) -> ResultsEditor {
    try stored { () throws(StorageError) in try ResultsEditor(path: reader.path) }
  }

  /// The number that a flag gives; nil when it was not given.
  func number(_ flag: String, from least: Int) throws(Failure) -> Int? {
    guard let value = arguments.value(flag) else { return nil }
    guard let number = Int(value.text), number >= least else {
      throw .usage(["\(value.origin): found `\(value.text)`, allowed: a whole number from \(least)"], of: command)
    }
    return number
  }

  /// The run that `flag` names, or the newest.
  func run(_ flag: String = runFlag.name) throws(Failure) -> StoredRun {
    let id = try number(flag, from: 1)
    return try stored { () throws(StorageError) in try reader.run(id.map { Int64($0) }) }
  }

  /// A symbol of a run, named in any case; the first of its configuration if none is named.
  func symbol(_ name: String?, of run: StoredRun) throws(Failure) -> StoredSymbol {
    let symbols = try stored { () throws(StorageError) in try reader.symbols(run: run.id) }
    let wanted = name ?? symbols.first?.name ?? ""
    if let found = symbols.first(where: { $0.name.lowercased() == wanted.lowercased() }) { return found }
    let hint = NearestName.of(wanted, among: symbols.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
    throw Failure(
      .usage, ["--symbol: run \(run.id) has no symbol `\(wanted)`\(hint)"],
      advice: "There are: \(Self.list(symbols.map(\.name)))")
  }

  /// What there is to choose from, for the last line of a message.
  static func list(_ names: [String]) -> String {
    names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }
}

/// What `body` returns; an error of the storage as what the program says about it.
func stored<Value>(_ body: () throws(StorageError) -> Value) throws(Failure) -> Value {
  do throws(StorageError) { return try body() } catch { throw .storage(error) }
}
