import SimAgents
import SimMarket
import SimTypes

/// The fingerprint of a run: of every account and position, every resting order, and every trade made, in order.
/// Integers only.
///
/// Equal hashes mean equal runs, whatever the toggles, the workers or the hooks.
/// - Complexity: one pass over the accounts, about 0.5 ms for 100,000; the tape's part is kept up to date every tick.
enum StateHash {
  static func of(
    _ accounts: AccountView, _ symbols: SymbolView, _ resting: RestingOrderView, ticks: UInt64
  ) -> UInt64 {
    var hash = StateHasher()
    hash.combine(ticks)
    for symbol in 0..<symbols.count {
      hash.combine(Int64(symbols.last[symbol]))
      hash.combine(symbols.totalVolume[symbol])
      hash.combine(symbols.tapeHash[symbol])
    }
    for row in 0..<accounts.count {
      hash.combine(accounts.cash[row])
      hash.combine(accounts.freeCash[row])
      hash.combine(accounts.realised[row])
      hash.combine(accounts.cost[row])
      hash.combine(UInt64(UInt32(bitPattern: accounts.quantity[row])) << 32 | UInt64(accounts.orders[row]))
      hash.combine(
        UInt64(UInt32(bitPattern: accounts.freeShares[row])) << 32
          | UInt64(accounts.fills[row]) ^ UInt64(accounts.rejected[row]) << 32)
    }
    for slot in 0..<resting.count where resting.quantity[slot] > 0 {
      hash.combine(UInt64(slot) << 32 | UInt64(UInt32(bitPattern: resting.owner[slot])))
      hash.combine(
        UInt64(UInt32(bitPattern: resting.price[slot])) << 32 | UInt64(UInt32(bitPattern: resting.quantity[slot])))
    }
    return hash.value
  }

  /// One symbol's trades of one tick, added to its running fingerprint. The trades are mixed independently of each
  /// other, each with its place, and summed, which is several times faster than a chain and as sensitive to order.
  static func extend(_ hash: UInt64, symbol: Int, tick: UInt32, tape: TapeView) -> UInt64 {
    var sum: UInt64 = 0
    var place: UInt64 = 1
    let price = tape.price[symbol]
    for row in tape.rows(ofSymbol: symbol) {
      let parties = UInt64(UInt32(bitPattern: tape.buyer[row])) << 32 | UInt64(UInt32(bitPattern: tape.seller[row]))
      let amount = UInt64(UInt32(bitPattern: tape.quantity[row])) &+ place << 32
      // What the trade's price differs by from the tick's last: nothing in a call auction.
      let apart = UInt64(UInt32(bitPattern: tape.tradePrice[row] &- price)) &* 0xbf58_476d_1ce4_e5b9
      sum &+= StateHasher.mix(parties &* 0x9e37_79b9_7f4a_7c15 ^ amount ^ apart)
      place &+= 1
    }
    var chained = StateHasher(hash)
    chained.combine(UInt64(tick) << 32 | UInt64(UInt32(bitPattern: tape.price[symbol])))
    chained.combine(sum)
    return chained.value
  }
}
