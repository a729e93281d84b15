import Foundation
import SimColumns
import SimRandom
import SimTypes

/// The random numbers behind every decision: 32-bit words, and gaps to the next success.
///
/// The words' baseline is a sequential generator, the fastest there is, whose draws depend on the order they are taken
/// in. Its words are others, so its answer is held against a second walk of its own. The gaps' baseline is the same
/// formula with the C library's logarithm, which the compiler cannot turn into vectors. Every round draws from another
/// counter.
extension BenchmarkSuite {
  static let generator = BenchmarkSuite("Generator", "random words, scalar and eight at a time, and geometric gaps") {
    bench in
    let words = bench.choose(full: 1 << 14, toy: 1 << 8)
    let key = StreamKey(seed: bench.options.seed, purpose: .noiseTrader)

    let mixed = Column<UInt64>(count: words / 2, filledWith: 0)
    let pairs = mixed.view
    try bench.measure(
      Workload(size: words, unit: "words", items: words),
      [
        Variant(
          "SplitMix64, sequential",
          run: { round in
            var generator = SplitMix64(state: UInt64(round))
            for row in 0..<pairs.count { pairs[row] = generator.next() }
          },
          answer: { round in
            let last = SplitMix64.mix(UInt64(round) &+ SplitMix64.step &* UInt64(pairs.count))
            precondition(pairs[pairs.count - 1] == last, "SplitMix64: the last word is a function of the counter")
            return philoxAnswer(key, words: words, round: round)
          }),
        philox("Philox4x32-10, scalar", words: words) { round, out in
          for row in 0..<words / 4 {
            out.store(key.words(row: UInt32(truncatingIfNeeded: row), tick: UInt32(round)), row * 4)
          }
        },
        philox("Philox4x32-10, eight at a time", words: words) { round, out in
          var rows = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7)
          var place = 0
          while place < words {
            let block = key.words8(rows: rows, tick: UInt32(round))
            out.store(block.w0, place)
            out.store(block.w1, place &+ 8)
            out.store(block.w2, place &+ 16)
            out.store(block.w3, place &+ 24)
            rows &+= 8
            place &+= 32
          }
        },
      ])
    _ = consume mixed

    let inverseLogQ = GeometricGap.inverseLogQ(probability: 0.03)
    try bench.measure(
      Workload(size: words, unit: "gaps", items: words),
      [
        gaps("C library's logarithm", key, count: words) { drawn, gaps in
          for row in 0..<drawn.count {
            let failures = log(UniformReal.unitOpenLow(drawn[row])) * inverseLogQ
            gaps[row] = UInt32(failures) + 1
          }
        },
        gaps("GeometricGap, plain loop", key, count: words) { drawn, gaps in
          for row in 0..<drawn.count { gaps[row] = GeometricGap.from(drawn[row], inverseLogQ: inverseLogQ) }
        },
      ])
  }

  /// The sum of a round's words, a block at a time.
  private static func philoxAnswer(_ key: StreamKey, words: Int, round: Int) -> UInt64 {
    (0..<words / 4).reduce(0) { sum, row in
      let block = key.words(row: UInt32(truncatingIfNeeded: row), tick: UInt32(round))
      return sum &+ UInt64(block[0]) &+ UInt64(block[1]) &+ UInt64(block[2]) &+ UInt64(block[3])
    }
  }

  private static func philox(
    _ name: String, words: Int, _ fill: @escaping (_ round: Int, _ out: ColumnView<UInt32>) -> Void
  ) -> Variant {
    let owner = ColumnOwner<UInt32>(count: words)
    return Variant(
      name, run: { fill($0, owner.view) },
      answer: { _ in (0..<words).reduce(0) { $0 &+ UInt64(owner.view[$1]) } })
  }

  private static func gaps(
    _ name: String, _ key: StreamKey, count: Int,
    _ convert: @escaping (_ drawn: ColumnView<UInt32>, _ gaps: ColumnView<UInt32>) -> Void
  ) -> Variant {
    let (drawn, gaps) = (ColumnOwner<UInt32>(count: count), ColumnOwner<UInt32>(count: count))
    return Variant(
      name,
      prepare: { round in
        for row in 0..<count {
          drawn.view[row] = key.words(row: UInt32(truncatingIfNeeded: row), tick: UInt32(round))[1]
        }
      },
      run: { _ in convert(drawn.view, gaps.view) },
      answer: { _ in
        var hash = StateHasher()
        for row in 0..<count { hash.combine(UInt64(gaps.view[row])) }
        return hash.value
      })
  }
}
