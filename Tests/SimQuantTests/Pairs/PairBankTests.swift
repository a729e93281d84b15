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
    #expect(bank.row(of: pairs[2]) == 0 && bank.row(of: pairs[3]) == 2)
    #expect(bank.row(of: SymbolPair(a: 1, b: 0, lookback: 30, testEvery: 4)) == nil)
    #expect(bank.byteCount == (30 + 30 + 40) * 16)
  }

  @Test func itIsOneTrackerForEachPairTestedInTurn() {
    let bank = PairBank(pairs)
    var trackers = bank.pairs.enumerated().map {
      CointegrationTracker(lookback: $1.lookback, testEvery: $1.testEvery, firstTest: $0)
    }
    var firstTest = [Int?](repeating: nil, count: 3)
    for candle in 0..<90 {
      // In two parts, as two workers would.
      bank.update(1..<3) { close($0, candle) }
      bank.update(0..<1) { close($0, candle) }
      for (row, pair) in bank.pairs.enumerated() {
        trackers[row].update(priceA: close(pair.a, candle), priceB: close(pair.b, candle))
        #expect(bank.reading(row) == trackers[row].reading && bank.test(row) == trackers[row].test)
        if firstTest[row] == nil, bank.test(row) != nil { firstTest[row] = candle }
      }
    }
    #expect(firstTest == [29, 30, 41])
  }
}
