/// What a message in a box asks for: how long the order lives and, if it may rest, in which of its agent's slots.
///
///     bits 0, 1   0 rests until cancelled · 1 this tick only · 2 fill or kill · 3 cancel
///     bits 2 … 6  slot of the agent, 0 ... 31
///     bit 7       a sale whose shares have not been located yet; set and taken away between validation and markets
@frozen public struct OrderKind: RawRepresentable, Hashable, BitwiseCopyable, Sendable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Slots an agent can name.
  @inlinable public static var slotsMax: Int { 32 }
  /// Fills in this tick or expires: in an auction for this one auction, in a book immediate or cancel.
  @inlinable public static var thisTick: OrderKind { OrderKind(rawValue: TimeInForce.immediateOrCancel.rawValue) }
  @inlinable public static var fillOrKill: OrderKind { OrderKind(rawValue: TimeInForce.fillOrKill.rawValue) }

  @inlinable public static func resting(slot: Int) -> OrderKind {
    OrderKind(rawValue: UInt8(slot) &<< 2 | TimeInForce.goodTillCancelled.rawValue)
  }
  @inlinable public static func cancel(slot: Int) -> OrderKind { OrderKind(rawValue: UInt8(slot) &<< 2 | 3) }

  @inlinable public var isCancel: Bool { rawValue & 3 == 3 }
  @inlinable public var rests: Bool { rawValue & 3 == TimeInForce.goodTillCancelled.rawValue }
  /// Whether the message names a slot.
  @inlinable public var usesSlot: Bool { isCancel || rests }
  @inlinable public var slot: Int { Int(rawValue &>> 2) & (Self.slotsMax - 1) }
  /// Whether shares have still to be borrowed for this sale.
  @inlinable public var waitsForLocate: Bool { rawValue & 0x80 != 0 }
  /// The same kind of order, waiting for shares to borrow or not.
  @inlinable public func waitingForLocate(_ waits: Bool) -> OrderKind {
    OrderKind(rawValue: rawValue & 0x7f | (waits ? 0x80 : 0))
  }
  /// Meaningless for a cancel.
  @inlinable public var lifetime: TimeInForce { TimeInForce(rawValue: rawValue & 3) ?? .immediateOrCancel }
}

/// What happened to a slot's order in a tick. Empty: nothing, the owner has been told of everything.
@frozen public struct SlotEvents: OptionSet, BitwiseCopyable, Sendable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let rested = SlotEvents(rawValue: 1)  // a new order waits here
  public static let filled = SlotEvents(rawValue: 2)  // its order was filled at least in part
  public static let cancelled = SlotEvents(rawValue: 4)  // by its owner, also to be replaced or made smaller
  public static let selfTrade = SlotEvents(rawValue: 8)  // to keep its owner from trading with himself
  /// Not an event: the order sells.
  public static let sells = SlotEvents(rawValue: 128)
  public static let anything: SlotEvents = [.rested, .filled, .cancelled, .selfTrade]
}
