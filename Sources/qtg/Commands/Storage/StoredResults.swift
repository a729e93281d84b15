import SimEngine
import SimStorage

/// A file of results as commands are told about it: `--storage-path`, and which run.
struct StoredResults {
  static let pathFlag = Flag(
    "--storage-path", taking: "FILE", environment: "STORAGE_PATH", "the SQLite file that `qtg run` stored results in")

  let reader: StorageReader

  /// - Throws: when no file is named, or it cannot be read.
  init(_ arguments: Arguments, command: String) throws(Failure) {
    let path = try Self.path(arguments, command: command)
    reader = try stored { () throws(StorageError) in try StorageReader(path: path) }
  }

  static func path(_ arguments: Arguments, command: String) throws(Failure) -> String {
    guard let path = arguments.value(pathFlag.name)?.text else {
      throw .usage(["\(pathFlag.name): the file of results is missing"], of: command)
    }
    return path
  }

  /// The number that a flag gives; nil when it was not given.
  static func number(
    _ arguments: Arguments, _ flag: String, from least: Int, command: String
  ) throws(Failure) -> Int? {
    guard let value = arguments.value(flag) else { return nil }
    guard let number = Int(value.text), number >= least else {
      throw .usage(["\(value.origin): found `\(value.text)`, allowed: a whole number from \(least)"], of: command)
    }
    return number
  }

  /// The run that `flag` names, or the newest.
  func run(_ arguments: Arguments, flag: String = "--run", command: String) throws(Failure) -> StoredRun {
    let id = try Self.number(arguments, flag, from: 1, command: command)
    return try stored { () throws(StorageError) in try reader.run(id.map { Int64($0) }) }
  }

  /// A symbol of a run, named in any case.
  func symbol(_ name: String, of run: StoredRun) throws(Failure) -> StoredSymbol {
    let symbols = try stored { () throws(StorageError) in try reader.symbols(run: run.id) }
    if let found = symbols.first(where: { $0.name.lowercased() == name.lowercased() }) { return found }
    let hint = NearestName.of(name, among: symbols.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
    let known = symbols.prefix(20).map(\.name).joined(separator: ", ") + (symbols.count > 20 ? ", …" : "")
    throw Failure(.usage, ["--symbol: run \(run.id) has no symbol `\(name)`\(hint)"], advice: "There are: \(known)")
  }
}

/// What `body` returns; an error of the storage as what the program says about it.
func stored<Value>(_ body: () throws(StorageError) -> Value) throws(Failure) -> Value {
  do throws(StorageError) { return try body() } catch { throw .storage(error) }
}
