import Foundation

/// Which process writes a run, so that a later one can tell whether it still does.
///
///     boot / process namespace / process / start        as /proc has them; empty where there is no /proc
///
/// The number alone would not do: the kernel gives it to the next process.
struct ProcessIdentity: Equatable, Sendable {
  let boot, namespace, process, start: String

  /// As in `runs.process`.
  var text: String { "\(boot)/\(namespace)/\(process)/\(start)" }

  init(boot: String, namespace: String, process: String, start: String) {
    (self.boot, self.namespace, self.process, self.start) = (boot, namespace, process, start)
  }

  /// Nil when the text is none.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4 else { return nil }
    self.init(boot: parts[0], namespace: parts[1], process: parts[2], start: parts[3])
  }

  /// This process.
  static let own = ProcessIdentity(
    boot: contents("/proc/sys/kernel/random/boot_id").trimmingCharacters(in: .whitespacesAndNewlines),
    namespace: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "",
    process: "\(ProcessInfo.processInfo.processIdentifier)",
    start: startTime(of: "\(ProcessInfo.processInfo.processIdentifier)"))

  /// Seconds without a sign of life after which a process that cannot be looked up counts as gone.
  static let silenceSeconds: Int64 = 60

  /// Whether the process is no more.
  ///
  /// - It ran before the machine was started again (or on another machine): gone.
  /// - It is to be seen from here: gone when no process has its number and start.
  /// - It is not to be seen (another container, or no `/proc`): gone when its last sign of life is a minute old.
  func isGone(lastSeen: Int64, now: Int64) -> Bool {
    let own = Self.own
    if boot != own.boot { return true }
    guard !namespace.isEmpty, namespace == own.namespace else { return now - lastSeen > Self.silenceSeconds }
    return Self.startTime(of: process) != start
  }

  /// Clock ticks from the machine's start to the process's; empty when there is no such process.
  private static func startTime(of process: String) -> String {
    // The second field is the program's name in parentheses and may hold anything; the 22nd is wanted.
    let fields = contents("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 19 ? String(fields[19]) : ""
  }

  private static func contents(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}
