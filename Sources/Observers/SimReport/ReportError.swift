/// A report file that could not be written.
public enum ReportError: Error, Sendable, Equatable {
  /// The file could not be created or opened.
  case cannotOpen(path: String, reason: String)
  /// The file was open, and then writing failed.
  case cannotWrite(path: String, reason: String)

  public var path: String {
    switch self {
    case .cannotOpen(let path, _), .cannotWrite(let path, _): path
    }
  }
}

extension ReportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "cannot open \(path) for writing: \(reason); name a file in a folder that exists and may be written to"
    case .cannotWrite(let path, let reason):
      "cannot write \(path): \(reason); free some space or name a file on another disk"
    }
  }
}
