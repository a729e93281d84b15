import Foundation
import SimColumns
import SimTestSupport
import Synchronization
import Testing

@testable import SimStorage

@Suite(.timeLimit(.minutes(1)))
struct BatchQueueTests {
  private let someError = StorageError(.diskFull, path: "results.db")

  private func batch(_ number: Int) -> StorageBatch {
    let batch = StorageBatch()
    batch.ticks = 0..<number
    return batch
  }

  @Test func firstInFirstOut() throws {
    let queue = BatchQueue(capacity: 3)
    for number in 1...3 {
      _ = try queue.submit(batch(number))
    }
    queue.close()
    #expect((0..<3).map { _ in queue.next()?.ticks.upperBound } == [1, 2, 3])
    #expect(queue.next() == nil)
  }

  @Test func anEmptiedBatchComesBackAndGoesOn() throws {
    let queue = BatchQueue(capacity: 1)
    let full = batch(4)
    full.candles = [
      CandleRow(symbol: 0, timeframe: 1, candle: .init(open: 1, high: 1, low: 1, close: 1, volume: 0, startTick: 0))
    ]
    full.ending = RunEnding(outcome: "completed", unixSeconds: 0, stateHash: 0)
    let second = try queue.submit(full)
    #expect(second !== full && second.ticks == 4..<4)
    let stored = try #require(queue.next())
    #expect((stored.candles.count, stored.ending?.outcome) == (1, "completed"))
    queue.recycle(stored)
    second.ticks = 4..<9
    let third = try queue.submit(second)
    #expect(third === full && third.candles.isEmpty && third.candles.capacity >= 1 && third.ending == nil)
    #expect(third.ticks == 9..<9)
  }

  @Test func whoeverSubmitsToAFullQueueWaits() throws {
    let queue = BatchQueue(capacity: 1)
    _ = try queue.submit(batch(1))
    let through = Flag()
    let thread = Thread {
      let second = StorageBatch()
      second.ticks = 1..<2
      _ = try? queue.submit(second)
      through.raise()
    }
    thread.start()
    waitMilliseconds(50)
    #expect(!through.isRaised)
    let first = try #require(queue.next())
    waitMilliseconds(50)
    #expect(!through.isRaised)  // the writer has it and has not stored it
    queue.recycle(first)
    #expect(queue.next()?.ticks.upperBound == 2)  // waits for it
    while !through.isRaised { waitMilliseconds(1) }
  }

  /// Where a thread may run is left to it, and to what it starts, unless it does nothing else but write.
  @Test func onlyAThreadThatWritesIsSentToOtherCores() throws {
    let cores = try AllowedCores.ofCallingThread()
    let queue = BatchQueue(capacity: 2)
    _ = try queue.submit(batch(1))
    queue.recycle(try #require(queue.next()))
    _ = try queue.submit(batch(2))
    #expect(try AllowedCores.ofCallingThread() == cores)

    let (writes, isSentAway) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let (coresOfWriter, isFound) = (HandedOver<Set<Int>?>(nil), DispatchSemaphore(value: 0))
    let thread = Thread {
      queue.useCallingThread()
      writes.signal()
      isSentAway.wait()
      coresOfWriter.value = try? AllowedCores.ofCallingThread()
      isFound.signal()
    }
    thread.start()
    writes.wait()
    _ = try queue.submit(batch(3))
    isSentAway.signal()
    isFound.wait()
    let left = try #require(coresOfWriter.value)
    #expect(left.isSubset(of: cores) && left.count == max(1, cores.count - 1))
    #expect(try AllowedCores.ofCallingThread() == cores)
  }

  @Test func aFailureWakesWhoeverWaits() throws {
    let queue = BatchQueue(capacity: 1)
    _ = try queue.submit(batch(1))
    let error = someError
    let thread = Thread {
      waitMilliseconds(20)
      queue.fail(error)
      queue.finish()
    }
    thread.start()
    #expect(storageError { _ = try queue.submit(batch(2)) } == error)
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
