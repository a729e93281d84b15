import Foundation
import SimEngine
import SimTestSupport
import Testing

@testable import SimStorage

func waitMilliseconds(_ milliseconds: Double) { Thread.sleep(forTimeInterval: milliseconds / 1_000) }

/// What happens when the world outside does not play along. Nothing here may hang.
@Suite(.timeLimit(.minutes(2)))
struct StorageFaultTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("results.db")
  }

  /// Runs until something throws; the errors of the run and of its end.
  private func runUntilItFails(_ hook: StorageHook) throws -> (run: StorageError?, end: StorageError?) {
    let run = try FakeRun(storage: .forTests(), ticks: 20_000)
    let trades = (0..<100).map { _ in FakeRun.Trade(symbol: 0, price: 15_000, quantity: 1, buyer: 0, seller: 1) }
    let error = storageError {
      try hook.runStarts(run.context)
      while run.ticks < run.rules.ticks { try hook.tickEnds(run.tick(trades)) }
    }
    return (error, storageError { try hook.runEnds(run.end(.failed)) })
  }

  // MARK: - Full disk

  // From a disk that does not hold the empty tables to one that takes a few hundred ticks.
  @Test(arguments: [1, 2, 5, 10, 15, 16, 17, 18, 19, 20, 30, 50, 100])
  func aFullDiskEndsTheRunWithAnError(pages: Int) throws {
    var tuning = StorageHook.Tuning()
    tuning.file.pagesMax = pages
    tuning.tradesPerHalf = 1_000
    var hook: StorageHook?
    let refusal = storageError { hook = try StorageHook(path, tuning: tuning) }
    guard let hook else {
      #expect(refusal?.problem == .diskFull)
      return
    }
    let errors = try runUntilItFails(hook)
    #expect(errors.run?.problem == .diskFull)
    #expect(errors.end?.problem == (hook.runID == nil ? nil : .diskFull))
    // What is there is whole, and the run says what became of it.
    let reader = try StorageReader(path: path)
    for run in try reader.runs() {
      #expect(run.outcome == .failed)
      #expect(try reader.count(.trades, run: run.id) == 100 * run.ticks)
      #expect(run.ticks.isMultiple(of: 10))
    }
  }

  @Test func aDiskThatIsFullOnlyForTheIndexesIsNoCompletedRun() throws {
    let run = try FakeRun(storage: .forTests())
    let trades = (0..<1_000).map { _ in FakeRun.Trade(symbol: 0, price: 15_000, quantity: 1, buyer: 0, seller: 1) }
    // As many pages as a run without its indexes takes.
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    for _ in 0..<10 { try hook.tickEnds(run.tick(trades)) }
    try hook.runEnds(run.end())
    let connection = try ResultsFile.openForWriting(path: path, ResultsFile.Tuning())
    try connection.execute("DROP INDEX trades_by_tick; DROP INDEX trades_by_symbol; VACUUM;")
    let pages = Int(try connection.integer("PRAGMA page_count"))

    let second = folder.path("second.db")
    var tuning = StorageHook.Tuning()
    tuning.file.pagesMax = pages + 2
    let again = try FakeRun(storage: .forTests())
    let small = try StorageHook(second, tuning: tuning)
    try small.runStarts(again.context)
    for _ in 0..<10 { try small.tickEnds(again.tick(trades)) }
    #expect(storageError { try small.runEnds(again.end()) }?.problem == .diskFull)
    let reader = try StorageReader(path: second)
    #expect(try reader.runs().map(\.outcome) == [.failed])
    #expect(try reader.count(.trades, run: 1) == 10_000)
  }

  // MARK: - Going on without

  @Test func aRunThatIsToGoOnIsToldOnceAndLosesNoTick() throws {
    var settings = SimulationConfig.Storage.forTests()
    settings.onError = "continue"
    var tuning = StorageHook.Tuning()
    tuning.file.pagesMax = 60
    tuning.tradesPerHalf = 1_000
    var told: [StorageError] = []
    let hook = try StorageHook(path, settings, tuning: tuning) { told.append($0) }
    let run = try FakeRun(storage: settings, ticks: 2_000)
    let trades = (0..<100).map { _ in FakeRun.Trade(symbol: 0, price: 15_000, quantity: 1, buyer: 0, seller: 1) }
    try hook.runStarts(run.context)
    for _ in 0..<2_000 { try hook.tickEnds(run.tick(trades)) }
    hook.record(StoredEvent(tick: 1, kind: "macro", magnitude: 0, sentiment: 0, durationTicks: 0, headline: ""))
    try hook.runEnds(run.end())
    #expect(told.map(\.problem) == [.diskFull] && hook.failure == told.first)
    let stored = try #require(try StorageReader(path: path).runs().first)
    #expect(stored.outcome == .failed && stored.ticks < 2_000)
    #expect(try StorageReader(path: path).trades(run: 1).count == 100 * stored.ticks)
  }

  @Test func aRunThatCannotEvenStartToStoreGoesOn() throws {
    var settings = SimulationConfig.Storage.forTests()
    settings.onError = "continue"
    var tuning = StorageHook.Tuning()
    tuning.file.busyMilliseconds = 20
    var told: [StorageError] = []
    let hook = try StorageHook(path, settings, tuning: tuning) { told.append($0) }
    let other = try SQLiteConnection(path: path, access: .readWrite, busyMilliseconds: 0)
    try other.execute("BEGIN IMMEDIATE")
    let run = try FakeRun(storage: settings)
    try hook.runStarts(run.context)
    try hook.tickEnds(run.tick())
    try hook.runEnds(run.end())
    #expect(told.map(\.problem) == [.locked])
    try other.execute("ROLLBACK")
    #expect(try StorageReader(path: path).runs().isEmpty)
  }

  // MARK: - Death

  @Test func aKilledRunLeavesWholeBatchesAndAFileThatGoesOn() async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let run = try FakeRun(storage: .forTests(), ticks: 1_000_000)
      let hook = try StorageHook(path)
      try hook.runStarts(run.context)
      let trades = (0..<10).map { _ in FakeRun.Trade(symbol: 0, price: 15_000, quantity: 1, buyer: 0, seller: 1) }
      let reader = try StorageReader(path: path)
      while try reader.runs()[0].ticks < 1_000 { try hook.tickEnds(run.tick(trades)) }
      try "\(run.ticks)".write(toFile: path + ".ticks", atomically: false, encoding: .utf8)
      kill(getpid(), SIGKILL)
    }
    do {
      let reader = try StorageReader(path: path)
      let killed = try #require(try reader.runs().first)
      // Nobody has written since: that it was interrupted is told by its process being gone.
      #expect((killed.outcome, killed.endedAt, killed.stateHash) == (.interrupted, nil, nil))
      #expect(killed.ticks >= 1_000 && killed.ticks.isMultiple(of: StorageHook.Tuning().ticksPerHalf))
      let ticksSeen = try #require(Int(try folder.text("results.db.ticks")))
      #expect((0...StorageHook.Tuning().ticksPerBatch).contains(ticksSeen - killed.ticks))
      #expect(try reader.count(.trades, run: 1) == 10 * killed.ticks)
      #expect(try reader.count(.candles, run: 1) == 2 * (killed.ticks / 2 + killed.ticks / 4))
    }
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    try hook.tickEnds(run.tick())
    try hook.runEnds(run.end())
    #expect(try StorageReader(path: path).runs().map(\.outcome) == [.interrupted, .completed])
    let file = try ResultsFile.openForReading(path: path, ResultsFile.Tuning())
    let check = try file.prepare("PRAGMA integrity_check")
    #expect(try check.step())
    #expect(check.text(0) == "ok")
  }

  /// At any moment, with a writer that keeps up and with ones that do not: never more than the last batch.
  @Test(arguments: [0.0, 3, 30], 1...2)
  func aRunKilledAtAnyMomentLosesABatchAtMost(writerMilliseconds: Double, round: Int) async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, writerMilliseconds = writerMilliseconds as Double] in
      var tuning = StorageHook.Tuning()
      tuning.writer.beforeBatch = { waitMilliseconds(writerMilliseconds) }
      let run = try FakeRun(storage: .forTests(.packed, snapshotInterval: 700), ticks: 1_000_000)
      let hook = try StorageHook(path, .forTests(.packed, snapshotInterval: 700), tuning: tuning)
      try hook.runStarts(run.context)
      _ = FileManager.default.createFile(atPath: path + ".ticks", contents: nil)
      let ticksSeen = try FileHandle(forWritingTo: URL(filePath: path + ".ticks"))
      Thread.detachNewThread {
        waitMilliseconds(.random(in: 100...400))
        kill(getpid(), SIGKILL)
      }
      let trades = (0..<10).map { _ in FakeRun.Trade(symbol: 0, price: 15_000, quantity: 1, buyer: 0, seller: 1) }
      while true {
        try hook.tickEnds(run.tick(trades))
        try ticksSeen.seek(toOffset: 0)
        try ticksSeen.write(contentsOf: Data("\(1_000_000 + run.ticks)".utf8))  // always as long
      }
    }
    let reader = try StorageReader(path: path)
    let killed = try #require(try reader.runs().first)
    #expect(killed.outcome == .interrupted && killed.stateHash == nil)
    let ticksSeen = try #require(Int(try folder.text("results.db.ticks"))) - 1_000_000
    #expect(ticksSeen > StorageHook.Tuning().ticksPerBatch, "it was killed before anything could be lost")
    // The tick that was under way may be in the file and not have been counted.
    let lost = ticksSeen - killed.ticks
    #expect((-1...StorageHook.Tuning().ticksPerBatch).contains(lost))
    #expect(try reader.tradeCount(run: 1) == 10 * killed.ticks)
    #expect(try reader.trades(run: 1).last?.tick == killed.ticks - 1)
    #expect(try reader.snapshotTicks(run: 1) == Array(stride(from: 699, to: killed.ticks, by: 700)))
    #expect(try reader.count(.portfolioSnapshots, run: 1) == 3 * reader.count(.populationSnapshots, run: 1) / 2)
  }

  @Test func aHookThatIsDroppedStoresWhatItHandedOver() throws {
    let run = try FakeRun(storage: .forTests())
    var tuning = StorageHook.Tuning()
    tuning.ticksPerHalf = 2
    do {
      let hook = try StorageHook(path, tuning: tuning)
      try hook.runStarts(run.context)
      for _ in 0..<5 { try hook.tickEnds(run.tick()) }
    }
    let stored = try #require(try StorageReader(path: path).runs().first)
    #expect((stored.outcome, stored.ticks) == (.running, 4))
  }

  // MARK: - Paths that will not do

  @Test func aMissingFolderIsNamed() throws {
    let error = storageError { _ = try StorageHook(folder.path("missing/results.db")) }
    #expect(error?.problem == .cannotOpen)
    #expect(error?.description.contains("missing/results.db") == true)
  }

  @Test func aFolderIsNoFileAndAFileIsNoFolder() throws {
    #expect(storageError { _ = try StorageHook(folder.url.path) }?.problem == .cannotOpen)
    try Data().write(to: folder.url.appendingPathComponent("file"))
    #expect(storageError { _ = try StorageHook(folder.path("file/results.db")) }?.problem == .cannotOpen)
  }

  @Test func anEmptyPathIsNoTemporaryFile() {
    #expect(storageError { _ = try StorageHook("") }?.problem == .cannotOpen)
  }

  // The superuser may write everywhere, so this is asked as somebody else.
  @Test func aFileOrFolderWithoutPermissionIsRefused() async throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    try hook.runEnds(run.end())
    let closed = folder.path("closed")
    try FileManager.default.createDirectory(atPath: closed, withIntermediateDirectories: false)
    func permit(_ permissions: Int, _ path: String) throws {
      try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
    }
    try permit(0o777, folder.url.path)
    try permit(0o444, path)
    try permit(0o555, closed)
    await #expect(processExitsWith: .success) { [old = path as String, new = closed + "/new.db" as String] in
      _ = setuid(65_534)
      #expect(storageError { _ = try StorageHook(old) }?.problem == .readOnly)
      #expect(storageError { _ = try StorageHook(new) }?.problem == .cannotOpen)
    }
    try permit(0o755, closed)  // so that it can be removed
  }

  @Test func aLockedFileIsGivenUpAfterAWhile() throws {
    var tuning = StorageHook.Tuning()
    tuning.file.busyMilliseconds = 50
    let hook = try StorageHook(path, tuning: tuning)
    let other = try SQLiteConnection(path: path, access: .readWrite, busyMilliseconds: 0)
    try other.execute("BEGIN IMMEDIATE")
    let run = try FakeRun(storage: .forTests())
    #expect(storageError { try hook.runStarts(run.context) }?.problem == .locked)
    try other.execute("ROLLBACK")
    try hook.runStarts(run.context)  // nothing was left half done
    try hook.runEnds(run.end())
    #expect(try StorageReader(path: path).runs().count == 1)
  }

  @Test func aLockThatComesLaterFailsTheRun() throws {
    var tuning = StorageHook.Tuning()
    tuning.file.busyMilliseconds = 20
    tuning.ticksPerHalf = 1
    let hook = try StorageHook(path, tuning: tuning)
    let run = try FakeRun(storage: .forTests(), ticks: 100_000)
    try hook.runStarts(run.context)
    let other = try SQLiteConnection(path: path, access: .readWrite, busyMilliseconds: 1_000)
    try other.execute("BEGIN IMMEDIATE")
    let error = storageError { while run.ticks < run.rules.ticks { try hook.tickEnds(run.tick()) } }
    #expect(error?.problem == .locked)
    #expect(storageError { try hook.runEnds(run.end(.failed)) }?.problem == .locked)
  }
}
