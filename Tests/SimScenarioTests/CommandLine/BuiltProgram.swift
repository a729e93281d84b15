import Foundation

/// Where the program under test is, and the environment it starts from.
///
/// The test target depends on the program, so the build puts it beside the test bundle, whatever the configuration, the
/// scratch path or the sanitizer.
enum BuiltProgram {
  struct NotFound: Error, CustomStringConvertible {
    let folders: [String]
    var description: String {
      "there is no program `qtg` beside the tests; looked in \(folders.joined(separator: ", ")). "
        + "Run the tests with `swift test`, which builds it."
    }
  }

  static func url() throws -> URL {
    let candidates = folders.map { $0.appending(path: "qtg") }
    for candidate in candidates where FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
    throw NotFound(folders: folders.map(\.path))
  }

  /// The folder of the test program, or of the bundle that a test runner loads, which may stand some folders deeper.
  private static let folders: [URL] = {
    let bundles = [Bundle.main] + Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }
    let places = bundles.flatMap { [$0.executableURL, $0.bundleURL].compactMap(\.self) }
    var folders: [URL] = []
    for place in places {
      var folder = place.resolvingSymlinksInPath()
      for _ in 0..<4 where folder.path != "/" {
        folder = folder.deletingLastPathComponent()
        if !folders.contains(folder) { folders.append(folder) }
      }
    }
    return folders
  }()

  /// Nothing of the tests' own environment but what a program needs to start.
  static let environment: [String: String] = {
    let needed = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LLVM_PROFILE_FILE"]
    let kept = ProcessInfo.processInfo.environment.filter { needed.contains($0.key) || $0.key.hasSuffix("SAN_OPTIONS") }
    let ours = [
      "QTG_CONFIG_DIR": root.appending(path: "config").path,  // the scratch path may be anywhere
      "SWIFT_BACKTRACE": "enable=no",  // a trap should end the program, not start a debugger
    ]
    return kept.merging(ours) { $1 }
  }()

  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
}
