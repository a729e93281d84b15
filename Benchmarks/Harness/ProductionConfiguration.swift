import Foundation
import SimEngine

/// The production run's configuration, found as `qtg` finds it: in `QTG_CONFIG_DIR`, in `config/` here, or in a
/// `config/` above the program.
enum ProductionConfiguration {
  private static let fileName = "production.json5"

  static func load() throws -> SimulationConfig {
    for folder in folders {
      let path = "\(folder)/\(fileName)"
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
      return try ConfigurationText(text, file: path).config()
    }
    throw BenchFailure.noConfiguration(name: fileName, lookedIn: folders)
  }

  private static var folders: [String] {
    var folders: [String] = []
    if let folder = ProcessInfo.processInfo.environment["QTG_CONFIG_DIR"], !folder.isEmpty { folders.append(folder) }
    folders.append("config")
    // .build/<target>/release/qtg-bench stands four folders below the checkout; a few more do no harm.
    var place = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<6 {
      guard let folder = place, folder.path != "/" else { break }
      folders.append(folder.appending(path: "config").path)
      place = folder.deletingLastPathComponent()
    }
    return folders
  }
}
