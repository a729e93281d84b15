/// A signal of one line above or below another: buy when it comes up through it, sell when it goes down.
///
///     stance   0 unknown · +1 above · -1 not above, equality included
///     -1 → +1 buys      +1 → -1 sells      0 → ±1, the first that is known, does nothing
enum CrossSignal {
  /// - Parameter stance: of the agent, in and out.
  /// - Returns: the ``SignalStep``.
  @inline(__always)
  static func step(_ stance: inout Int8, isKnown: Bool, isAbove: Bool) -> UInt8 {
    guard isKnown else { return SignalStep.none }
    let before = stance
    stance = isAbove ? 1 : -1
    return before == 0 || before == stance ? SignalStep.none : isAbove ? SignalStep.buy : SignalStep.sell
  }
}
