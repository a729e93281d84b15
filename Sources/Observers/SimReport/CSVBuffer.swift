/// Bytes of a CSV file on their way to the disk. Numbers are written digit by digit into memory that is there already:
/// no formatter, no string, no allocation.
struct CSVBuffer {
  private(set) var bytes: [UInt8] = []

  /// - Parameter capacity: bytes to take at once.
  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func comma() { bytes.append(UInt8(ascii: ",")) }

  mutating func lineEnd() { bytes.append(UInt8(ascii: "\n")) }

  /// A whole number.
  mutating func append(_ number: UInt64) {
    var divisor: UInt64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    append(number, from: divisor)
  }

  /// Nanoseconds as microseconds with three decimals, which is exact: `1234` becomes `1.234`.
  mutating func append(microsecondsOf nanoseconds: UInt64) {
    append(nanoseconds / 1_000)
    bytes.append(UInt8(ascii: "."))
    append(nanoseconds % 1_000, from: 100)
  }

  /// The digits of `number`, the one worth `divisor` first.
  private mutating func append(_ number: UInt64, from divisor: UInt64) {
    var (rest, divisor) = (number, divisor)
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }
}
