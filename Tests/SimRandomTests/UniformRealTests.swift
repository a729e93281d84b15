import SimRandom
import Testing

struct UniformRealTests {
  @Test func endsAreWhereTheyShouldBe() {
    #expect(UniformReal.unit(0) == 0)
    #expect(UniformReal.unit(.max) == 1 - 0x1p-32)
    #expect(UniformReal.unitOpenLow(0) == 0x1p-32)
    #expect(UniformReal.unitOpenLow(.max) == 1)
    #expect(UniformReal.unit53(0, 0) == 0)
    #expect(UniformReal.unit53(.max, .max) == 1 - 0x1p-53)
    #expect(UniformReal.unit53OpenLow(0, 0) == 0x1p-53)
    #expect(UniformReal.unit53OpenLow(.max, .max) == 1)
    #expect(UniformReal.unit52Open(0, 0) == 0x1p-53)
    #expect(UniformReal.unit52Open(.max, .max) == 1 - 0x1p-53)
  }

  @Test func theFirstWordIsTheHighHalf() {
    #expect(UniformReal.unit53(0x8000_0000, 0) == 0.5)
    #expect(UniformReal.unit53(0, 0x8000_0000) == 0x1p-33)
    #expect(UniformReal.unit53(0, 0x7FF) == 0)  // the eleven lowest bits are dropped
  }

  @Test func openIntervalIsSymmetric() {
    var random = SplitMix64(state: 3)
    for _ in 0..<1_000 {
      let (hi, lo): (UInt32, UInt32) = (random.next(), random.next())
      #expect(UniformReal.unit52Open(~hi, ~lo) == 1 - UniformReal.unit52Open(hi, lo))
    }
  }

  @Test func vectorsEqualScalarsBitForBit() {
    var random = SplitMix64(state: 4)
    let edges = SIMD8<UInt32>(0, 1, 2, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, .max - 1, .max)
    for words in [edges] + (0..<500).map({ _ in random.next8() }) {
      let (unit, open) = (UniformReal.unit(words), UniformReal.unitOpenLow(words))
      for lane in 0..<8 {
        #expect(unit[lane].bitPattern == UniformReal.unit(words[lane]).bitPattern)
        #expect(open[lane].bitPattern == UniformReal.unitOpenLow(words[lane]).bitPattern)
      }
    }
  }

  @Test func uniformHasItsMoments() {
    let moments = Moments(of: 100_000) { $0.uniform() }
    #expect(moments.meanIsWithin5Errors(of: 0.5, standardDeviation: (1.0 / 12).squareRoot()))
    // Fourth central moment 1/80, so the variance estimate has variance 1/80 − 1/144.
    #expect(moments.varianceIsWithin5Errors(of: 1.0 / 12, fourthCentralMoment: 1.0 / 80))
  }

  @Test func uniformFillsItsRange() {
    var stream = RowStream(StreamKey(seed: 8, purpose: .spawn), row: 0, tick: 0)
    var (low, high) = (Double.infinity, -Double.infinity)
    for _ in 0..<10_000 {
      let value = stream.uniform(in: -3...5)
      low = min(low, value)
      high = max(high, value)
    }
    #expect(low >= -3 && low < -2.98 && high <= 5 && high > 4.98)
    #expect(stream.uniform(in: 7...7) == 7)
  }
}
