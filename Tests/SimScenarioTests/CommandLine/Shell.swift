import Foundation
import SimStorage
import SimTestSupport
import Testing

/// A folder to work in and the program to call in it. It comes with `tiny.json5`, a market of 44 agents.
struct Shell {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try write("tiny.json5", Self.tiny)
  }

  static let tiny = """
    {
      run: { ticks: 30 },
      symbols: [
        { name: "AAA", sector: "Energy", initial_price: 50 },
        { name: "BBB", sector: "Health", initial_price: 80 },
      ],
      populations: [
        { name: "makers", strategy: "market_maker", count: 4, shares: 800 },
        { name: "noise", strategy: "noise_trader", count: 40, shares: 200 },
      ],
      storage: { candle_timeframes: [10], snapshot_interval: 10 },
    }
    """

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.url.appending(path: name))
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.path(name)) }

  // MARK: Calls

  /// Runs the program to its end.
  func qtg(_ arguments: String..., environment: [String: String] = [:]) throws -> ProgramRun.Ending {
    try ProgramRun(arguments, in: folder, environment: environment).wait()
  }

  /// `qtg run` of the tiny market, to its end.
  func runTiny(_ arguments: String..., environment: [String: String] = [:]) throws -> ProgramRun.Ending {
    try ProgramRun(["run", "--config", "tiny.json5"] + arguments, in: folder, environment: environment).wait()
  }

  /// Stores a tiny run in `r.db`; it has to end well.
  func store(_ flags: String...) throws {
    let ending = try ProgramRun(
      ["run", "--config", "tiny.json5", "--storage-path", "r.db", "--quiet"] + flags, in: folder
    ).wait()
    try #require(ending.status == .code(0), "\(ending)")
  }

  /// Calls the program and checks that it refused.
  func expectRefusal(
    of arguments: [String], _ code: Int32, saying piece: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    SimScenarioTests.expectRefusal(
      try ProgramRun(arguments, in: folder).wait(), code, saying: piece, sourceLocation: sourceLocation)
  }

  /// The summary of a run that has to end well.
  func summary(of arguments: [String], _ environment: [String: String] = [:]) throws -> Summary {
    let all = ["run", "--quiet", "--summary-json", "summary.json"] + arguments
    let ending = try ProgramRun(all, in: folder, environment: environment).wait()
    try #require(ending.status == .code(0), "\(ending)")
    return try summary("summary.json")
  }

  // MARK: What a run leaves

  func summary(_ name: String) throws -> Summary { try Summary(try folder.text(name)) }

  /// Header and rows, each split at its commas.
  func table(_ name: String) throws -> (header: [String], rows: [[String]]) {
    let text = try folder.text(name)
    #expect(text.hasSuffix("\n"), "the last line of \(name) is whole")
    let lines = text.split(separator: "\n").map { $0.components(separatedBy: ",") }
    return (try #require(lines.first), Array(lines.dropFirst()))
  }

  func results(_ name: String) throws -> StorageReader { try StorageReader(path: folder.path(name)) }
}

/// A `summary.json`, read as anybody would read it.
struct Summary {
  let object: [String: Any]

  init(_ text: String) throws {
    object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  func integer(_ key: String) -> Int? { (object[key] as? NSNumber)?.intValue }
  func text(_ key: String) -> String? { object[key] as? String }
  func real(_ key: String) -> Double? { (object[key] as? NSNumber)?.doubleValue }
  func section(_ key: String) -> [String: Any]? { object[key] as? [String: Any] }
}

/// Checks that the program refused: with this exit code, nothing on standard output, and all of `pieces` said.
func expectRefusal(
  _ ending: ProgramRun.Ending, _ code: Int32, saying pieces: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(ending.status == .code(code), "\(ending)", sourceLocation: sourceLocation)
  #expect(ending.output.isEmpty, "\(ending)", sourceLocation: sourceLocation)
  for piece in pieces {
    #expect(ending.errors.contains(piece), "`\(piece)` in \(ending)", sourceLocation: sourceLocation)
  }
}
