/// Sequential integer names. Rows number a table from 0; ids are what leaves the program.

/// An individually simulated agent, numbered from 1 in row order. 0 is the background pool.
@frozen public struct AgentID: Hashable, Comparable, Sendable {
  public let raw: UInt64
  @inlinable public init(raw: UInt64) { self.raw = raw }
  /// Account row `row` holds agent `row + 1`.
  @inlinable public init(row: Int) { self.raw = UInt64(row) + 1 }
  @inlinable public var row: Int { Int(raw) - 1 }
  public static let backgroundPool = AgentID(raw: 0)
  @inlinable public static func < (a: AgentID, b: AgentID) -> Bool { a.raw < b.raw }
}

extension AgentID: CustomStringConvertible {
  public var description: String { "Agent#\(raw)" }
}

/// Which side of the market an order stands on. The raw value is the low bit of an order's ``BoxKey``.
@frozen public enum Side: Int32, Sendable, CaseIterable {
  case buy = 0
  case sell = 1
}

/// Where an order is going: symbol and side in one sortable integer, `2 · symbol + side`.
@frozen public struct BoxKey: Hashable, Comparable, Sendable {
  public let raw: Int32
  @inlinable public init(raw: Int32) { self.raw = raw }
  @inlinable public init(symbol: Int32, side: Side) { raw = symbol &* 2 &+ side.rawValue }
  @inlinable public var symbol: Int { Int(raw >> 1) }
  @inlinable public var side: Side { raw & 1 == 0 ? .buy : .sell }
  @inlinable public static func < (a: BoxKey, b: BoxKey) -> Bool { a.raw < b.raw }
}
