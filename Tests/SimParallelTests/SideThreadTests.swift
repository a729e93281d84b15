import Foundation
import SimColumns
import SimTestSupport
import Testing

@testable import SimParallel

@Suite("A thread beside the team")
struct SideThreadTests {
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
    let mine = try AllowedCores.ofCallingThread()
    try Self.withThread { (thread) throws in
      for core in mine.sorted() where mine.count > 1 {
        #expect(thread.keep(offCore: core))
        #expect(try AllowedCores.ofThread(thread.number) == mine.subtracting([core]))
      }
    }
    #expect(try AllowedCores.ofCallingThread() == mine)
  }

  @Test func leavesOneOfTheCallersCores() throws {
    let mine = try AllowedCores.ofCallingThread()
    try Self.withThread { (thread) throws in
      thread.leaveCoreOfCaller()
      #expect(try AllowedCores.ofThread(thread.number).count == max(1, mine.count - 1))
    }
  }

  /// Its last core, one that is not there, a thread that has ended: nothing happens.
  @Test func staysWhereNothingElseIsLeft() throws {
    let mine = try AllowedCores.ofCallingThread()
    try Self.withThread { (thread) throws in
      #expect(!thread.keep(offCore: -1))
      #expect(!thread.keep(offCore: 1 << 20))
      #expect(try AllowedCores.ofThread(thread.number) == mine)
    }
    #expect(!SideThread(number: .max).keep(offCore: try #require(mine.min())))
  }
}
