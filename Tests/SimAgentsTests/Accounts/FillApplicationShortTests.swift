import SimColumns
import SimMarket
import SimRandom
import SimTypes
import Testing

@testable import SimAgents

/// Accounts through zero and back, against one that is written to be read.
struct FillApplicationShortTests {
  /// Average cost in 128 bits: a trade first closes what there is, then opens with the rest.
  struct Reference {
    var cash, owned, cost, realised: Int128

    mutating func trade(shares: Int128, value: Int128) {
      let side: Int128 = shares < 0 ? -1 : 1
      let size = shares.magnitude128
      let closing = owned * side < 0 ? min(size, owned.magnitude128) : 0
      let closingValue = closing == size ? value : Self.nearest(value * closing, size)
      if closing > 0 {
        let costOfClosed = closing == owned.magnitude128 ? cost : Self.nearest(cost * closing, owned.magnitude128)
        // Closing a long position sells it, closing a short one buys it back.
        realised += side < 0 ? closingValue - costOfClosed : -costOfClosed - closingValue
        cost -= costOfClosed
      }
      cost += side * (value - closingValue)
      owned += shares
      cash -= side * value
    }

    /// Halves away from zero.
    static func nearest(_ product: Int128, _ divisor: Int128) -> Int128 {
      let (quotient, rest) = product.magnitude128.quotientAndRemainder(dividingBy: divisor)
      let rounded = quotient + (2 * rest >= divisor ? 1 : 0)
      return product < 0 ? -rounded : rounded
    }
  }

  private static func account(cash: Int64) -> AccountTable {
    let accounts = AccountTable(count: 1)
    (accounts.view.cash[0], accounts.view.freeCash[0]) = (cash, cash)
    return accounts
  }

  private static func trade(_ side: Side, _ shares: Int32, _ value: Int64, _ accounts: AccountView) {
    FillApplication.apply(agent: 0, side, shares, value, accounts, Shorting())
  }

  @Test func aSaleThroughZeroAndBack() {
    let accounts = Self.account(cash: 1_000_0000)
    let view = accounts.view
    Self.trade(.buy, 10, 100_0000, view)  // 10 at 10.00
    Self.trade(.sell, 25, 300_0000, view)  // 25 at 12.00: 10 realise 20.00, 15 are short for 180.00
    #expect(view.quantity[0] == -15 && view.cost[0] == -180_0000 && view.realised[0] == 20_0000)
    #expect(view.cash[0] == 1_200_0000 && view.freeShares[0] == -15)
    Self.trade(.sell, 5, 50_0000, view)  // 20 short for 230.00, 11.50 each
    Self.trade(.buy, 4, 40_0000, view)  // 4 realise 46.00 - 40.00
    #expect(view.quantity[0] == -16 && view.cost[0] == -184_0000 && view.realised[0] == 26_0000)
    Self.trade(.buy, 20, 240_0000, view)  // 16 at 12.00 realise -8.00, 4 are bought for 48.00
    #expect(view.quantity[0] == 4 && view.cost[0] == 48_0000 && view.realised[0] == 18_0000)
    #expect(view.cash[0] == 970_0000 && view.freeCash[0] == 970_0000 && view.fills[0] == 5)
  }

  @Test func halvesGoAwayFromZeroOnBothSides() {
    let accounts = Self.account(cash: 1_000)
    Self.trade(.sell, 2, 5, accounts.view)  // 2 short for 5: one of them for 2.5
    Self.trade(.buy, 1, 3, accounts.view)
    #expect(accounts.view.cost[0] == -2 && accounts.view.realised[0] == 0)
    // Through zero: 5 for 2 shares, of which one closes, for 2.5.
    Self.trade(.buy, 2, 5, accounts.view)
    #expect(accounts.view.cost[0] == 2 && accounts.view.realised[0] == -1 && accounts.view.cash[0] == 997)
  }

  /// Small and huge sizes and prices; after every trade all of it is equal, and cash + cost - realised is constant.
  @Test(arguments: [(20, 1_000), (1 << 20, 1 << 20), (1 << 30, 4)] as [(UInt32, UInt32)])
  func randomTradesAreTheReferences(sizeMax: UInt32, priceMax: UInt32) {
    let start: Int64 = 1 << 40
    let accounts = Self.account(cash: start)
    let view = accounts.view
    var reference = Reference(cash: Int128(start), owned: 0, cost: 0, realised: 0)
    var stream = RowStream(StreamKey(seed: 31, purpose: .spawn), row: sizeMax, tick: 0)
    var (crossings, covers) = (0, 0)
    for trade in 0..<20_000 {
      let shares = 1 + Int32(stream.bounded(stream.bounded(3) == 0 ? sizeMax : max(1, sizeMax / 8)))
      // Back towards zero when it is far away.
      let owned = Int64(view.quantity[0])
      let side: Side =
        owned.magnitude >= UInt64(sizeMax)
        ? (owned < 0 ? .buy : .sell)
        : [.buy, .sell][
          Int(stream.bounded(2))]
      let value = Int64(shares) * (1 + Int64(stream.bounded(priceMax))) + Int64(stream.bounded(UInt32(shares)))
      Self.trade(side, shares, value, view)
      reference.trade(shares: Int128(side == .buy ? shares : -shares), value: Int128(value))
      if owned * Int64(view.quantity[0]) < 0 { crossings += 1 }
      if owned < 0 && side == .buy { covers += 1 }
      let isEqual =
        Int128(view.cash[0]) == reference.cash && Int128(view.quantity[0]) == reference.owned
        && Int128(view.cost[0]) == reference.cost && Int128(view.realised[0]) == reference.realised
      let addsUp = view.cash[0] + view.cost[0] - view.realised[0] == start
      let isFree = view.freeCash[0] == view.cash[0] && view.freeShares[0] == view.quantity[0]
      // A position that is closed has no cost left, a short one was sold for something.
      let hasItsSign = view.cost[0].signum() == Int64(view.quantity[0]).signum()
      if !(isEqual && addsUp && isFree && hasItsSign) { Issue.record("trade \(trade): \(reference)") }
    }
    #expect(crossings > 1_000 && covers > 3_000)
  }
}

/// A desk that lends to everybody and secures nothing: accounts alone.
private struct Shorting: BorrowingDesk {
  static let mayBeShort = true
  var hasCalls: Bool { false }
  func isCalled(_: Int) -> Bool { false }
  func open() {}
  func admit(_: Int, _: Side, value _: Int64, returned _: Int64, _: inout LendingDesk.Purse) -> RejectReason? { nil }
  func settling(_: Int, _ body: () -> Void) { body() }
}

extension Int128 {
  fileprivate var magnitude128: Int128 { self < 0 ? -self : self }
}
