import Foundation

/// A file being written, with errors that say what the operating system said.
///
/// The two system calls here are called directly because Foundation's own way of creating a file forgets why it failed.
/// They are `unsafe` only for the path: a Swift string handed to C as a zero-terminated copy that lives for the call.
final class OutputFile {
  let path: String
  private let handle: FileHandle

  /// Creates the file, or empties it.
  init(path: String) throws(ReportError) {
    self.path = path
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: Self.reason(errno)) }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  func write(_ bytes: some Collection<UInt8>) throws(ReportError) {
    try named { try handle.write(contentsOf: Data(bytes)) }
  }

  func close() throws(ReportError) {
    try named { try handle.close() }
  }

  /// Puts `text` in the place of the file at `path`, all of it or nothing: it is written next to it and then renamed.
  /// What is not an ordinary file, such as `/dev/stdout`, is written to directly.
  static func replace(_ path: String, with text: String) throws(ReportError) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let type = (try? FileManager.default.attributesOfItem(atPath: target))?[.type] as? FileAttributeType
    let isOrdinary = type == nil || type == .typeRegular
    let draft = isOrdinary ? "\(target).\(ProcessInfo.processInfo.processIdentifier).part" : target
    do throws(ReportError) {
      let file = try OutputFile(path: draft)
      try file.write(text.utf8)
      try file.close()
      guard isOrdinary else { return }
      guard unsafe rename(draft, target) == 0 else { throw .cannotWrite(path: path, reason: reason(errno)) }
    } catch {
      if isOrdinary { try? FileManager.default.removeItem(atPath: draft) }
      // Whoever asked knows the path they gave, not the draft's.
      switch error {
      case .cannotOpen(_, let reason): throw .cannotOpen(path: path, reason: reason)
      case .cannotWrite(_, let reason): throw .cannotWrite(path: path, reason: reason)
      }
    }
  }

  /// Gives an error of `body` this file's name.
  private func named(_ body: () throws -> Void) throws(ReportError) {
    do { try body() } catch { throw .cannotWrite(path: path, reason: Self.reason(error)) }
  }

  private static func reason(_ code: Int32) -> String {
    reason(NSError(domain: NSPOSIXErrorDomain, code: Int(code)))
  }

  private static func reason(_ error: any Error) -> String {
    var error = error as NSError
    while let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = cause }
    return error.localizedFailureReason ?? error.localizedDescription
  }
}
