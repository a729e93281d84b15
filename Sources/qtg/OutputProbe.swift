import Foundation

/// Whether files can be written later, found out before a run that may take hours.
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
      throw failure(path, flag, "the folder \(folder.path) cannot be written to: \(Failure.reason(of: error))")
    }
  }

  /// - Throws: when two of the files that a run reads or writes are one: the later would destroy the earlier.
  static func checkDistinct(_ files: [(name: String, path: String?)]) throws(Failure) {
    var names: [String: String] = [:]  // by the file they name
    for case (let name, let path?) in files where FileKind(path) != .special {
      let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      if let other = names[target] {
        throw Failure(
          .usage, ["\(name): \(path): this is the file of \(other) too; name another one"], advice: .flagsThatNameFiles)
      }
      names[target] = name
    }
  }

  private static func failure(_ path: String, _ flag: String, _ reason: String) -> Failure {
    Failure(.storage, ["\(flag): \(path): \(reason)"], advice: .flagsThatNameFiles)
  }
}
