import SimColumns

/// Numbers out of the bytes of a text, without a `String` in between.
///
///     sign? digits ('.' digits)? (('e' | 'E') sign? digits)?          exponents only for doubles
enum DecimalText {
  /// The nearest double.
  ///
  /// Up to 15 digits and 22 places the digits and the power of ten are both exact doubles, so one division rounds
  /// once, which is right. Whatever is longer, or has an exponent, goes to the standard library.
  /// - Returns: nil for anything else than a number, and for one that is too large to be finite.
  /// - Source: W. D. Clinger, "How to Read Floating Point Numbers Accurately", PLDI (1990).
  static func double(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
    let text = Digits(bytes, range)
    if let text, text.end == range.upperBound, text.digitCount <= 15 {
      let magnitude = Double(text.mantissa) / powersOfTen[text.placeCount]
      return text.isNegative ? -magnitude : magnitude
    }
    // Only what can stand in a decimal number: the standard library would also read `inf`, `nan` and hexadecimal.
    for index in range where !isInNumber(bytes[index]) { return nil }
    var string = ""
    for index in range { string.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
    guard let value = Double(string), value.isFinite else { return nil }
    return value
  }

  /// An exact count of units of `1 / 10^places`.
  /// - Returns: nil for anything else than a plain decimal number, for one that lies between two units, and for one
  ///   that does not fit 64 bits.
  static func units(_ bytes: Span<UInt8>, _ range: Range<Int>, places: Int) -> Int64? {
    if range.count <= 8, let units = shortUnits(bytes.extracting(range), places: places) { return units }
    guard var text = Digits(bytes, range), text.end == range.upperBound else { return nil }
    while text.placeCount > places {
      guard text.mantissa % 10 == 0 else { return nil }
      text.mantissa /= 10
      text.placeCount -= 1
    }
    for _ in text.placeCount..<places {
      let (product, overflow) = text.mantissa.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      text.mantissa = product
    }
    return text.isNegative ? Int64(exactly: text.mantissa).map { -$0 } : Int64(exactly: text.mantissa)
  }

  /// Up to eight characters, digits and at most one point: what nearly every number is. Nil for anything else, which may
  /// still be a number.
  @inline(__always) private static func shortUnits(_ text: Span<UInt8>, places: Int) -> Int64? {
    var word = VectorBits.word(upToEight: text)
    var (count, missing) = (text.count, places)
    let points = DigitWord.matches(word, 0x2e)
    if points != 0 {
      // Whatever stands behind the point moves over it.
      let at = points.trailingZeroBitCount &>> 3
      let before = (1 &<< UInt64(truncatingIfNeeded: 8 &* at)) &- 1
      word = word & before | word &>> 8 & ~before
      count &-= 1
      missing &-= count &- at
    }
    guard count > 0, 0..<smallPowers.count ~= missing else { return nil }
    guard let number = DigitWord.number(word, count: count) else { return nil }
    return Int64(truncatingIfNeeded: number) &* smallPowers[missing]
  }

  /// Times a number of eight digits no more than 64 bits.
  private static let smallPowers: InlineArray<5, Int64> = [1, 10, 100, 1_000, 10_000]

  /// `sign? digits ('.' digits)?` as one whole number and how many of its digits are behind the point.
  private struct Digits {
    var mantissa: UInt64 = 0
    var placeCount = 0
    var digitCount = 0  // leading zeros excepted
    var isNegative = false
    var end: Int  // the first byte that belongs to it no more

    /// Nil without a digit, and when the digits do not fit 64 bits.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
      var at = range.lowerBound
      end = at
      guard at < range.upperBound else { return nil }
      if bytes[at] == 0x2d || bytes[at] == 0x2b {
        isNegative = bytes[at] == 0x2d
        at &+= 1
      }
      var pointAt = -1
      var seen = 0
      while at < range.upperBound {
        let digit = bytes[at] &- 0x30
        if digit < 10 {
          let (tens, overflow) = mantissa.multipliedReportingOverflow(by: 10)
          let (sum, carry) = tens.addingReportingOverflow(UInt64(digit))
          if overflow || carry { return nil }
          mantissa = sum
          seen &+= 1
          if mantissa > 0 { digitCount &+= 1 }
        } else if bytes[at] == 0x2e, pointAt < 0 {
          pointAt = at
        } else {
          break
        }
        at &+= 1
      }
      guard seen > 0 else { return nil }
      placeCount = pointAt < 0 ? 0 : at &- pointAt &- 1
      end = at
      // So many places that the power of ten is no exact double any more.
      if placeCount > 22 { return nil }
    }
  }

  private static let powersOfTen: [Double] = (0...22).reduce(into: []) { powers, n in
    powers.append(n == 0 ? 1 : powers[n - 1] * 10)
  }

  private static func isInNumber(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || byte == 0x2b || byte == 0x2d || byte == 0x2e || byte | 0x20 == 0x65
  }
}
