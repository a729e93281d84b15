/// The nine phases whose work can be shared between workers. A name here is a name everywhere: in the configuration
/// (`parallel: { auctions: false }`), as a flag (`--par-auctions false`), in the environment (`PAR_AUCTIONS=false`).
public enum ParallelToggle: Int, CaseIterable, Sendable {
  case agentCollection, indicators, orderValidation, auctions, candleUpdates
  case tradeUpdates, fillNotifications, wakeConditions, riskTracking

  /// `agent_collection`: the spelling in files and tables.
  public var name: String { words.joined(separator: "_") }
  /// `--par-agent-collection`
  public var flag: String { "--par-" + words.joined(separator: "-") }
  /// `PAR_AGENT_COLLECTION`
  public var environmentVariable: String { "PAR_" + words.joined(separator: "_").uppercased() }

  private var words: [String] {
    switch self {
    case .agentCollection: ["agent", "collection"]
    case .indicators: ["indicators"]
    case .orderValidation: ["order", "validation"]
    case .auctions: ["auctions"]
    case .candleUpdates: ["candle", "updates"]
    case .tradeUpdates: ["trade", "updates"]
    case .fillNotifications: ["fill", "notifications"]
    case .wakeConditions: ["wake", "conditions"]
    case .riskTracking: ["risk", "tracking"]
    }
  }
}

/// Which phases run in parallel. It decides where work happens and how fast, never what comes out.
public struct ParallelizationConfig: Sendable, Hashable {
  /// Bit `toggle.rawValue` is set when that phase is parallel: 0 ... 511.
  public private(set) var bits: UInt16

  public init(bits: UInt16) {
    precondition(bits < 1 << ParallelToggle.allCases.count, "there are nine toggles")
    self.bits = bits
  }

  public static let allParallel = ParallelizationConfig(bits: (1 << 9) - 1)
  public static let allSequential = ParallelizationConfig(bits: 0)
  /// Every one of the 512.
  public static var allCombinations: [ParallelizationConfig] { (0..<512).map { ParallelizationConfig(bits: $0) } }

  /// The eleven of the standard profile: all parallel, each phase alone sequential, all sequential.
  public static var standardDesign: [(name: String, config: ParallelizationConfig)] {
    var design = [("all_parallel", allParallel)]
    for toggle in ParallelToggle.allCases {
      var config = allParallel
      config[toggle] = false
      design.append(("seq_\(toggle.name)", config))
    }
    return design + [("all_sequential", allSequential)]
  }

  public subscript(toggle: ParallelToggle) -> Bool {
    get { bits & (1 << UInt16(toggle.rawValue)) != 0 }
    set {
      let bit: UInt16 = 1 << UInt16(toggle.rawValue)
      bits = newValue ? bits | bit : bits & ~bit
    }
  }
}
