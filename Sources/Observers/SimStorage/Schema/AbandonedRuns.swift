/// Runs that are marked as running although their process is gone: killed, or ended with the machine.
enum AbandonedRuns {
  /// Marks them as interrupted at their last sign of life. Takes the write lock only if there is one.
  static func mark(_ connection: SQLiteConnection, now: Int64) throws(StorageError) {
    let statement = try connection.prepare(
      "SELECT run_id, process, heartbeat_at FROM runs WHERE outcome = 'running'")
    var gone: [Int64] = []
    while try statement.step() {
      if isGone(process: statement.text(1), lastSeen: statement.integer(2), now: now) {
        gone.append(statement.integer(0))
      }
    }
    for run in gone {
      try connection.execute(
        """
        UPDATE runs SET outcome = 'interrupted', ended_at = max(started_at, heartbeat_at)
        WHERE run_id = \(run) AND outcome = 'running'
        """)
    }
  }

  static func isGone(process: String, lastSeen: Int64, now: Int64) -> Bool {
    ProcessIdentity(process)?.isGone(lastSeen: lastSeen, now: now) ?? true
  }
}
