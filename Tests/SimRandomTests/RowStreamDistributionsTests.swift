import SimRandom
import Testing

/// Uniform, normal, bounded and geometric draws have files of their own; here is the rest, and what each draw consumes.
struct RowStreamDistributionsTests {
  @Test func exponentialHasItsMoments() {
    let moments = Moments(of: 100_000) { $0.exponential() }
    #expect(moments.meanIsWithin5Errors(of: 1, standardDeviation: 1))
    #expect(moments.varianceIsWithin5Errors(of: 1, fourthCentralMoment: 9))
    #expect(moments.smallest >= 0)
  }

  @Test func lognormalHasItsMoments() {
    let (mu, sigma) = (0.2, 0.4)
    let moments = Moments(of: 100_000) { $0.lognormal(mu: mu, sigma: sigma) }
    let mean = DeterministicMath.exp(mu + sigma * sigma / 2)
    let variance = (DeterministicMath.exp(sigma * sigma) - 1) * mean * mean
    #expect(moments.meanIsWithin5Errors(of: mean, standardDeviation: variance.squareRoot()))
    let w = DeterministicMath.exp(sigma * sigma)
    let kurtosis = w * w * w * w + 2 * w * w * w + 3 * w * w - 3
    #expect(moments.varianceIsWithin5Errors(of: variance, fourthCentralMoment: kurtosis * variance * variance))
  }

  @Test func everyDrawTakesTheWordsItSays() {
    let key = StreamKey(seed: 41, purpose: .spawn)
    func taken(_ draw: (inout RowStream) -> Void) -> Int? {
      var stream = RowStream(key, row: 2, tick: 3)
      draw(&stream)
      let next = stream.next32()
      return (0..<8).first { key.words(row: 2, tick: 3, block: UInt32($0 / 4))[$0 % 4] == next }
    }
    #expect(taken { _ = $0.next32() } == 1)
    #expect(taken { _ = $0.next() } == 2)
    #expect(taken { _ = $0.uniform() } == 2)
    #expect(taken { _ = $0.uniform(in: 1...2) } == 2)
    #expect(taken { _ = $0.bounded(16) } == 1)
    #expect(taken { _ = $0.normal() } == 2)
    #expect(taken { _ = $0.exponential() } == 2)
    #expect(taken { _ = $0.lognormal(mu: 0, sigma: 1) } == 2)
    #expect(taken { _ = $0.geometricGap(inverseLogQ: -1) } == 1)
  }

  @Test func drawsAreTheFunctionsOfTheirWords() {
    let key = StreamKey(seed: 42, purpose: .spawn)
    let words = key.words(row: 0, tick: 0)
    var stream = RowStream(key, row: 0, tick: 0)
    #expect(stream.uniform() == UniformReal.unit53(words[0], words[1]))
    #expect(stream.normal() == NormalDistribution.from(words[2], words[3]))
  }
}
