import SimAgents
import SimKernels
import SimMarket
import SimQuant
import Testing

struct RiskTableTests {
  /// Every column is its own: all-different values come back.
  @Test func aMarkIsWhatTheColumnsSay() throws {
    let accounts = AccountTable(count: 2)
    let risk = RiskTable(count: 2)
    for (row, cash) in [1_000, 4_000].enumerated() {
      accounts.view.cash[row] = Int64(cash)
      accounts.view.quantity[row] = 10
      risk.view.start(row, equity: Int64(cash) + 10 * 100)
    }
    let kernel = risk.view.marking(cash: accounts.view.cash, accounts.view.quantity, target: 0)
    for (price, mark) in zip([150.0, 25, 100], Int32(1)...) { kernel.scalar(0..<2, price: price, mark: mark) }
    // Equity 2,000 → 2,500 → 1,250 → 2,000, and 5,000 → 5,500 → 4,250 → 5,000.
    let path = risk.view.path(0, first: 2_000, periods: 3)
    #expect(path.count == 4 && path.first == 2_000 && path.last == 2_000 && path.peak == 2_500)
    #expect(path.maxDrawdown == 0.5 && path.underwater == 2 && path.longestUnderwater == 2)
    for (row, returns) in [[0.25, -0.5, 0.6], [0.1, 4_250.0 / 5_500 - 1, 5_000.0 / 4_250 - 1]].enumerated() {
      let (found, exact) = (risk.view.moments(row, periods: 3), ReturnMoments(returns))
      for key in [\ReturnMoments.mean, \.variance, \.skewness, \.excessKurtosis, \.downside] {
        let (a, b) = try (#require(found[keyPath: key]), #require(exact[keyPath: key]))
        #expect(abs(a - b) <= 1e-5 * max(0.1, b.magnitude))
      }
    }
    let before = risk.view.moments(1, periods: 3)
    risk.view.totals.fold(0..<2, risk.view.block)
    #expect(risk.view.moments(1, periods: 3) == before && risk.view.block.first[1] == 0)
    #expect(RiskTable.bytesPerRow == 88)
  }

  @Test func equityIsCashAndSharesAtTheLastPrice() {
    let accounts = AccountTable(count: 1)
    let symbols = SymbolTable(initialTicks: [700, 1_234], tickSize: .cent)
    accounts.view.cash[0] = 5
    accounts.view.quantity[0] = -3
    accounts.view.symbol[0] = 1
    #expect(accounts.view.equity(0, symbols.view) == 5 - 3 * 123_400)
  }
}
