import Foundation
import SimParallel

/// A bounded queue of batches between the simulation's thread and the writer's.
///
///     simulation ── submit ──▶ [ handed over and not yet stored, at most `capacity` ] ── next ──▶ writer
///                ◀─────────── [ spare: emptied batches ] ◀── recycle ──
///
/// When it is full the simulation waits: a slow disk makes a slow run, never a lossy one. A batch counts until it is
/// stored, not until the writer takes it: so what a killed process loses is bounded. When the writer has failed nobody
/// waits any more, and the simulation is told at its next call.
///
/// `@unchecked Sendable`: every stored variable is touched only while `condition` is locked, and a batch belongs to the
/// queue from the call that hands it in to the call that hands it out.
final class BatchQueue: @unchecked Sendable {
  private let condition = NSCondition()
  private let capacity: Int
  private var waiting: [StorageBatch] = []
  private var unstored = 0  // those that wait, and the one the writer has
  private var spare: [StorageBatch] = []
  private var isClosed = false
  private var isFinished = false
  private var failure: StorageError?
  private var writer: SideThread?

  init(capacity: Int) {
    precondition(capacity >= 1, "a queue holds something")
    self.capacity = capacity
  }

  // MARK: - The simulation's side

  /// Hands `batch` over, which the caller then lets go of, and returns an empty one that goes on after it. Waits while
  /// the queue is full.
  func submit(_ batch: StorageBatch) throws(StorageError) -> StorageBatch {
    condition.lock()
    defer { condition.unlock() }
    while unstored == capacity, failure == nil { condition.wait() }
    if let failure { throw failure }
    precondition(!isClosed, "nothing is submitted to a closed queue")
    let next = spare.popLast() ?? StorageBatch()
    next.restart(after: batch.ticks.upperBound)
    writer?.leaveCoreOfCaller()
    waiting.append(batch)
    unstored += 1
    condition.broadcast()
    return next
  }

  /// Throws what the writer failed with, if it did. One uncontended lock.
  func check() throws(StorageError) {
    condition.lock()
    defer { condition.unlock() }
    if let failure { throw failure }
  }

  /// Says that no more batches come.
  func close() {
    condition.lock()
    defer { condition.unlock() }
    isClosed = true
    condition.broadcast()
  }

  /// Waits until the writer has let go of the file. Throws what it failed with, if it did.
  func waitUntilFinished() throws(StorageError) {
    condition.lock()
    defer { condition.unlock() }
    while !isFinished { condition.wait() }
    if let failure { throw failure }
  }

  // MARK: - The writer's side

  /// Says that the calling thread writes and does nothing else, until it ends: batches that are handed over from now on
  /// send it off the simulation's core.
  func useCallingThread() {
    condition.lock()
    defer { condition.unlock() }
    writer = .current
  }

  /// The next batch, in order of submission. Waits for one; nil when the queue is closed and empty.
  func next() -> StorageBatch? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty, !isClosed { condition.wait() }
    return waiting.isEmpty ? nil : waiting.removeFirst()
  }

  /// Takes a batch that has been stored back, to be filled again.
  func recycle(_ batch: StorageBatch) {
    condition.lock()
    defer { condition.unlock() }
    spare.append(batch)
    unstored -= 1
    condition.broadcast()
  }

  /// Gives up: whatever waits is dropped, whoever waits is told.
  func fail(_ error: StorageError) {
    condition.lock()
    defer { condition.unlock() }
    failure = error
    waiting.removeAll()
    condition.broadcast()
  }

  /// Says that the writer has let go of the file.
  func finish() {
    condition.lock()
    defer { condition.unlock() }
    isFinished = true
    condition.broadcast()
  }
}
