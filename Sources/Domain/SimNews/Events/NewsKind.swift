/// What news are about. The raw values are part of what a seed means.
public enum NewsKind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case earnings = 0  // a company earns more or less than was thought
  case guidance = 1  // a company says how it will grow
  case rate = 2  // the risk-free rate changes
  case sector = 3  // something is said about a sector; nothing else changes

  /// The spelling in files and tables: `earnings_surprise`.
  public var name: String {
    switch self {
    case .earnings: "earnings_surprise"
    case .guidance: "guidance_change"
    case .rate: "rate_decision"
    case .sector: "sector_news"
    }
  }
}
