import CAllocationCount

/// Counts what a piece of code asks the heap for, on the calling thread.
///
///     #expect(Allocations.count { bank.view.update(0..<100, bars) } == 0)
///
/// The code is run once before it is counted: what is set up the first time, such as the metadata of a generic type, is
/// not what a warm tick costs. Code that is not optimised boxes some of what it captures or iterates over: a few
/// allocations a call, whatever the rows.
public enum Allocations {
  /// False where allocations cannot be counted, without glibc: then ``count(_:)`` is 0.
  public static var areCounted: Bool { qtg_allocations_are_counted() }

  /// False in a debug build.
  public static var isOptimised: Bool {
    var isOptimised = true
    assert(
      {
        isOptimised = false
        return true
      }())
    return isOptimised
  }

  /// The same over all threads, without the run before. Other tests of the process count too: use it in one of its own.
  public static func countOfAllThreads(_ work: () throws -> Void) rethrows -> Int {
    let before = qtg_allocation_count_of_all_threads()
    try work()
    return Int(qtg_allocation_count_of_all_threads() - before)
  }

  public static func count(_ work: () throws -> Void) rethrows -> Int {
    try work()
    let before = qtg_allocation_count()
    try work()
    return Int(qtg_allocation_count() - before)
  }
}
