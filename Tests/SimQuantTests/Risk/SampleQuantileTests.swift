import SimQuant
import Testing

struct SampleQuantileTests {
  @Test func betweenTheOrderStatistics() {
    let sample = [1.0, 2, 4, 8]
    for (probability, expected) in [(0.0, 1.0), (0.5, 3), (0.1, 1.3), (0.9, 6.8), (1, 8), (1.0 / 3, 2)] {
      #expect(isClose(SampleQuantile.of(ascending: sample, probability: probability), expected, 1e-15))
    }
    #expect(SampleQuantile.of(ascending: [], probability: 0.5) == nil)
    #expect(SampleQuantile.of(ascending: [7], probability: 0.05) == 7)
  }
}
