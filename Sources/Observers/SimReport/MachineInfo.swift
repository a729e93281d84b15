import Foundation
import SimColumns

/// The machine a figure was measured on. A figure without one says little.
public struct MachineInfo: Sendable, Equatable {
  public let cpu: String  // model, as the processor calls itself; "unknown" if it does not
  public let cores: Int  // that this process may use
  public let memoryBytes: UInt64

  public init(cpu: String, cores: Int, memoryBytes: UInt64) {
    (self.cpu, self.cores, self.memoryBytes) = (cpu, cores, memoryBytes)
  }

  public static func ofThisMachine() -> MachineInfo {
    let process = ProcessInfo.processInfo
    return MachineInfo(
      cpu: cpuModel(cpuinfo: contents("/proc/cpuinfo")) ?? "unknown", cores: process.activeProcessorCount,
      memoryBytes: process.physicalMemory)
  }

  /// The most memory this process ever had resident, in bytes. Nil where the kernel does not tell.
  public static func peakResidentBytes() -> UInt64? { bytes(of: "VmHWM", status: contents("/proc/self/status")) }

  /// Lets ``peakResidentBytes()`` begin anew with what is in use now: memory that was freed goes back to the kernel first.
  /// Where the kernel does not, it stays the most of the whole process.
  static func forgetPeakResidentBytes() {
    FreedMemory.giveBack()
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    try? file.write(contentsOf: Data("5".utf8))
  }

  /// Threads that wanted to run, on average over the last minute. Nil where the kernel does not tell.
  public static func load() -> Double? { contents("/proc/loadavg").split(separator: " ").first.flatMap { Double($0) } }

  /// `Intel(R) Xeon(R) Processor @ 2.90GHz x 2`: a machine as a cell of a table.
  public var label: String { "\(cpu) x \(cores)" }

  // MARK: - Reading what the kernel writes

  /// The first model name in the text of `/proc/cpuinfo`: `model name` on x86, `Model` or `Hardware` on some others.
  static func cpuModel(cpuinfo: String) -> String? {
    let fields = fields(cpuinfo)
    let names = ["model name", "Model", "Hardware"]
    return names.lazy.compactMap { name in fields.first { $0.key == name && !$0.value.isEmpty }?.value }.first
  }

  /// The size called `name` in the text of `/proc/self/status`, which counts in kB.
  static func bytes(of name: String, status: String) -> UInt64? {
    guard let value = fields(status).first(where: { $0.key == name })?.value, value.hasSuffix(" kB") else { return nil }
    return UInt64(value.dropLast(3)).map { $0 * 1_024 }
  }

  /// Lines of the form `key : value`, blanks around both removed.
  private static func fields(_ text: String) -> [(key: String, value: String)] {
    text.split(separator: "\n").compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...]
      return (line[..<colon].trimmingCharacters(in: .whitespaces), value.trimmingCharacters(in: .whitespaces))
    }
  }

  private static func contents(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }
}
