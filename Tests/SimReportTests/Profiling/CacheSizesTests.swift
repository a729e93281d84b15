import Foundation
import SimTestSupport
import Testing

@testable import SimReport

struct CacheSizesTests {
  @Test func cachesAreReadAsTheKernelWritesThem() throws {
    let folder = try TemporaryFolder()
    let caches = [
      ("index0", "1", "Data", "48K", "0-1"), ("index1", "1", "Instruction", "32K", "0-1"),
      ("index2", "2", "Unified", "2048K", "0,2"), ("index3", "3", "Unified", "32M", "0-3,8-11"),
    ]
    for (name, level, type, size, shared) in caches {
      let place = folder.url.appending(path: name)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
      for (file, text) in [("level", level), ("type", type), ("size", size), ("shared_cpu_list", shared)] {
        try Data("\(text)\n".utf8).write(to: place.appending(path: file))
      }
    }
    let found = CacheSizes(folder: folder.url.path)
    #expect(
      found.levels == [
        .init(level: 1, bytes: 48 << 10, sharedBy: 2), .init(level: 2, bytes: 2 << 20, sharedBy: 2),
        .init(level: 3, bytes: 32 << 20, sharedBy: 8),
      ])
    #expect(found.levels.map(\.name) == ["L1 48 KB", "L2 2.0 MB", "L3 32.0 MB"])
  }

  @Test func withoutAKernelThatTellsThereAreNone() {
    #expect(CacheSizes(folder: "/nowhere").levels.isEmpty)
    #expect(CacheSizes(levels: []).exceeded(by: 1) == nil)
  }

  @Test func theLargestLevelThatIsTooSmall() {
    let caches = CacheSizes(levels: [.init(level: 2, bytes: 100, sharedBy: 1), .init(level: 1, bytes: 10, sharedBy: 1)])
    #expect(
      caches.exceeded(by: 10) == nil && caches.exceeded(by: 11)?.level == 1 && caches.exceeded(by: 101)?.level == 2)
  }

  @Test(arguments: [("48K", 49_152), ("32M", 33_554_432), ("1G", 1 << 30), ("512", 512), ("x", nil), ("", nil)])
  func sizes(text: String, expected: Int?) { #expect(CacheSizes.bytes(text) == expected) }

  @Test(arguments: [("0", 1), ("0-3", 4), ("0-1,4-5", 4), ("0,2,4", 3), ("", 1)])
  func listsOfCores(text: String, expected: Int) { #expect(CacheSizes.count(text) == expected) }
}
