import Foundation
import SimAgents
import SimEngine

/// Which configuration a command works on: a file, a preset, or `production` when nothing is said.
///
/// A preset is a file in a folder of configurations. Those are, in this order: `QTG_CONFIG_DIR`, `config/` here, and
/// `config/` beside or above the program, so that a program built in a checkout finds the checkout's from anywhere.
struct ConfigurationSource {
  static let flags = [
    Flag("--config", taking: "FILE", environment: "SIM_CONFIG", "the configuration file (JSON5)"),
    Flag("--preset", taking: "NAME", "a configuration that comes with the program; see `qtg config presets`"),
  ]
  static let standardPreset = "production"

  private let environment: [String: String]

  init(environment: [String: String]) { self.environment = environment }

  /// The file's text, with the overrides that flags and the environment bring, checked.
  /// - Parameter settings: the flags that may override it.
  func rules(
    _ arguments: Arguments, _ settings: [Setting] = Setting.all, command: String
  ) throws(Failure) -> (rules: SimulationRules, file: String) {
    let overrides = try Setting.overrides(arguments, settings, command: command)
    let text = try text(arguments, command: command)
    do {
      return (try text.rules(registry: .standard, overrides: overrides), text.file)
    } catch {
      throw .configuration(error)
    }
  }

  private func text(_ arguments: Arguments, command: String) throws(Failure) -> ConfigurationText {
    if let preset = arguments.value("--preset") {
      if arguments.has("--config") {
        throw .usage(["--preset: there is a --config already; give one of the two"], of: command)
      }
      return try read(try find(preset.text, origin: "--preset"), origin: "--preset")
    }
    if let file = arguments.value("--config") { return try read(file.text, origin: file.origin) }
    return try read(try find(Self.standardPreset, origin: "no --config given"), origin: "--config")
  }

  // MARK: Reading

  private func read(
    _ path: String, origin: String, mayHaveBase: Bool = true
  ) throws(Failure) -> ConfigurationText {
    do {
      // Read as a stream, so that a pipe (`/dev/stdin`) will do.
      let bytes = try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).readToEnd() ?? Data()
      guard let text = String(data: bytes, encoding: .utf8) else {
        throw CocoaError(.fileReadInapplicableStringEncoding)
      }
      let written = ConfigurationText(text, file: path)
      guard let other = written.basedOn, mayHaveBase else { return written }
      let base =
        other.hasPrefix("/")
        ? other : ((path as NSString).deletingLastPathComponent as NSString).appendingPathComponent(other)
      return ConfigurationText(text, file: path, base: try read(base, origin: "\(path): based_on", mayHaveBase: false))
    } catch let failure as Failure {
      throw failure
    } catch {
      let reason =
        switch FileKind(path) {
        case .missing: "there is no such file"
        case .folder: "this is a folder, not a file"
        case .ordinary, .special: "it cannot be read as UTF-8 text: \(Failure.reason(of: error))"
        }
      throw Failure(
        .usage, ["\(origin): \(path): \(reason)"], advice: "`qtg config presets` lists the configurations at hand.")
    }
  }

  // MARK: Presets

  struct Preset {
    let name: String
    let path: String
  }

  /// Every preset that can be named; of two with one name the first folder's.
  var presets: [Preset] {
    var found: [Preset] = []
    for folder in folders {
      let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
      for file in files where file.hasSuffix(Self.suffix) {
        let name = String(file.dropLast(Self.suffix.count))
        if !found.contains(where: { $0.name == name }) { found.append(Preset(name: name, path: "\(folder)/\(file)")) }
      }
    }
    return found
  }

  private static let suffix = ".json5"

  private func find(_ name: String, origin: String) throws(Failure) -> String {
    let presets = presets
    if let preset = presets.first(where: { $0.name == name }) { return preset.path }
    let nearest = NearestName.of(name, among: presets.map(\.name))
    let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
    throw Failure(
      .usage, ["\(origin): no preset `\(name)`\(hint)"] + folders.map { "  looked in \($0)" },
      advice: "Name a file with --config FILE, or a folder of presets with QTG_CONFIG_DIR.")
  }

  private var folders: [String] {
    var roots: [String] = []
    if let folder = environment["QTG_CONFIG_DIR"], !folder.isEmpty { roots.append(folder) }
    roots.append("config")
    // .build/<target>/release/qtg stands four folders below the checkout; a few more do no harm.
    var place = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<6 {
      guard let folder = place, folder.path != "/" else { break }
      let candidate = folder.appending(path: "config").path
      if FileManager.default.fileExists(atPath: candidate) { roots.append(candidate) }
      place = folder.deletingLastPathComponent()
    }
    return roots.flatMap { [$0, "\($0)/presets"] }
  }
}
