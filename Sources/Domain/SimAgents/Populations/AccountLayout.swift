/// Which account rows belong to which agent. Both are counted in one order: those of agents with one symbol first, who
/// have the same number in both; then those with several, whose accounts, their *legs*, stand next to each other.
///
///     agents      0 1 2 3 4 5 | 6     7     8           three of two symbols behind six of one
///     accounts    0 1 2 3 4 5 | 6 7   8 9   10 11
public struct AccountLayout: Sendable, Equatable {
  private struct Span: Sendable, Equatable {
    var agents: Range<Int>
    var firstRow: Int
    var legs: Int
  }

  public let agentCount: Int
  public let accountCount: Int
  /// Agents that trade one symbol: 0 ..< this have their own number as account row.
  public let singleCount: Int
  private let spans: [Span]  // of the agents behind those

  /// - Parameter populations: in row order, those whose agents have one account first.
  public init(_ populations: [PopulationPlan]) {
    agentCount = populations.last?.agents.upperBound ?? 0
    accountCount = populations.last?.rows.upperBound ?? 0
    let joint = populations.drop { $0.legs == 1 }
    singleCount = joint.first?.agents.lowerBound ?? agentCount
    spans = joint.map { Span(agents: $0.agents, firstRow: $0.rows.lowerBound, legs: $0.legs) }
    precondition(singleCount == joint.first?.rows.lowerBound ?? accountCount, "agents with one symbol come first")
  }

  /// The agent, from 0, that owns an account.
  @inlinable @inline(__always) public func agent(ofAccount row: Int) -> Int {
    row < singleCount ? row : jointAgent(ofAccount: row)
  }

  /// An agent's accounts, leg by leg.
  public func accounts(ofAgent agent: Int) -> Range<Int> {
    if agent < singleCount { return agent..<agent + 1 }
    guard let span = spans.first(where: { $0.agents.contains(agent) }) else {
      preconditionFailure("agent \(agent) of \(agentCount)")
    }
    let first = span.firstRow + (agent - span.agents.lowerBound) * span.legs
    return first..<first + span.legs
  }

  @inline(never) @usableFromInline func jointAgent(ofAccount row: Int) -> Int {
    guard let span = spans.last(where: { $0.firstRow <= row }), row < accountCount else {
      preconditionFailure("account row \(row) of \(accountCount)")
    }
    return span.agents.lowerBound + (row - span.firstRow) / span.legs
  }
}
