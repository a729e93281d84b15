import SimHooks
import SimTestSupport
import SimTypes
import Testing

@testable import SimEngine

/// A world in which one thing is wrong, and what the watch has to say about it.
struct Fault: Sendable, CustomTestStringConvertible {
  let violation: InvariantViolation
  let cause: @Sendable (HandMadeWorld, inout TickCounts) -> Void

  init(
    _ invariant: Invariant, symbol: String? = nil, agent: UInt64? = nil, _ expected: InvariantViolation.Expected,
    found: Int64, cause: @escaping @Sendable (HandMadeWorld, inout TickCounts) -> Void
  ) {
    violation = InvariantViolation(
      invariant, tick: 9, symbol: symbol, agent: agent.map { AgentID(raw: $0) }, expected: expected, found: found)
    self.cause = cause
  }

  var testDescription: String { "\(violation.invariant)" }

  // Population 0 has rows 0 ..< 7 (S0: 0, 1, 2; S1: 3, 4; S2: 5, 6), population 1 rows 7 ..< 12 (S0: 7, 8; S1: 9, 10;
  // S2: 11).
  static let all: [Fault] = [
    Fault(.cashConserved, .exactly(120_000_000), found: 120_000_001) { world, _ in world.accounts.cash[11] += 1 },
    Fault(.cashNotNegative, symbol: "S1", agent: 5, .atLeast(0), found: -1) { world, _ in
      world.accounts.cash[3] += world.accounts.cash[4] + 1
      world.accounts.cash[4] = -1
    },
    Fault(.sharesConserved, symbol: "S1", .exactly(40), found: 39) { world, _ in world.accounts.quantity[9] -= 1 },
    // The same total over all symbols is not enough.
    Fault(.sharesConserved, symbol: "S0", .exactly(50), found: 51) { world, _ in
      world.accounts.quantity[0] += 1
      world.accounts.quantity[3] -= 1
    },
    Fault(.sharesNotNegative, symbol: "S0", agent: 9, .atLeast(0), found: -2) { world, _ in
      world.accounts.quantity[0] += 12
      world.accounts.quantity[8] = -2
    },
    Fault(.cashReserved, symbol: "S2", agent: 7, .exactly(0), found: 5) { world, _ in
      world.accounts.freeCash[6] -= 5
    },
    Fault(.sharesReserved, symbol: "S0", agent: 1, .exactly(0), found: -1) { world, _ in
      world.accounts.freeShares[0] += 1
    },
    Fault(.ordersCounted, .exactly(3), found: 4) { _, totals in totals.orders += 1 },
    Fault(.rejectionsCounted, .exactly(1), found: 0) { world, _ in world.accounts.rejected[4] = 1 },
    Fault(.fillsCounted, .exactly(2), found: 1) { _, totals in totals.filledOrders -= 1 },
    Fault(.fillsWithinOrders, .atMost(3), found: 4) { world, totals in
      totals.filledOrders = 4
      world.accounts.fills[5] = 2
    },
    Fault(.tradeQuantityPositive, symbol: "S1", agent: 4, .atLeast(1), found: 0) { world, _ in
      world.tape.quantity[1] = 0
    },
    Fault(.tradePriceOnGrid, symbol: "S1", agent: 4, .atLeast(1), found: 0) { world, _ in world.tape.tradePrice[1] = 0
    },
    Fault(.tradePartiesExist, symbol: "S1", agent: 4, .atMost(11), found: 12) { world, _ in world.tape.seller[1] = 12 },
    Fault(.tradePartiesExist, symbol: "S1", .atLeast(0), found: -1) { world, _ in world.tape.buyer[1] = -1 },
    Fault(.tradePartiesDiffer, symbol: "S1", agent: 4, .anythingBut(3), found: 3) { world, _ in
      world.tape.seller[1] = 3
    },
    Fault(.volumeMatchesTrades, symbol: "S1", .exactly(2), found: 3) { world, _ in world.symbols.volume[1] = 3 },
    Fault(.volumeMatchesTrades, symbol: "S2", .exactly(0), found: 1) { world, _ in world.symbols.volume[2] = 1 },
  ]
}

struct InvariantWatchTests {
  /// Agents 4 and 10 have traded two shares, agent 1's order waits in vain.
  private func soundWorld(_ totals: inout TickCounts, _ counts: inout TickCounts) throws -> HandMadeWorld {
    let world = try HandMadeWorld()
    world.trade(1, buyer: 3, seller: 9, quantity: 2, price: 100)
    let value: Int64 = 2 * 100 * 100
    world.accounts.cash[3] -= value
    world.accounts.cash[9] += value
    world.accounts.quantity[3] += 2
    world.accounts.quantity[9] -= 2
    world.releaseReservations()
    for row in [0, 3, 9] { world.accounts.orders[row] = 1 }
    for row in [3, 9] { world.accounts.fills[row] = 1 }
    totals.orders = 3
    totals.filledOrders = 2
    counts.trades = 1
    counts.volume = 2
    return world
  }

  @Test func aSoundTickPasses() throws {
    var (totals, counts) = (TickCounts(), TickCounts())
    let world = try HandMadeWorld()
    let watch = InvariantWatch()
    try world.starts(watch)
    try world.ticks(watch)
    let traded = try soundWorld(&totals, &counts)
    counts.orders = 3
    counts.filledOrders = 2
    try traded.ticks(watch, 1, counts: counts, totals: totals)
    #expect(watch.ticksChecked == 2)
  }

  @Test(arguments: Fault.all)
  func everyFaultIsNamedWithItsPlace(fault: Fault) throws {
    var (totals, counts) = (TickCounts(), TickCounts())
    let world = try soundWorld(&totals, &counts)
    let watch = InvariantWatch()
    try world.starts(watch)
    fault.cause(world, &totals)
    #expect(throws: fault.violation) { try world.ticks(watch, 9, counts: counts, totals: totals) }
    #expect(watch.ticksChecked == 0)
  }

  @Test func theTickMayNotFillMoreThanItAccepted() throws {
    var (totals, counts) = (TickCounts(), TickCounts())
    let world = try soundWorld(&totals, &counts)
    let watch = InvariantWatch()
    try world.starts(watch)
    (counts.orders, counts.filledOrders) = (1, 2)
    let expected = InvariantViolation(.fillsWithinOrders, tick: 9, expected: .atMost(1), found: 2)
    #expect(throws: expected) { try world.ticks(watch, 9, counts: counts, totals: totals) }
  }

  @Test(arguments: [Invariant.tradesCounted, .volumeCounted])
  func theTicksCountsAreThoseOfTheTape(invariant: Invariant) throws {
    var (totals, counts) = (TickCounts(), TickCounts())
    let world = try soundWorld(&totals, &counts)
    let watch = InvariantWatch()
    try world.starts(watch)
    (counts.orders, counts.filledOrders) = (3, 2)
    if invariant == .tradesCounted { counts.trades += 1 } else { counts.volume += 1 }
    let expected: Int64 = invariant == .tradesCounted ? 1 : 2
    let violation = InvariantViolation(invariant, tick: 9, expected: .exactly(expected), found: expected + 1)
    #expect(throws: violation) { try world.ticks(watch, 9, counts: counts, totals: totals) }
  }

  @Test func aViolationReadsAsASentence() {
    let violation = InvariantViolation(
      .cashNotNegative, tick: 12, symbol: "S1", agent: AgentID(raw: 5), expected: .atLeast(0), found: -1)
    #expect(
      violation.description
        == "broken invariant at tick 12, S1, Agent#5: nobody owes cash, unless a short position had to be bought back; "
        + "expected at least 0, found -1"
    )
  }
}
