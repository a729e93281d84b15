import Foundation
import Synchronization
import Testing

@testable import SimStorage

@Suite(.timeLimit(.minutes(1)))
struct BatchQueueTests {
  private let someError = StorageError(.diskFull, path: "results.db")

  private func batch(_ number: Int) -> StorageBatch {
    var batch = StorageBatch()
    batch.ticksCovered = number
    return batch
  }

  @Test func firstInFirstOut() throws {
    let queue = BatchQueue(capacity: 3)
    for number in 1...3 {
      var batch = batch(number)
      try queue.submit(&batch)
    }
    queue.close()
    #expect((0..<3).map { _ in queue.next()?.ticksCovered } == [1, 2, 3])
    #expect(queue.next() == nil)
  }

  @Test func anEmptiedBatchComesBack() throws {
    let queue = BatchQueue(capacity: 1)
    var full = batch(4)
    full.candles = [
      CandleRow(symbol: 0, timeframe: 1, candle: .init(open: 1, high: 1, low: 1, close: 1, volume: 0, startTick: 0))
    ]
    full.ending = RunEnding(outcome: "completed", unixSeconds: 0, stateHash: 0)
    try queue.submit(&full)
    let stored = try #require(queue.next())
    #expect((stored.candles.count, stored.ending?.outcome) == (1, "completed"))
    queue.recycle(stored)
    var second = batch(5)
    try queue.submit(&second)
    #expect(second.candles.isEmpty && second.candles.capacity >= 1 && second.ending == nil)
    #expect(second.ticksCovered == 5)
  }

  @Test func whoeverSubmitsToAFullQueueWaits() throws {
    let queue = BatchQueue(capacity: 1)
    var first = batch(1)
    try queue.submit(&first)
    let through = Flag()
    let thread = Thread {
      var second = StorageBatch()
      second.ticksCovered = 2
      try? queue.submit(&second)
      through.raise()
    }
    thread.start()
    waitMilliseconds(50)
    #expect(!through.isRaised)
    #expect(queue.next()?.ticksCovered == 1)
    #expect(queue.next()?.ticksCovered == 2)  // waits for it
    while !through.isRaised { waitMilliseconds(1) }
  }

  @Test func aFailureWakesWhoeverWaits() throws {
    let queue = BatchQueue(capacity: 1)
    var first = batch(1)
    try queue.submit(&first)
    let error = someError
    let thread = Thread {
      waitMilliseconds(20)
      queue.fail(error)
      queue.finish()
    }
    thread.start()
    #expect(storageError { try queue.submit(&first) } == error)
    #expect(storageError { try queue.check() } == error)
    #expect(storageError { try queue.waitUntilFinished() } == error)
  }
}

/// Set once, by any thread.
final class Flag: Sendable {
  private let state = Mutex(false)
  var isRaised: Bool { state.withLock { $0 } }
  func raise() { state.withLock { $0 = true } }
}
