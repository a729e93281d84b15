import Foundation
import SimColumns
import Testing

struct FreedMemoryTests {
  private static let hasProc = FileManager.default.fileExists(atPath: "/proc/self/statm")

  private func residentPages() throws -> Int {
    let words = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return try #require(Int(words[1]))
  }

  /// Many small pieces, which the C library keeps when they are freed. Other tests take and free memory meanwhile, so
  /// only most of it is asked for.
  @Test(.enabled(if: hasProc, "there is no /proc on this system")) func whatIsFreedIsGivenBack() throws {
    var pieces: [[UInt8]] = (0..<20_000).map { _ in [UInt8](repeating: 1, count: 4_000) }
    let full = try residentPages()
    pieces.removeAll()
    FreedMemory.giveBack()
    #expect(try residentPages() < full - 10_000, "80 MB are 20,000 pages")
  }
}
