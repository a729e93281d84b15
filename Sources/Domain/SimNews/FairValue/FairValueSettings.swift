/// How fair values wander around what the dividend model says; see ``FairValueProcess``. What may differ between symbols
/// is in ``Company``.
public struct FairValueSettings: Sendable, Equatable {
  public var enabled = true  // false: fair value is the model's value, and moves with news only
  public var halfLife = 1_000.0  // ticks in which half of a deviation is gone, above 0
  public init() {}
}
