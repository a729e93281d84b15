import SimColumns

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

  /// Of eight agents those whose stance changes, a bit each: the only ones that ``step(_:isKnown:isAbove:)`` does
  /// anything for.
  /// - Parameters:
  ///   - line, level: what is above or below what.
  ///   - known: NaN where they are not known.
  @inline(__always)
  static func changes(
    _ line: EightRows.Halves, above level: EightRows.Halves, known: EightRows.Halves, _ stances: EightRows.Halves
  ) -> UInt64 {
    EightRows.bits(
      changes(line.low, level.low, known.low, stances.low), changes(line.high, level.high, known.high, stances.high))
  }

  @inline(__always)
  private static func changes(
    _ line: SIMD4<Double>, _ level: SIMD4<Double>, _ known: SIMD4<Double>, _ stance: SIMD4<Double>
  ) -> EightRows.Mask {
    let one = SIMD4<Double>(repeating: 1)
    let next = (-one).replacing(with: one, where: line .> level)
    return (known .== known) .& (next .!= stance)
  }
}
