import SimColumns
import SimNews
import SimRandom
import SimTypes

/// Normals for the fair values of every symbol, and a tick of the whole economy.
///
/// The draws are most of what moving fair values costs. Few symbols are what a run has; many are past the first cache.
extension BenchmarkSuite {
  static let fairValues = BenchmarkSuite("FairValues", "a tick's normals, and a tick of the economy") { bench in
    let key = StreamKey(seed: bench.options.seed, purpose: .fairValueOwn)
    for symbols in [bench.choose(full: 50, toy: 10), bench.choose(full: 10_000, toy: 40)] {
      let normals = ColumnOwner<Double>(count: FairValueDraws.padded(symbols))
      let words = ColumnOwner<UInt32>(count: FairValueDraws.padded(symbols))
      func fingerprint() -> UInt64 {
        var hash = StateHasher()
        for row in 0..<symbols { hash.combine(normals.view[row].bitPattern) }
        return hash.value
      }
      try bench.measure(
        Workload(size: symbols, unit: "symbols", setting: "normals", items: symbols, traffic: nil),
        [
          Variant(
            "scalar", run: { FairValueDraws.scalar(symbols, key: key, tick: UInt32($0), into: normals.view) },
            answer: { _ in fingerprint() }),
          Variant(
            "vector",
            run: {
              FairValueDraws.vector(symbols, key: key, tick: UInt32($0), words: words.view, into: normals.view)
            }, answer: { _ in fingerprint() }),
        ])
      let companies = (0..<symbols).map { Company(initialTicks: 5_000, sector: $0 / 5 % 10) }
      let economy = Economy(EconomySettings(), companies, sectorCount: 10, seed: bench.options.seed)
      let fair = ColumnOwner<Double>(count: symbols)
      try bench.measure(
        Workload(size: symbols, unit: "symbols", setting: "economy", items: symbols, traffic: nil),
        [
          Variant(
            "tick", run: { economy.advance(to: UInt32($0), fair: fair.view) },
            answer: { _ in UInt64(fair.view[0].bitPattern) })
        ])
    }
  }
}
