import Foundation
import SimColumns
import Testing

@testable import SimParallel

@Suite("A thread beside the team")
struct SideThreadTests {
  /// Cores that a thread may use, as the kernel lists them: `0-2,5`.
  private static func cores(of thread: SideThread) throws -> Set<Int> {
    let status = try String(contentsOfFile: "/proc/self/task/\(thread.number)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
    return try line.dropFirst("Cpus_allowed_list:".count).split(separator: ",").reduce(into: []) { cores, run in
      let ends = try run.split(separator: "-").map { try #require(Int($0.trimmingCharacters(in: .whitespaces))) }
      cores.formUnion(ends[0]...ends[ends.count - 1])
    }
  }

  /// A thread that sleeps until `body` is done with it.
  private static func withThread(_ body: (SideThread) throws -> Void) throws {
    let (started, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let found = HandedOver<SideThread?>(nil)
    let thread = Thread {
      found.value = .current
      started.signal()
      mayEnd.wait()
    }
    thread.start()
    started.wait()
    defer { mayEnd.signal() }
    try body(#require(found.value))
  }

  @Test func mayUseAllCoresButOne() throws {
    let mine = try Self.cores(of: .current)
    try Self.withThread { (thread) throws in
      for core in mine.sorted() where mine.count > 1 {
        #expect(thread.keep(offCore: core))
        #expect(try Self.cores(of: thread) == mine.subtracting([core]))
      }
    }
    #expect(try Self.cores(of: .current) == mine)
  }

  @Test func leavesOneOfTheCallersCores() throws {
    let mine = try Self.cores(of: .current)
    try Self.withThread { (thread) throws in
      thread.leaveCoreOfCaller()
      #expect(try Self.cores(of: thread).count == max(1, mine.count - 1))
    }
  }

  /// Its last core, one that is not there, a thread that has ended: nothing happens.
  @Test func staysWhereNothingElseIsLeft() throws {
    let mine = try Self.cores(of: .current)
    try Self.withThread { (thread) throws in
      #expect(!thread.keep(offCore: -1))
      #expect(!thread.keep(offCore: 1 << 20))
      #expect(try Self.cores(of: thread) == mine)
    }
    #expect(!SideThread(number: .max).keep(offCore: try #require(mine.min())))
  }
}
