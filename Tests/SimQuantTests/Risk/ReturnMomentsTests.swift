import SimColumns
import SimKernels
import SimQuant
import SimRandom
import Testing

struct ReturnMomentsTests {
  static func returns(_ count: Int, seed: UInt32) -> [Double] {
    var stream = RowStream(StreamKey(seed: 21, purpose: .spawn), row: seed, tick: 0)
    return (0..<count).map { _ in 0.0003 + 0.01 * stream.normal() * stream.exponential() }
  }

  @Test func byHand() {
    let moments = ReturnMoments([0.5, -0.5, 1, -1], target: 0.25)
    #expect(moments.count == 4 && moments.mean == 0 && moments.skewness == 0)
    #expect(isClose(moments.variance, 2.5 / 3, 1e-15))
    #expect(isClose(moments.excessKurtosis, 2.125 / 4 / (0.625 * 0.625) - 3))
    #expect(moments.downside == (0.75 * 0.75 + 1.25 * 1.25) / 4)
  }

  @Test(arguments: [2, 3, 10, 257, 4_000])
  func sumsOnTheWayGiveTheSame(count: Int) {
    let returns = Self.returns(count, seed: UInt32(count))
    var sums = ReturnSums()
    for r in returns { sums.add(r, target: 0.001) }
    let (streamed, batch) = (ReturnMoments(sums, precision: 0x1p-40), ReturnMoments(returns, target: 0.001))
    #expect(isClose(streamed.mean, batch.mean) && isClose(streamed.variance, batch.variance))
    #expect(abs(streamed.skewness! - batch.skewness!) < 1e-9)
    #expect(isClose(streamed.excessKurtosis, batch.excessKurtosis, 1e-8))
    #expect(isClose(streamed.downside, batch.downside))
  }

  @Test func scalingAndShifting() throws {
    let returns = Self.returns(500, seed: 1)
    let plain = ReturnMoments(returns)
    let twisted = ReturnMoments(returns.map { 0.01 - 3 * $0 })
    #expect(isClose(twisted.mean, try #require(plain.mean) * -3 + 0.01))
    #expect(isClose(twisted.variance, try #require(plain.variance) * 9))
    #expect(isClose(twisted.skewness, try -(#require(plain.skewness))))
    #expect(isClose(twisted.excessKurtosis, plain.excessKurtosis))
  }

  @Test func nothingIsKnownOfNothing() {
    for moments in [ReturnMoments([]), ReturnMoments(ReturnSums())] {
      #expect(moments.mean == nil && moments.variance == nil && moments.skewness == nil && moments.downside == nil)
    }
    let one = ReturnMoments([0.5])
    #expect(one.mean == 0.5 && one.variance == nil && one.standardDeviation == nil && one.excessKurtosis == nil)
  }

  /// Returns of a block are rounded to single precision, all in the same way when they are alike.
  @Test(arguments: [1e-6, 3e-5, 0.001, 0.1])
  func equalReturnsHaveNoSpread(r: Double) {
    let short = Float(r) * MomentBlock.scale
    var block = [Float](repeating: 0, count: 2)
    var sums = ReturnSums()
    for period in 1...1_000 {
      block[0] += short
      block[1] += short * short
      guard period.isMultiple(of: MomentBlock.periodsMax) || period == 1_000 else { continue }
      sums.first += Double(block[0]) / 1_024
      sums.second += Double(block[1]) / 1_024 / 1_024
      block = [0, 0]
    }
    sums.count = 1_000
    #expect(ReturnMoments(sums).variance == 0 && ReturnMoments(sums).skewness == nil)
  }

  /// What the kernel keeps for every account, against two passes over the returns: the promise of
  /// docs/models/risk-metrics.md.
  @Test func theKernelsMomentsAreRightToFiveDigits() {
    let columns = (0..<5).map { _ in KernelColumn<Float>() }
    let totals = (0..<5).map { _ in KernelColumn<Double>() }
    let (equity, peak) = (KernelColumn<Double>(), KernelColumn<Double>())
    let (cash, quantity) = (KernelColumn<Int64>(), KernelColumn<Int32>())
    let (drawdown, peakMark, longest) = (KernelColumn<Float>(), KernelColumn<Int32>(), KernelColumn<Int32>())
    let block = MomentBlock(
      first: columns[0].view, second: columns[1].view, third: columns[2].view, fourth: columns[3].view,
      downside: columns[4].view)
    let sums = MomentTotals(
      first: totals[0].view, second: totals[1].view, third: totals[2].view, fourth: totals[3].view,
      downside: totals[4].view)
    let kernel = RiskMomentUpdate(
      cash: cash.view, quantity: quantity.view, equity: equity.view, peak: peak.view, block: block,
      maxDrawdown: drawdown.view, peakMark: peakMark.view, longestUnderwater: longest.view)
    quantity.view[0] = 700
    (equity.view[0], peak.view[0]) = (7e8, 7e8)
    var (price, returns, path) = (1_000_000.0, [Double](), EquityPath())
    path.add(7e8)
    for (period, step) in Self.returns(6_000, seed: 2).enumerated() {
      price = max(1, (price * (1 + step)).rounded())
      let before = equity.view[0]
      kernel.vector(0..<1, price: price, mark: Int32(period + 1))
      returns.append((equity.view[0] - before) / before)
      path.add(equity.view[0])
      if (period + 1).isMultiple(of: MomentBlock.periodsMax) { sums.fold(0..<1, block) }
    }
    let found = ReturnMoments(sums.sums(0, block, count: 6_000))
    let truth = ReturnMoments(returns)
    #expect(isClose(found.variance, truth.variance, 2e-6) && isClose(found.downside, truth.downside, 2e-6))
    #expect(abs(found.mean! - truth.mean!) < 1e-6 * truth.standardDeviation!)
    #expect(abs(found.skewness! - truth.skewness!) < 1e-5)
    #expect(isClose(found.excessKurtosis, truth.excessKurtosis, 1e-5))
    #expect(isClose(Double(drawdown.view[0]), path.maxDrawdown, 1e-6))
    let underwater = 6_000 - Int(peakMark.view[0])
    #expect(underwater == path.underwater && max(underwater, Int(longest.view[0])) == path.longestUnderwater)
  }

  final class KernelColumn<Scalar: BitwiseCopyable & Sendable & ExpressibleByIntegerLiteral> {
    private let column = Column<Scalar>(count: 1, filledWith: 0)
    var view: ColumnView<Scalar> { column.view }
  }
}
