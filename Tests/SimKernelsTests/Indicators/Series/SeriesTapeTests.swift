import SimColumns
import Testing

@testable import SimKernels

struct SeriesTapeTests {
  @Test func aRunWithItsPast() {
    let values = Column<Double>(count: 6, filledWith: 0)
    for row in 0..<6 { values.view[row] = Double(row) }
    let tape = SeriesTape(values.view, past: 2)
    #expect(tape.count == 4 && tape.earlier(0).array() == [2, 3, 4, 5] && tape.earlier(2).array() == [0, 1, 2, 3])
    #expect(tape.window(3, endingAt: 0).array() == [0, 1, 2] && tape.window(1, endingAt: 3).array() == [5])
    #expect(tape.dropFirst().earlier(0).array() == [3, 4, 5] && tape.dropFirst().past == 3)
  }

  @Test(arguments: [1, 8]) func aRingRolledAndUnrolled(stride: Int) {
    let memory = Column<Double>(count: 4 * stride, filledWith: -1)
    let ring = SlotRing(slotCount: 4, stride: stride, values: memory.view)
    let run = Column<Double>(count: 7, filledWith: 0)
    for row in 0..<7 { run.view[row] = Double(10 + row) }
    let found = Column<Double>(count: 3, filledWith: 0)

    ring.unroll(through: -1, into: found.view)
    #expect(found.view.array() == [0, 0, 0], "nothing before the first candle")
    ring.roll(from: 0, run.view[0..<2])
    ring.unroll(through: 1, into: found.view)
    #expect(found.view.array() == [0, 10, 11], "as much as there is")
    ring.roll(from: 2, run.view[2..<7])
    ring.unroll(through: 6, into: found.view)
    #expect(found.view.array() == [14, 15, 16])
    #expect((3...6).allSatisfy { ring.at(candle: $0)[0] == Double(10 + $0) }, "where the bank looks for them")
  }
}
