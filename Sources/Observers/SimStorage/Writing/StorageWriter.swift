import Foundation
import SimColumns

/// Stores batches on a thread of its own, one transaction each.
///
/// A batch holds whole ticks, so the file is at a tick boundary after every transaction, whatever happens to the
/// process. An error ends the writing for good: the transaction under way is rolled back, the run is marked failed if
/// the file still takes that, and every later call throws the error.
final class StorageWriter: Sendable {
  struct Tuning: Sendable {
    /// Handed over and not yet stored. With the one being filled they are all that a killed process loses, and all the
    /// memory that storing takes.
    var queueCapacity = 1
    /// Called on the writer's thread before each batch; tests make it slow.
    var beforeBatch: (@Sendable () -> Void)?
  }

  private let run: BatchInserter.Run
  private let clock: StorageClock
  private let tuning: Tuning
  private let queue: BatchQueue

  /// Starts the thread, which takes `connection` over: it is empty when this returns, and the file is closed when the
  /// thread ends.
  init(
    _ connection: consuming SQLiteConnection, run: BatchInserter.Run, clock: StorageClock, _ tuning: Tuning
  ) {
    (self.run, self.clock, self.tuning) = (run, clock, tuning)
    queue = BatchQueue(capacity: tuning.queueCapacity)
    // Kept: starting a thread synchronises, and nobody else has the connection any more.
    let handedOver = HandedOver<SQLiteConnection?>(connection)
    let thread = Thread { [self] in
      queue.useCallingThread()
      store(into: handedOver.value.take())
      queue.finish()
    }
    thread.name = "storage"
    thread.start()
  }

  /// Hands a batch over and returns an empty one that goes on after it. Waits while the queue is full.
  func submit(_ batch: StorageBatch) throws(StorageError) -> StorageBatch { try queue.submit(batch) }

  /// Throws what the writer failed with, if it did.
  func check() throws(StorageError) { try queue.check() }

  /// Hands the last batch over, if there is one, and waits until everything is stored and the file is closed.
  func finish(with last: StorageBatch?) throws(StorageError) {
    if let last { _ = try? queue.submit(last) }  // what it throws, the queue keeps and throws again below
    queue.close()
    try queue.waitUntilFinished()
  }

  /// The thread's body. `connection` and everything prepared on it is gone when it returns.
  private func store(into connection: SQLiteConnection?) {
    guard let connection else { return }
    do throws(StorageError) {
      let inserter = try BatchInserter(connection, run: run, clock: clock)
      while let batch = queue.next() {
        tuning.beforeBatch?()
        try connection.transaction { () throws(StorageError) in try inserter.insert(batch) }
        if let ending = batch.ending { try end(connection, ending, inserter) }
        queue.recycle(batch)
      }
    } catch {
      queue.fail(error)
      let ending = RunEnding(outcome: "failed", unixSeconds: clock.unixSeconds(), stateHash: nil)
      try? mark(connection, ending)  // the first error says it all
    }
  }

  /// Indexes first: a run that is marked completed is complete.
  private func end(
    _ connection: SQLiteConnection, _ ending: RunEnding, _ inserter: BatchInserter
  ) throws(StorageError) {
    try connection.transaction { () throws(StorageError) in
      try inserter.insert(ending.timings)
      try connection.execute(ResultIndexes.sql)
    }
    try mark(connection, ending)
    // Everything into the one file. With a reader about, the log stays until the last of them closes.
    try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  private func mark(_ connection: SQLiteConnection, _ ending: RunEnding) throws(StorageError) {
    let statement = try connection.prepare(
      "UPDATE runs SET outcome = ?2, ended_at = ?3, state_hash = ?4 WHERE run_id = ?1")
    try statement.bind(run.id, at: 1)
    try statement.bind(ending.outcome, at: 2)
    try statement.bind(ending.unixSeconds, at: 3)
    if let hash = ending.stateHash { try statement.bind(hash.sixteenDigits, at: 4) }
    try statement.run()
  }
}

extension UInt64 {
  /// Hexadecimal, as fingerprints are shown: always sixteen digits.
  var sixteenDigits: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
