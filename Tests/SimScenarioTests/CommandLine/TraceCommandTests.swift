import Foundation
import Testing

/// `qtg run --trace`: a file that trace viewers read, and a run that is none the wiser.
@Suite(.timeLimit(.minutes(5)))
struct TraceCommandTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private func events(_ name: String) throws -> [[String: Any]] {
    let file = try JSONSerialization.jsonObject(with: Data(try shell.folder.text(name).utf8))
    return try #require((file as? [String: Any])?["traceEvents"] as? [[String: Any]])
  }

  @Test func theLastTicksAreThereWithALaneForEachWorker() throws {
    let ending = try shell.runTiny("--workers", "2", "--trace", "t.json", "--trace-ticks", "7")
    #expect(ending.status == .code(0), "\(ending)")
    #expect(ending.output.contains("workers busy "))
    let events = try events("t.json")
    #expect(events.count { $0["name"] as? String == "thread_name" } == 2)
    let ticks = events.filter { $0["cat"] as? String == "tick" }.compactMap { $0["name"] as? String }
    #expect(ticks == (23..<30).map { "tick \($0)" })
    let phases = Set(events.filter { $0["cat"] as? String == "phase" }.compactMap { $0["name"] as? String })
    #expect(phases.isSuperset(of: ["agent_collection", "order_validation", "auctions", "fill_notifications", "hooks"]))
    let lanes = Set(events.filter { $0["ph"] as? String == "X" }.compactMap { $0["tid"] as? Int })
    #expect(lanes.isSubset(of: [0, 1]) && !lanes.isEmpty)
  }

  @Test func tracingChangesNoResult() throws {
    let plain = try shell.summary(of: ["--config", "tiny.json5"])
    let traced = try shell.summary(of: ["--config", "tiny.json5", "--trace", "t.json", "--workers", "2"])
    #expect(plain.text("state_hash") == traced.text("state_hash"))
    let shares = try #require(traced.object["worker_busy_shares"] as? [Double])
    #expect(
      shares.count == 2 && shares.allSatisfy { (0...1.01).contains($0) } && traced.real("worker_imbalance") != nil)
  }

  @Test func anInterruptedRunLeavesItsLastTicks() throws {
    let run = try ProgramRun(
      ["run", "--config", "tiny.json5", "--ticks", "4000000000", "--trace", "t.json", "--timings", "t.csv"],
      in: shell.folder)
    try #require(run.waitUntil { (try? shell.folder.text("t.csv"))?.isEmpty == false }, "\(run.errors)")
    run.send(SIGINT)
    #expect(try run.wait().status == .code(130))
    #expect(try events("t.json").count { $0["cat"] as? String == "tick" } == 100)
  }

  @Test func badInputIsFoundBeforeTheFirstTick() throws {
    expectRefusal(
      try shell.runTiny("--trace", "nowhere/t.json"), 3, saying: "--trace: nowhere/t.json", "does not exist")
    expectRefusal(try shell.runTiny("--trace", "t.json", "--timings", "t.json"), 2, saying: "this is the file of")
    expectRefusal(try shell.runTiny("--trace", "t.json", "--trace-ticks", "0"), 2, saying: "--trace-ticks: found `0`")
    #expect(!shell.exists("t.json"))
  }
}
