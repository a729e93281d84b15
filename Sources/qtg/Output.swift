import Foundation

/// Where text goes: results to standard output, everything about the work itself to standard error.
enum Output {
  /// - Throws: when the text did not get there, for example because the disk is full. A reader that has gone away
  ///   (`qtg help | head -1`) has all it wants and is no reason to fail.
  static func print(_ text: String) throws(Failure) { _ = try write(Data(text.utf8)) }

  /// - Returns: false when the reader has gone away, so that whoever has much more to say may stop.
  static func write(_ data: Data) throws(Failure) -> Bool {
    do {
      try FileHandle.standardOutput.write(contentsOf: data)
      return true
    } catch {
      let cause = Failure.cause(of: error)
      if cause.domain == NSPOSIXErrorDomain, cause.code == Int(EPIPE) { return false }
      throw Failure(
        .storage, ["standard output cannot be written: \(Failure.reason(of: error))"],
        advice: "What was printed is not all.")
    }
  }

  /// Errors have no other place to be told, so nothing follows when this fails.
  static func error(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// Whether somebody watches standard error.
  static var isErrorTerminal: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }

  /// Characters of a line on the terminal, as the shell says, otherwise the usual number.
  static func columns(_ environment: [String: String]) -> Int {
    environment["COLUMNS"].flatMap { Int($0) }.map { max(20, $0) } ?? 80
  }

  /// Gives every standard stream that the caller closed (`qtg run >&-`) a place that swallows everything. Otherwise the
  /// next file opened, say `timings.csv`, would take its number and get the text meant for it.
  static func replaceClosedStreams() { _ = swallowers }

  /// Open as long as the program runs. A file that is opened gets the lowest number that is free, so the closed
  /// stream's.
  private static let swallowers = (0...2).compactMap { stream in
    fcntl(stream, F_GETFD) == -1 ? FileHandle(forUpdatingAtPath: "/dev/null") : nil
  }
}

/// `1 symbol`, `50 symbols`.
func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }
