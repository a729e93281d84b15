import SimColumns
import SimTestSupport
import Testing

@testable import qtg

struct DigitWordTests {
  private func word(_ text: [UInt8]) -> UInt64 { VectorBits.word(upToEight: text.span) }

  @Test(arguments: 1...8) func digitsAreTheirNumber(count: Int) {
    var random = TestGenerator(seed: UInt64(count))
    for _ in 0..<500 {
      let text = (0..<count).map { _ in UInt8.random(in: 0x30...0x39, using: &random) }
      let expected = text.reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
      #expect(DigitWord.number(word(text), count: count) == expected)
    }
  }

  /// One byte that is none, at every place.
  @Test(arguments: UInt8.min...UInt8.max) func everythingElseIsNone(byte: UInt8) {
    for count in 1...8 {
      for place in 0..<count {
        var text = [UInt8](repeating: 0x39, count: count)
        text[place] = byte
        #expect((DigitWord.number(word(text), count: count) == nil) == !(0x30...0x39 ~= byte))
      }
    }
  }

  @Test(arguments: [UInt8(0x2c), 0x0a, 0x2e, 0xff, 0]) func bytesAreFound(byte: UInt8) {
    var random = TestGenerator(seed: UInt64(byte))
    for _ in 0..<500 {
      // Neighbours of the byte in value are what a careless test takes for it.
      let near = [byte, byte &+ 1, byte &- 1, byte ^ 0x80, 0x80, 0xff]
      let text = (0..<8).map { _ in near.randomElement(using: &random)! }
      var expected: UInt64 = 0
      for (place, found) in text.enumerated() where found == byte { expected |= 0x80 << UInt64(8 * place) }
      #expect(DigitWord.matches(word(text), byte) == expected)
    }
  }

  @Test func lettersBecomeSmall() {
    for byte in UInt8.min...UInt8.max {
      let text = [0x5a, byte, 0x41, 0x61, byte, 0x5b, 0x40, byte]
      let expected = text.map { 0x41...0x5a ~= $0 ? $0 | 0x20 : $0 }
      #expect(DigitWord.lowercase(word(text)) == word(expected))
    }
  }

  /// Short numbers, points anywhere, against the reading of any text.
  @Test func shortUnitsAreThoseOfLongTexts() {
    var random = TestGenerator(seed: 11)
    let signs = Array("00123456789..-+e".utf8)
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in signs.randomElement(using: &random)! }
      let places = Int.random(in: 0...5, using: &random)
      // The same number, too long to be looked at at once.
      let isSigned = text.first == 0x2d || text.first == 0x2b
      let long = text.prefix(isSigned ? 1 : 0) + [UInt8](repeating: 0x30, count: 9) + text.dropFirst(isSigned ? 1 : 0)
      guard text.contains(where: { 0x30...0x39 ~= $0 }) else { continue }
      #expect(
        DecimalText.units(text.span, 0..<text.count, places: places)
          == DecimalText.units(Array(long).span, 0..<long.count, places: places), "\(text)")
    }
    for text in ["", ".", "-", "+."] {
      #expect(DecimalText.units(Array(text.utf8).span, 0..<text.utf8.count, places: 2) == nil)
    }
  }
}
