import SimRandom
import Testing

struct BoundedIntegerTests {
  /// Every bound with a remainder: after rejection each value is left with exactly ⌊2³²/n⌋ words. Words are swept
  /// around the edges of the runs, where the counting happens.
  @Test(arguments: [UInt32(3), 5, 1_000, 0x8000_0001, 0xC000_0000, .max])
  func everyValueKeepsEquallyManyWords(n: UInt32) {
    let share = (UInt64(1) << 32) / UInt64(n)
    var random = SplitMix64(state: UInt64(n))
    for _ in 0..<300 {
      let value = UInt64(UInt32.random(in: 0..<n, using: &random))
      // Words with high part `value`: from ⌈value·2³²/n⌉ up to the next value's first.
      let first = ((value << 32) + UInt64(n) - 1) / UInt64(n)
      let end = (((value + 1) << 32) + UInt64(n) - 1) / UInt64(n)
      // Only the first word of a run can be refused, and only in a long run.
      let refused: UInt64 = BoundedInteger.fromWord(UInt32(first), below: n) == nil ? 1 : 0
      #expect(end - first - refused == share)
      if refused == 0 { #expect(BoundedInteger.fromWord(UInt32(first), below: n) == UInt32(value)) }
      if end - first > 1 {
        #expect(BoundedInteger.fromWord(UInt32(first + 1), below: n) == UInt32(value))
        #expect(BoundedInteger.fromWord(UInt32(end - 1), below: n) == UInt32(value))
      }
    }
  }

  @Test func powersOfTwoRefuseNothing() {
    var random = SplitMix64(state: 1)
    for shift in UInt32(0)..<32 {
      for word in [0, 1, .max] + (0..<20).map({ _ in random.next() as UInt32 }) {
        let expected = shift == 0 ? 0 : word >> (32 - shift)
        #expect(BoundedInteger.fromWord(word, below: 1 << shift) == expected)
      }
    }
  }

  /// χ² of `cells` equal cells lies below its mean plus five standard deviations, and above minus five.
  @Test(arguments: [UInt32(3), 10, 97, 1_000])
  func choicesAreEven(n: UInt32) {
    var stream = RowStream(StreamKey(seed: 21, purpose: .spawn), row: n, tick: 0)
    let draws = 100_000
    var counts = [Int](repeating: 0, count: Int(n))
    for _ in 0..<draws { counts[Int(stream.bounded(n))] += 1 }
    let expected = Double(draws) / Double(n)
    let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    let freedom = Double(n - 1)
    #expect(abs(chiSquare - freedom) < 5 * (2 * freedom).squareRoot())
  }

  /// n = 2³² − 1 and n = 3·2³⁰, the bound where leaving rejection out shows most: thirds of the range stay thirds.
  @Test(arguments: [UInt32.max, 0xC000_0000])
  func wideBoundsAreEvenInThirds(n: UInt32) {
    var stream = RowStream(StreamKey(seed: 22, purpose: .spawn), row: 0, tick: 0)
    let draws = 60_000
    var lowThird = 0
    var multiplesOfThree = 0
    for _ in 0..<draws {
      let value = stream.bounded(n)
      #expect(value < n)
      if value < n / 3 { lowThird += 1 }
      if value % 3 == 0 { multiplesOfThree += 1 }
    }
    let (expected, error) = (Double(draws) / 3, (Double(draws) * 2 / 9).squareRoot())
    #expect(abs(Double(lowThird) - expected) < 5 * error)
    #expect(abs(Double(multiplesOfThree) - expected) < 5 * error)
  }

  @Test func oneChoiceDrawsOneWord() {
    var stream = RowStream(StreamKey(seed: 23, purpose: .spawn), row: 0, tick: 0)
    #expect(stream.bounded(1) == 0)
    #expect(stream.next32() == stream.key.words(row: 0, tick: 0)[1])
  }

  @Test func belowZeroTraps() async {
    await #expect(processExitsWith: .failure) { _ = BoundedInteger.fromWord(1, below: 0) }
  }
}
