import Testing

@testable import SimReport

struct CSVBufferTests {
  private func text(_ write: (inout CSVBuffer) -> Void) -> String {
    var buffer = CSVBuffer(capacity: 16)
    write(&buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  @Test func wholeNumbersOfEveryLength() {
    var number: UInt64 = 0
    for digit in UInt64(1)...19 {
      #expect(text { $0.append(number) } == "\(number)")
      number = number * 10 + digit % 10
    }
    for edge in [9, 10, 99, 100, 999_999, 1_000_000, UInt64.max - 1, .max] as [UInt64] {
      #expect(text { $0.append(edge) } == "\(edge)")
    }
  }

  @Test(
    arguments: [
      (0, "0.000"), (1, "0.001"), (99, "0.099"), (999, "0.999"), (1_000, "1.000"), (123_456_789, "123456.789"),
      (.max, "18446744073709551.615"),
    ] as [(UInt64, String)])
  func nanosecondsBecomeMicroseconds(nanoseconds: UInt64, expected: String) {
    #expect(text { $0.append(microsecondsOf: nanoseconds) } == expected)
  }
}
