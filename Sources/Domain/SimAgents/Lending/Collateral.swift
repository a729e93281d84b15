import SimTypes

/// What short positions keep an account from spending.
///
///     lock      initial margin · what the position was sold for                         shares sold short
///     hold      (initial margin - 1) · shares that resting sales may sell short · their highest limit
///
/// The proceeds of a short sale stay in the account and secure it; the margin asks for more than they are, and the rest
/// is the seller's own money. `cash = free cash + lock + hold + what resting buys hold`, after every tick.
///
/// A sale above its limit raises lock faster than cash, and fees are paid from what is free: then free cash may be below
/// zero until the position is smaller or the account richer, and the agent can buy back and cancel, but neither buy nor
/// sell short.
enum Collateral {
  /// Values whose margin, at most a hundred times as much, fits 64 bits.
  static let valueMax: Int64 = 1 << 56

  /// `amount · parts / 10,000`, rounded up. Amounts are at most ``valueMax`` and parts at most 1,000,000.
  static func fraction(_ parts: Int64, of amount: Int64) -> Int64 {
    let product = amount.magnitude.multipliedFullWidth(by: parts.magnitude)
    let (quotient, remainder) = UInt64(10_000).dividingFullWidth(product)
    return Int64(quotient) + (remainder > 0 ? 1 : 0)
  }

  /// - Parameters:
  ///   - cost: of the position, 1/10,000 dollar; what it was sold for, negative, when it is short.
  ///   - owned: shares, negative when short.
  static func lock(cost: Int64, owned: Int64, _ terms: LendingTerms) -> Int64 {
    owned < 0 ? fraction(terms.initialMargin, of: -cost) : 0
  }

  /// - Parameters:
  ///   - pending: shares that waiting sales may sell short.
  ///   - price: the highest limit of them, 1/10,000 dollar a share. Nil when the product does not fit.
  static func hold(pending: Int64, price: Int64, _ terms: LendingTerms) -> Int64? {
    let (value, overflow) = pending.multipliedReportingOverflow(by: price)
    return overflow || value >= valueMax ? nil : fraction(terms.initialMargin - 10_000, of: value)
  }

  /// By how much less a part of a position can release than its part of the lock, 1/10,000 dollar: the part's cost is
  /// rounded, half a unit times the margin, and so are both locks.
  static func roundingMax(_ terms: LendingTerms) -> Int64 { (terms.initialMargin + 19_999) / 20_000 + 2 }
}
