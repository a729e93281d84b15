import Foundation

/// Where text goes: results to standard output, everything about the work itself to standard error.
enum Output {
  static func print(_ text: String) { write(text, to: .standardOutput) }
  static func error(_ text: String) { write(text, to: .standardError) }

  /// Whether somebody watches standard error.
  static var isErrorTerminal: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }

  /// Characters of a line on the terminal, as the shell says, otherwise the usual number.
  static func columns(_ environment: [String: String]) -> Int {
    environment["COLUMNS"].flatMap { Int($0) }.map { max(20, $0) } ?? 80
  }

  /// A reader that has gone away (`qtg help | head -1`) is no reason to fail.
  private static func write(_ text: String, to handle: FileHandle) {
    try? handle.write(contentsOf: Data(text.utf8))
  }
}
