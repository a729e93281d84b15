import Foundation

/// Whether a file can be written later, found out before a run that may take hours.
enum OutputProbe {
  /// Creates a file next to the one meant and removes it again; the file itself is not touched.
  ///
  /// - Throws: naming `flag`, when the folder does not exist or may not be written to, or the path is a folder.
  static func check(_ path: String, flag: String) throws(Failure) {
    let manager = FileManager.default
    switch FileKind(path) {
    case .folder: throw failure(path, flag, "this is a folder; name a file in it")
    case .special: return  // a device or a pipe (`/dev/stdout`) has no neighbours to try
    case .ordinary, .missing: break
    }
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
    guard manager.fileExists(atPath: folder.path) else {
      throw failure(path, flag, "the folder \(folder.path) does not exist; create it first")
    }
    let probe = folder.appending(path: ".qtg-probe-\(ProcessInfo.processInfo.processIdentifier)")
    do {
      try Data().write(to: probe)
      try manager.removeItem(at: probe)
    } catch {
      throw failure(path, flag, "the folder \(folder.path) cannot be written to: \(error.localizedDescription)")
    }
  }

  private static func failure(_ path: String, _ flag: String, _ reason: String) -> Failure {
    Failure(.storage, ["\(flag): \(path): \(reason)"], advice: Failure.files)
  }
}
