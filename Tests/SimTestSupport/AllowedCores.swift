import Foundation

/// The cores that threads may use, as the kernel lists them.
public enum AllowedCores {
  /// - Parameter number: the kernel's, of one of this process's threads.
  public static func ofThread(_ number: Int32) throws -> Set<Int> { try read("/proc/self/task/\(number)/status") }

  public static func ofCallingThread() throws -> Set<Int> { try read("/proc/thread-self/status") }

  private struct NoList: Error {}

  /// The line `Cpus_allowed_list:	0-2,5`.
  private static func read(_ path: String) throws -> Set<Int> {
    let status = try String(contentsOfFile: path, encoding: .utf8)
    let title = "Cpus_allowed_list:"
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(title) }) else { throw NoList() }
    return try line.dropFirst(title.count).split(separator: ",").reduce(into: []) { cores, run in
      let ends = try run.split(separator: "-").map { end in
        guard let core = Int(end.trimmingCharacters(in: .whitespaces)) else { throw NoList() }
        return core
      }
      cores.formUnion(ends[0]...ends[ends.count - 1])
    }
  }
}
