import Testing

@testable import SimReport

struct MemoryStreamTests {
  @Test(arguments: [1, 3]) func aPassReadsOrStepsEveryWordOnce(workers: Int) {
    let read = MemoryStream(.read, bufferBytes: 64 << 10, workers: workers)
    read.run(passes: 2)
    #expect(read.sum == 8_192 && read.bytesPerPass == 64 << 10)
    let write = MemoryStream(.readWrite, bufferBytes: 64 << 10, workers: workers)
    write.run(passes: 3)
    #expect(write.sum == 8_192 &* (1 &+ 3 &* 0x9e37_79b9_7f4a_7c15) && write.bytesPerPass == 128 << 10)
  }

  @Test func thisMachineMovesSomething() {
    let found = MemoryBandwidth.measure(workers: 1, millisecondsPerBuffer: 1)
    #expect(found.figures.count == 4 && found.figures.allSatisfy { $0.gigabytesPerSecond > 0.001 })
    #expect(found.figures.map(\.bufferBytes) == found.figures.map(\.bufferBytes).sorted())
  }

  @Test func aWorkingSetIsComparedWithTheSmallestBufferThatHoldsIt() {
    let found = MemoryBandwidth(
      workers: 2,
      figures: [.init(bufferBytes: 100, gigabytesPerSecond: 9), .init(bufferBytes: 1_000, gigabytesPerSecond: 3)])
    #expect(found.figure(forWorkingSet: 1).gigabytesPerSecond == 9)
    #expect(found.figure(forWorkingSet: 101).gigabytesPerSecond == 3)
    #expect(found.figure(forWorkingSet: 5_000).gigabytesPerSecond == 3)
  }
}
