import SimTypes

/// Whether agents of a strategy may sell shares they do not own.
public enum ShortSelling: Sendable {
  /// Sells what it owns.
  case never
  /// May be short up to the symbol's limit.
  case limited
  /// May be short without a limit of its own, as those who quote both sides must. Shares to borrow and cash to secure
  /// them it needs like everybody else.
  case marketMaker
}

/// On what terms shares are lent, the same for all symbols.
public struct LendingTerms: Sendable, Equatable {
  /// What an account must hold for each dollar of shares it sells short, the sale's own proceeds included: in 1/10,000,
  /// so 15,000 are 150 %.
  public let initialMargin: Int64
  /// Below this its position is bought back for it; in 1/10,000 of the position's value.
  public let maintenanceMargin: Int64
  /// Whether a short sale needs shares that somebody lends.
  public let locateRequired: Bool
  /// Ticks from one payment of fees to the next.
  public let feeInterval: Int

  public init(initialMargin: Int64, maintenanceMargin: Int64, locateRequired: Bool, feeInterval: Int) {
    precondition(maintenanceMargin >= 10_000, "a short position secured by less than its value ends in debt")
    precondition(initialMargin >= maintenanceMargin, "nobody may be called as soon as he has sold")
    precondition(initialMargin <= 1_000_000 && feeInterval >= 1, "margins are fractions, and fees are paid some time")
    (self.initialMargin, self.maintenanceMargin) = (initialMargin, maintenanceMargin)
    (self.locateRequired, self.feeInterval) = (locateRequired, feeInterval)
  }
}

/// What can be borrowed of one symbol.
public struct LendableSymbol: Sendable, Equatable {
  public let outstanding: Int64  // shares that exist
  public let pool: Int64  // shares that can be borrowed
  public let shortLimit: Int64  // shares that one agent may be short; Int64.max: any
  public let feePerTick: Double  // of a share's price, as a fraction

  public init(outstanding: Int64, pool: Int64, shortLimit: Int64, feePerTick: Double) {
    precondition((0...outstanding).contains(pool) && shortLimit >= 0, "nobody can borrow more than there is")
    precondition((0...1).contains(feePerTick), "a fee is a fraction of the price")
    (self.outstanding, self.pool, self.shortLimit) = (outstanding, pool, shortLimit)
    self.feePerTick = feePerTick
  }
}
