import SimQuant
import Testing

struct CompensatedSumTests {
  @Test func keepsWhatAPlainSumLoses() {
    var sum = CompensatedSum()
    for term in [1.0, 1e100, 1.0, -1e100] { sum.add(term) }
    #expect(sum.value == 2)  // a plain sum says 0
  }

  @Test func aWindowThatEmptiesIsZero() {
    var sum = CompensatedSum()
    let terms = (0..<100_000).map { 1e9 / Double($0 + 1) }
    for (index, term) in terms.enumerated() {
      sum.add(term)
      if index >= 10 { sum.subtract(terms[index - 10]) }
    }
    let expected = terms.suffix(10).reduce(0, +)
    #expect(abs(sum.value - expected) <= 1e-12 * expected)
  }
}
