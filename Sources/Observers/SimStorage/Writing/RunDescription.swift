/// What is stored about a run that the engine does not know: where it came from.
public struct RunDescription: Sendable, Equatable {
  /// Of the program.
  public let version: String
  /// Fingerprint of the configuration, as in the summary.
  public let configHash: String
  /// The whole configuration, defaults filled in.
  public let configJSON: String
  /// Processor, cores and build, in one line.
  public let machine: String

  public init(version: String, configHash: String, configJSON: String, machine: String) {
    (self.version, self.configHash) = (version, configHash)
    (self.configJSON, self.machine) = (configJSON, machine)
  }
}
