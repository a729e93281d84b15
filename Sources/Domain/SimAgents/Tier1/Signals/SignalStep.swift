/// What a signal asks of an agent in the candle in which it changes.
enum SignalStep {
  static let none: UInt8 = 0
  static let buy: UInt8 = 1
  static let sell: UInt8 = 2
  /// Sells what was bought on the signal that is over.
  static let closeLong: UInt8 = 3
  /// Buys back what was sold on it.
  static let closeShort: UInt8 = 4
  /// Nothing, and what it asked for before no longer holds.
  static let withdraw: UInt8 = 5
}
