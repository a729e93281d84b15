import SimAgents
import SimTypes

/// A configuration as text in which nothing is left to a default.
///
/// The same configuration always gives the same text, and reading the text gives the same configuration. Its
/// fingerprint names what a run was made with.
extension SimulationConfig {
  /// Strict JSON with every key, in the order of the format.
  public var canonicalText: String { Self.codec.write(self).text }

  /// FNV-1a over the canonical text's UTF-8, 16 hexadecimal digits.
  public var configHash: String {
    var hash = TradeRecordHash()  // the same function, over other bytes
    for byte in canonicalText.utf8 { hash.combine(byte: byte) }
    let digits = String(hash.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The same configuration with every parameter of every strategy named, in the order of the strategy's own table.
  ///
  /// Populations whose strategy is not in `registry` stay as they are.
  public func spelledOut(_ registry: StrategyRegistry) -> SimulationConfig {
    var config = self
    for index in config.populations.indices {
      guard let schema = registry[populations[index].strategy]?.schema else { continue }
      config.populations[index].parameters = schema.parameters.map {
        Parameter(name: $0.name, distribution: populations[index].distribution(of: $0))
      }
    }
    return config
  }
}
