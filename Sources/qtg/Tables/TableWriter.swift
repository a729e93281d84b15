import Foundation

/// A table on its way to a file or to standard output, in blocks.
///
///     let table = try TableWriter(path)          nil: standard output
///     table.append("index,sma_20\n")
///     try table.finish()
final class TableWriter {
  private let path: String?
  private let flag: String
  private let file: FileHandle
  private var bytes: [UInt8] = []
  /// Whether somebody still reads: false after `qtg export … | head` has had enough.
  private(set) var hasReader = true

  private static let blockBytes = 1 << 16

  /// Creates the file, or empties it.
  ///
  /// - Parameter flag: the flag that named the file, for messages.
  /// - Throws: a file that cannot be written, before anything is worked out.
  init(_ path: String?, flag: String = "--out") throws(Failure) {
    (self.path, self.flag) = (path, flag)
    guard let path else {
      file = .standardOutput
      return
    }
    try OutputProbe.check(path, flag: flag)
    if FileKind(path) != .special { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw Failure(.storage, ["\(flag): \(path): it cannot be opened for writing"], advice: .flagsThatNameFiles)
    }
    self.file = file
  }

  /// - Throws: when the block it completes does not get there.
  func append(_ piece: String) throws(Failure) {
    bytes.append(contentsOf: piece.utf8)
    if bytes.count >= Self.blockBytes { try flush() }
  }

  /// - Throws: when the block it completes does not get there.
  func append(utf8 piece: [UInt8]) throws(Failure) {
    bytes.append(contentsOf: piece)
    if bytes.count >= Self.blockBytes { try flush() }
  }

  /// Nothing is sure to be written before this.
  func finish() throws(Failure) { try flush() }

  private func flush() throws(Failure) {
    defer { bytes.removeAll(keepingCapacity: true) }
    guard let path else {
      hasReader = try Output.write(Data(bytes)) && hasReader
      return
    }
    do {
      try file.write(contentsOf: Data(bytes))
    } catch {
      throw Failure(
        .storage, ["\(flag): \(path): it cannot be written: \(Failure.reason(of: error))"],
        advice: "What is in the file is not all.")
    }
  }
}
