import Foundation
import SimTestSupport
import Testing

@testable import SimStorage

/// A result that cannot be written: exit code 3, which file and why, and nothing that looks like a result.
@Suite(.timeLimit(.minutes(5)))
struct BadDiskTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private static let fileFlags = ["--storage-path", "--timings", "--summary-json"]
  private static let hasFullDevice = FileManager.default.fileExists(atPath: "/dev/full")
  private static let hasProc = FileManager.default.fileExists(atPath: "/proc/self")

  // MARK: Places that are refused before the first tick

  @Test(arguments: fileFlags)
  func aFolderThatIsNotThere(flag: String) throws {
    expectRefusal(try shell.runTiny(flag, "nowhere/file"), 3, saying: "nowhere/file")
    #expect(!shell.exists("nowhere"))
  }

  @Test(arguments: fileFlags)
  func aFolderInsteadOfAFile(flag: String) throws {
    try FileManager.default.createDirectory(
      at: shell.folder.url.appending(path: "folder"), withIntermediateDirectories: false)
    expectRefusal(try shell.runTiny(flag, "folder"), 3, saying: "folder")
  }

  /// `/proc` takes new files from nobody, not even from root.
  @Test(.enabled(if: hasProc, "there is no /proc on this system"), arguments: fileFlags)
  func aFolderThatTakesNoFiles(flag: String) throws {
    expectRefusal(try shell.runTiny(flag, "/proc/file"), 3, saying: "/proc/file")
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"), arguments: fileFlags)
  func aFolderWithoutPermission(flag: String) throws {
    let closed = shell.folder.url.appending(path: "closed")
    try FileManager.default.createDirectory(at: closed, withIntermediateDirectories: false)
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: closed.path)
    expectRefusal(try shell.runTiny(flag, "closed/file"), 3, saying: "closed/file")
  }

  @Test func aFileThatIsNoDatabaseStaysAsItWas() throws {
    try shell.write("notes.txt", String(repeating: "no database\n", count: 100))
    try shell.write("t.csv", "of an earlier run\n")
    expectRefusal(
      try shell.runTiny("--storage-path", "notes.txt", "--timings", "t.csv"), 3, saying: "notes.txt",
      "is not a database", "choose another file")
    #expect(try shell.folder.text("notes.txt") == String(repeating: "no database\n", count: 100))
    #expect(try shell.folder.text("t.csv") == "of an earlier run\n")
  }

  @Test func aLockedDatabase() throws {
    #expect(try shell.runTiny("--storage-path", "r.db").status == .code(0))
    let other = try SQLiteConnection(path: shell.folder.path("r.db"), access: .readWrite, busyMilliseconds: 1_000)
    try other.execute("BEGIN IMMEDIATE")
    let ending = try shell.runTiny("--storage-path", "r.db", "--summary-json", "s.json")
    try other.execute("ROLLBACK")
    expectRefusal(ending, 3, saying: "r.db", "wait for it to end, or choose another file")
    #expect(!shell.exists("s.json"))
    #expect(try shell.results("r.db").runs().map(\.outcome) == [.completed])
  }

  // MARK: A disk that is full

  @Test(.enabled(if: hasFullDevice, "there is no /dev/full on this system"))
  func aFullDevice() throws {
    expectRefusal(try shell.runTiny("--timings", "/dev/full", "--quiet"), 3, saying: "/dev/full", "space")
    expectRefusal(try shell.runTiny("--summary-json", "/dev/full", "--quiet"), 3, saying: "/dev/full", "space")
    expectRefusal(try shell.runTiny("--storage-path", "/dev/full", "--quiet"), 3, saying: "/dev/full", "full")
  }

  // From a disk that does not hold the empty tables to one that fills up under way.
  @Test(
    .enabled(if: SmallDisk.isPossible, "mounting a small disk needs root on Linux"), arguments: [16, 96, 160, 512])
  func aDiskThatFillsUpUnderTheDatabase(kilobytes: Int) throws {
    let disk = try SmallDisk(kilobytes: kilobytes)
    let ending = try shell.runTiny(
      "--ticks", "20000", "--storage-path", disk.folder.path("r.db"), "--summary-json", "s.json", "--quiet")
    expectRefusal(ending, 3, saying: "r.db", "the disk is full", "Free some space")
    #expect(!shell.exists("s.json"), "a run that failed leaves no summary")
    // What is there is not taken for a result, and belongs to whole ticks.
    guard let results = try? StorageReader(path: disk.folder.path("r.db")) else { return }
    for run in try results.runs() {
      #expect(run.outcome == .failed || run.outcome == .interrupted)
      #expect(run.stateHash == nil && run.ticks < 20_000)
      try results.forEachTrade(run: run.id) { #expect($0.tick < run.ticks) }
    }
  }

  @Test(.enabled(if: SmallDisk.isPossible, "mounting a small disk needs root on Linux"))
  func aDiskThatFillsUpUnderTheTimings() throws {
    let disk = try SmallDisk(kilobytes: 128)
    let ending = try shell.runTiny("--ticks", "20000", "--timings", disk.folder.path("t.csv"), "--quiet")
    expectRefusal(ending, 3, saying: "t.csv", "No space left", "free some space")
  }

  @Test(.enabled(if: SmallDisk.isPossible, "mounting a small disk needs root on Linux"))
  func aSummaryThatDoesNotFitLeavesTheOldOne() throws {
    let disk = try SmallDisk(kilobytes: 8)
    let path = disk.folder.path("s.json")
    try Data("the old one".utf8).write(to: URL(filePath: path))
    // The rest of the disk is taken.
    let ballast = disk.folder.url.appending(path: "ballast")
    try Data().write(to: ballast)
    let handle = try FileHandle(forWritingTo: ballast)
    while (try? handle.write(contentsOf: Data(repeating: 0, count: 1_024))) != nil {}
    try handle.close()
    let ending = try shell.runTiny("--summary-json", path, "--quiet")
    expectRefusal(ending, 3, saying: "s.json", "space")
    #expect(try disk.folder.text("s.json") == "the old one")
    #expect(try disk.folder.names() == ["ballast", "s.json"])
  }
}
