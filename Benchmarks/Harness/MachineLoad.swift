import Foundation

/// What the kernel says about the machine at this moment. Nil where it does not tell.
enum MachineLoad {
  /// Threads that wanted to run, on average over 1, 5 and 15 minutes: `0.52 0.48 0.41`. Above the number of cores, the
  /// figures of a run are those of a busy machine.
  static var average: String? {
    contents("/proc/loadavg").map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
  }

  /// Bytes of memory this process has resident now.
  static var residentBytes: Int? {
    let line = contents("/proc/self/status")?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
      .map { $0 * 1_024 }
  }

  private static func contents(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
