import SimColumns
import SimKernels
import SimRandom
import Testing

struct CovarianceDecayTests {
  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 50])
  func vectorEqualsScalarBitForBit(symbols: Int) {
    let count = CovarianceDecay.pairCount(symbols: symbols)
    let a = Column<Double>(count: count, filledWith: 0)
    let b = Column<Double>(count: count, filledWith: 0)
    let returns = Column<Double>(count: symbols, filledWith: 0)
    var stream = RowStream(StreamKey(seed: 4, purpose: .spawn), row: UInt32(symbols), tick: 0)
    for _ in 0..<5 {
      for symbol in 0..<symbols { returns.view[symbol] = stream.uniform() - 0.5 }
      CovarianceDecay.scalar(0..<symbols, pairs: a.view, returns: returns.view, decay: 0.94)
      // In two parts: the cut must not show.
      CovarianceDecay.vector(0..<symbols / 2, pairs: b.view, returns: returns.view, decay: 0.94)
      CovarianceDecay.vector(symbols / 2..<symbols, pairs: b.view, returns: returns.view, decay: 0.94)
    }
    #expect(a.view.array().map(\.bitPattern) == b.view.array().map(\.bitPattern))
    #expect(a.view.array().allSatisfy { $0 != 0 })
  }

  @Test func theDefinitionByHand() {
    let pairs = Column<Double>(count: 3, filledWith: 1)
    let returns = Column<Double>(count: 2, filledWith: 0)
    (returns.view[0], returns.view[1]) = (2, -4)
    CovarianceDecay.scalar(0..<2, pairs: pairs.view, returns: returns.view, decay: 0.75)
    #expect(pairs.view.array() == [1.75, -1.25, 4.75])  // ¾ + ¼·4, ¾ - ¼·8, ¾ + ¼·16
    #expect(CovarianceDecay.offset(3) == 6 && CovarianceDecay.pairCount(symbols: 3) == 6)
  }
}
