import Foundation
import SimTestSupport

/// A disk of a few kilobytes, mounted for a test and gone with the last reference to it.
final class SmallDisk {
  struct CannotMount: Error {}

  let folder: TemporaryFolder

  init(kilobytes: Int) throws {
    folder = try TemporaryFolder()
    let options = "size=\(kilobytes)k"
    guard Self.call(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.url.path]) else { throw CannotMount() }
  }

  deinit { _ = Self.call(["umount", folder.url.path]) }

  /// Whether this system lets these tests mount one, found out by doing it.
  static let isPossible = (try? SmallDisk(kilobytes: 64)) != nil

  private static func call(_ words: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
