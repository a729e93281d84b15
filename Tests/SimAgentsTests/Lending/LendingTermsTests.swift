import SimAgents
import Testing

struct LendingTermsTests {
  @Test func theWidestTermsAreAllowed() {
    let terms = LendingTerms(
      initialMargin: 1_000_000, maintenanceMargin: 1_000_000, locateRequired: false, feeInterval: 1)
    #expect(terms.initialMargin == terms.maintenanceMargin)
    let symbol = LendableSymbol(outstanding: 7, pool: 7, shortLimit: 0, feePerTick: 1)
    #expect(symbol.pool == 7)
  }

  @Test func marginsBelowTheValueTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = LendingTerms(initialMargin: 15_000, maintenanceMargin: 9_999, locateRequired: true, feeInterval: 1)
    }
  }

  @Test func marginsInTheWrongOrderTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = LendingTerms(initialMargin: 12_999, maintenanceMargin: 13_000, locateRequired: true, feeInterval: 1)
    }
  }

  @Test func feesThatAreNeverPaidTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = LendingTerms(initialMargin: 15_000, maintenanceMargin: 13_000, locateRequired: true, feeInterval: 0)
    }
  }

  @Test func aPoolLargerThanTheIssueTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = LendableSymbol(outstanding: 7, pool: 8, shortLimit: 0, feePerTick: 0)
    }
  }

  @Test func aFeeThatIsNoFractionTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = LendableSymbol(outstanding: 7, pool: 7, shortLimit: 0, feePerTick: .nan)
    }
  }
}
