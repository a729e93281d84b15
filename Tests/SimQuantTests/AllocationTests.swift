import SimColumns
import SimQuant
import SimTestSupport
import Testing

/// What is warm takes no memory.
@Suite(.enabled(if: Allocations.areCounted))
struct AllocationTests {
  @Test func theCounterCounts() {
    let found = Allocations.count { withExtendedLifetime(Column<Double>(count: 1_000, filledWith: 0)) {} }
    #expect(found >= 1)
  }

  /// Over a refresh of windows, and over a block's end.
  @Test(arguments: everyIndicator) func aWarmBank(indicator: Indicator) {
    let run = BankRun([indicator], symbols: 33)
    let bars = TestBar.walk(300, seed: 2)
    for bar in bars { run.take(bar) }
    let found = Allocations.count { for _ in 0..<300 { run.update(0..<33) } }
    #expect(found <= (Allocations.isOptimised ? 0 : 300 * 3), "none of the 33 symbols costs anything")
  }

  @Test func aWarmCovariance() {
    var matrix = CovarianceMatrix(symbolCount: 20)
    let returns = Column<Double>(count: 20, filledWith: 0.01)
    let found = Allocations.count { for _ in 0..<100 { matrix.update(returns.view) } }
    #expect(found == 0 && matrix.periods == 200)
  }
}
