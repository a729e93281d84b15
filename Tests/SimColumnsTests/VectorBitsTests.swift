import SimColumns
import Testing

struct VectorBitsTests {
  private let bytes = [UInt8](1...20)

  private func expected(_ part: Range<Int>) -> UInt64 {
    bytes[part].enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
  }

  @Test func eightBytesAreAWord() {
    for start in 0...12 { #expect(VectorBits.word(bytes.span, at: start) == expected(start..<start + 8)) }
  }

  @Test func fewerBytesHaveZerosAbove() {
    for count in 0...8 {
      #expect(VectorBits.word(upToEight: bytes.span.extracting(3..<3 + count)) == expected(3..<3 + count))
    }
  }

  @Test func aWordBeyondTheBytesTraps() async {
    await #expect(processExitsWith: .failure) { _ = VectorBits.word([UInt8](repeating: 0, count: 20).span, at: 13) }
    await #expect(processExitsWith: .failure) { _ = VectorBits.word(upToEight: [UInt8](repeating: 0, count: 9).span) }
  }
}
