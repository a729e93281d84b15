import SimQuant
import Testing

struct PairBankTests {
  private let pairs = [
    SymbolPair(a: 0, b: 1, lookback: 30, testEvery: 4), SymbolPair(a: 1, b: 2, lookback: 30, testEvery: 4),
    SymbolPair(a: 0, b: 1, lookback: 30, testEvery: 4), SymbolPair(a: 0, b: 1, lookback: 40, testEvery: 4),
  ]

  /// Prices that move and belong together somehow.
  private func close(_ symbol: Int, _ candle: Int) -> Double {
    let x = Double((candle * candle * 7 + candle * 3) % 23)
    return 100 + x + Double((candle * (symbol + 5)) % 11) * 0.3
  }

  @Test func equalDeclarationsAreOnePair() {
    let bank = PairBank(pairs)
    #expect(bank.count == 3 && bank.pairs == [pairs[0], pairs[1], pairs[3]])
    let stranger = SymbolPair(a: 1, b: 0, lookback: 30, testEvery: 4)
    for hint in 0..<5 {
      #expect(bank.view.row(of: pairs[2], near: hint) == 0 && bank.view.row(of: pairs[3], near: hint) == 2)
      #expect(bank.view.row(of: stranger, near: hint) == nil)
    }
    #expect(bank.byteCount == (30 + 30 + 40) * 16 + CointegrationSpace(prices: 40).byteCount)
  }

  @Test func itIsOneTrackerForEachPairTestedInTurn() {
    let bank = PairBank(pairs)
    var trackers = bank.pairs.enumerated().map {
      CointegrationTracker(lookback: $1.lookback, testEvery: $1.testEvery, firstTest: $0)
    }
    var space = CointegrationSpace(prices: 40)
    var firstTest = [Int?](repeating: nil, count: 3)
    for candle in 0..<90 {
      // In two parts, as two workers would.
      bank.update(1..<3) { close($0, candle) }
      bank.update(0..<1) { close($0, candle) }
      for (row, pair) in bank.pairs.enumerated() {
        trackers[row].update(priceA: close(pair.a, candle), priceB: close(pair.b, candle), &space)
        #expect(bank.view.reading(row) == trackers[row].reading && bank.view.test(row) == trackers[row].test)
        #expect(bank.view.passedInARow(row) == trackers[row].passedInARow)
        if firstTest[row] == nil, bank.view.test(row) != nil { firstTest[row] = candle }
      }
    }
    #expect(firstTest == [29, 30, 41])
  }
}
