import Foundation

/// The program: reads the flags, runs the suites, says on standard error what went wrong.
struct BenchmarkProgram {
  let arguments: [String]

  /// - Returns: 0 done, 1 failed, 2 usage or configuration.
  func run() -> Int32 {
    do throws(BenchFailure) {
      try measure(try BenchOptions(arguments))
      return 0
    } catch {
      for problem in error.problems { Self.write("qtg-bench: \(problem)\n", to: .standardError) }
      return error.exitCode
    }
  }

  private func measure(_ options: BenchOptions) throws(BenchFailure) {
    if options.isHelp { return Self.write(BenchOptions.helpText, to: .standardOutput) }
    if options.isList {
      let width = BenchmarkSuite.all.map(\.name.count).max() ?? 0
      for suite in BenchmarkSuite.all {
        let padding = String(repeating: " ", count: width - suite.name.count)
        Self.write("\(suite.name)\(padding)  \(suite.summary)\n", to: .standardOutput)
      }
      return
    }
    let report = try BenchReport(csvPath: options.csvPath, seed: options.seed)
    report.printHeader(options)
    let bench = Bench(options: options, report: report)
    for suite in options.suites {
      do {
        try bench.run(suite)
      } catch let error as BenchFailure {
        throw error
      } catch {
        throw .suite(suite.name, reason: "\(error)")
      }
    }
    report.note("\nload     \(MachineLoad.average ?? "unknown")   (after measuring)")
  }

  /// At once, also into a pipe. A reader that has gone away is no reason to fail.
  static func write(_ text: String, to handle: FileHandle) {
    try? handle.write(contentsOf: Data(text.utf8))
  }
}

/// Why nothing, or no more, is measured.
enum BenchFailure: Error {
  case usage([String])
  case noConfiguration(name: String, lookedIn: [String])
  case cannotWrite(path: String, reason: String)
  case suite(String, reason: String)

  var problems: [String] {
    switch self {
    case .usage(let problems):
      return problems + ["`qtg-bench --help` explains the flags, `--list` the suites"]
    case .noConfiguration(let name, let folders):
      let looked = folders.map { "  looked in \($0)" }
      return ["no readable \(name); run from the project's folder, or name the folder in QTG_CONFIG_DIR"] + looked
    case .cannotWrite(let path, let reason): return ["--csv: cannot write \(path): \(reason)"]
    case .suite(let name, let reason): return ["\(name): \(reason)"]
    }
  }

  var exitCode: Int32 {
    switch self {
    case .usage, .noConfiguration, .cannotWrite: 2
    case .suite: 1
    }
  }
}
