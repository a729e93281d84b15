import Testing

@testable import SimColumns

struct MemoryPlacementTests {
  private static let sizes = [1, 63, 4_095, 4_096, 4_097, 8_192, 12_289, 65_536, 100_000, 400_064, 8_000_064]

  @Test(arguments: [2, 4, 8], sizes)
  func runsCoverEveryByteOnceAndStartOnPages(nodes: Int, byteCount: Int) {
    for pageSize in [4_096, 65_536] {
      let runs = MemoryPlacement.spread(over: MemoryNodes(count: nodes)).runs(byteCount: byteCount, pageSize: pageSize)
      var next = 0
      for run in runs {
        #expect(run.bytes.lowerBound == next && !run.bytes.isEmpty)
        #expect(run.bytes.lowerBound % pageSize == 0)
        next = run.bytes.upperBound
      }
      #expect(next == byteCount)
      #expect(runs.map(\.node) == runs.map(\.node).sorted() && runs.allSatisfy { (0..<nodes).contains($0.node) })
      // Equal runs: no node has more than a page more than another.
      let pages = runs.map { ($0.bytes.count + pageSize - 1) / pageSize }
      if runs.count == nodes, let most = pages.max(), let least = pages.min() { #expect(most - least <= 1) }
    }
  }

  @Test func nothingIsPlacedWithOneNodeOrWithoutAWish() {
    #expect(MemoryPlacement.anywhere.runs(byteCount: 100_000).isEmpty)
    #expect(MemoryPlacement.spread(over: MemoryNodes(count: 1)).runs(byteCount: 100_000).isEmpty)
  }

  @Test func thisMachineHasAtLeastOneNode() { #expect(MemoryNodes.ofThisMachine.count >= 1) }
}
