import Testing

@testable import SimReport

struct HistogramTests {
  @Test func everyValueIsInABin() throws {
    let histogram = try #require(Histogram([0, 1, 2, 3, 4, 4, .nan], bins: 4))
    #expect(histogram.kind == .linear && histogram.edges == [0, 1, 2, 3, 4])
    #expect(histogram.counts == [1, 1, 1, 3])
  }

  @Test func wideRangesOfPositiveValuesAreLogarithmic() throws {
    let histogram = try #require(Histogram([1, 2, 20, 99, 100], bins: 2))
    #expect(histogram.kind == .logarithmic && histogram.counts == [2, 3])
    #expect(Histogram([-1, 100])?.kind == .linear && Histogram([10, 100])?.kind == .linear)
  }

  @Test func nothingAndOneValue() throws {
    #expect(Histogram([]) == nil && Histogram([.nan]) == nil)
    #expect(try #require(Histogram([7, 7, 7])).counts.reduce(0, +) == 3)
  }
}
