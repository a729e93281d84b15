import Foundation

/// What stands at a path, links followed.
enum FileKind {
  case missing, ordinary, folder
  case special  // a device, a pipe

  init(_ path: String) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    switch (try? FileManager.default.attributesOfItem(atPath: target))?[.type] as? FileAttributeType {
    case nil: self = .missing
    case .typeRegular: self = .ordinary
    case .typeDirectory: self = .folder
    default: self = .special
    }
  }
}
