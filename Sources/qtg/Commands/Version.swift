import SimEngine

/// `qtg version`: what this program is and what it was built for.
enum VersionCommand: Command {
  static let name = "version"
  static let summary = "print the version and how the program was built"
  static let examples = [Example("qtg version", "for a report about a problem or a figure")]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    try Output.print(
      """
      qtg \(BuildInfo.version)
      swift            \(BuildInfo.swiftVersion)
      configuration    \(BuildInfo.configuration)\(BuildInfo.hasTinyChunks ? ", tiny chunks" : "")
      processor        \(BuildInfo.architecture)
      instruction set  \(BuildInfo.instructionSet)

      """)
    return .done
  }
}
