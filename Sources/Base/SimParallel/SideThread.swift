import CNuma

/// A thread that works beside a team, such as one that writes results.
///
/// Where the team keeps all cores busy, it takes one of them from a worker. A helper can spare it: the others do its
/// part meanwhile. The leader cannot, for nobody goes on without him. So the leader, when he has work for such a thread,
/// sends it away from his own core first.
///
/// For threads that do one thing and end: a thread keeps the cores it was left with, and so do threads and processes
/// that it starts.
public struct SideThread: Sendable {
  let number: Int32  // the kernel's

  /// The calling thread.
  public static var current: SideThread { SideThread(number: Int32(qtg_thread_number())) }

  /// Keeps the thread off the core that the caller runs on at the moment; it may use all others that the caller may.
  /// A wish: with one core, or when the thread has ended, nothing happens. Where a thread runs changes no result.
  /// - Complexity: three system calls, about a microsecond.
  public func leaveCoreOfCaller() { keep(offCore: Int(sched_getcpu())) }

  /// - Returns: whether it could be done.
  @discardableResult
  func keep(offCore core: Int) -> Bool { qtg_keep_thread_off_core(number, Int32(core)) == 0 }
}
