import SimKernels
import Testing

struct ExactDoubleTests {
  @Test func moneyUpToTheBorderIsExact() {
    for value in [0, 1, -1, ExactDouble.magnitudeMax - 1, 1 - ExactDouble.magnitudeMax, 123_456_789_012] as [Int64] {
      #expect(ExactDouble.from(value) == Double(value))
      #expect(ExactDouble.from(SIMD4(repeating: value)) == SIMD4(repeating: Double(value)))
    }
  }
}
