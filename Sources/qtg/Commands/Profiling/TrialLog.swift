import Foundation
import SimEngine
import SimParallel
import SimReport

/// `profiling_results.csv`: trials are appended as they come, so an interrupted series loses at most the one under way,
/// and the same command goes on where the file ends.
///
/// A file that is there already is gone on with only if its trials are those of this series: same design, seed, agents,
/// symbols, ticks, machine, and in `build` the same program, configuration, warm-up and workers. Anything else is an
/// error that says what differs.
final class TrialLog {
  let path: String
  /// Those the file held when it was opened.
  private(set) var records: [TrialRecord] = []
  private let file: FileHandle

  /// What the trials of a series have in common.
  struct Series {
    let design: ProfileDesign
    let seed: UInt64
    let agents, symbols, ticks: Int
    let machine, build: String
  }

  /// Opens the file, or creates it with its header. Whether it can be written is known after this.
  /// - Parameter restarts: empties the file first.
  init(_ path: String, _ series: Series, restarts: Bool) throws(Failure) {
    self.path = path
    try OutputProbe.check(path, flag: "--out")
    let isFresh = restarts || FileKind(path) != .ordinary || Self.isEmpty(path)
    if !isFresh {
      try Self.cutUnfinishedLine(path)
      records = try Self.read(path, series)
    } else if FileKind(path) != .special {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw Failure(.storage, ["--out: \(path): it cannot be opened for writing"], advice: .flagsThatNameFiles)
    }
    self.file = file
    if isFresh { try write(TrialRecord.headerLine) } else { _ = try? file.seekToEnd() }
  }

  /// On the disk when this returns, as far as the operating system is concerned.
  func append(_ record: TrialRecord) throws(Failure) { try write(record.line) }

  private func write(_ text: String) throws(Failure) {
    do {
      try file.write(contentsOf: Data(text.utf8))
    } catch {
      throw Failure(
        .storage, ["--out: \(path): it cannot be written: \(Failure.reason(of: error))"],
        advice: "The trials in it are whole. Free some space, then the same command goes on.")
    }
  }

  // MARK: - Going on

  private static func isEmpty(_ path: String) -> Bool {
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    return size == 0
  }

  /// A program that was killed, or a disk that was full, may have left half a row.
  private static func cutUnfinishedLine(_ path: String) throws(Failure) {
    do {
      let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
      let bytes = try file.readToEnd() ?? Data()
      guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")), end + 1 < bytes.count else { return }
      try file.truncate(atOffset: UInt64(end + 1))
    } catch {
      throw Failure(.storage, ["--out: \(path): it cannot be read and changed: \(Failure.reason(of: error))"])
    }
  }

  private static func read(_ path: String, _ series: Series) throws(Failure) -> [TrialRecord] {
    var file = try CSVReader.open(path, origin: "--out")
    guard file.header == TrialRecord.columns else {
      throw Failure(
        .usage, ["--out: \(path): this file holds something else than trials of this version"], advice: wayOut)
    }
    let place = Dictionary(uniqueKeysWithValues: TrialRecord.columns.enumerated().map { ($1, $0) })
    func column(_ name: String) -> Int {
      guard let column = place[name] else { preconditionFailure("\(name) is a column") }
      return column
    }
    let expected = [
      ("design", series.design.rawValue), ("seed", "\(series.seed)"), ("agents", "\(series.agents)"),
      ("symbols", "\(series.symbols)"), ("ticks", "\(series.ticks)"), ("machine", series.machine),
      ("build", series.build),
    ]
    var records: [TrialRecord] = []
    while try file.next() {
      for (name, wanted) in expected where file.text(column(name)) != wanted {
        throw Failure(
          .usage,
          [
            "--out: \(path): line \(file.line): its trials are of another series: \(name) is "
              + "`\(file.text(column(name)))`, here it is `\(wanted)`"
          ], advice: wayOut)
      }
      let name = file.text(column("config_name"))
      guard let config = ParallelizationConfig(profileName: name), series.design.configurations.contains(config) else {
        throw file.bad(column("config_name"), allowed: "a configuration of the \(series.design.rawValue) design")
      }
      func integer(_ name: String) throws(Failure) -> Int { Int(try file.integer(column(name))) }
      let elapsed = try file.number(column("elapsed_ms"))
      guard elapsed > 0 else { throw file.bad(column("elapsed_ms"), allowed: "a number above 0") }
      var phases: [Double] = []
      for phase in Phase.allCases { phases.append(try file.number(column("\(phase.name)_ms"))) }
      let peak = column("peak_rss_mb")
      records.append(
        TrialRecord(
          design: series.design.rawValue, configName: name, trial: try integer("trial"), order: try integer("order"),
          seed: series.seed, agents: series.agents, symbols: series.symbols, ticks: series.ticks,
          workers: try integer("workers"), elapsedMilliseconds: elapsed, totalOrders: try integer("total_orders"),
          totalTrades: try integer("total_trades"), peakMegabytes: file.isEmpty(peak) ? nil : try file.number(peak),
          phaseMilliseconds: phases, stateHash: file.text(column("state_hash")), machine: series.machine,
          build: series.build))
    }
    return records
  }

  private static let wayOut: Failure.Advice =
    "Name another file with --out, or measure anew and replace this one with --restart."
}
