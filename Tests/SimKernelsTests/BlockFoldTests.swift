import SimColumns
import SimKernels
import Testing

struct BlockFoldTests {
  @Test(arguments: [0, 1, 8, 9, 100])
  func addsAndStartsAgain(rows: Int) {
    let short = Column<Float>(count: rows, filledWith: 0.5)
    let long = Column<Double>(count: rows, filledWith: 2)
    BlockFold.run(0..<rows, short: short.view, into: long.view)
    #expect(long.view.array().allSatisfy { $0 == 2.5 } && short.view.array().allSatisfy { $0 == 0 })
  }
}
