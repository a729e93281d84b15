import SimRandom

/// Who goes first where one price's orders cannot all be filled.
///
/// Only the price at which a side runs out is affected: better-priced orders always fill whole, worse ones never.
public enum MarginRule: Sendable {
  /// The earlier order first.
  case arrival
  /// A seeded random order of the agents, new in every tick, so that no row number is an advantage. An agent's own
  /// orders keep their sequence.
  case randomTime(StreamKey)
  /// Everybody the same fraction, rounded down; the shares left over go one by one to the largest remainders, the
  /// earlier order first when they are equal.
  case proRata
}
