/// Up to eight bytes of text, the first one lowest, looked at all at once.
///
///     "1047"      34 37 30 31  00 00 00 00          written from the highest byte down
///     moved up    34 37 30 31 30 30 30 30           as eight digits, "00001047"
///     in pairs    47 10 00 00                       ten times the first plus the second, three times over
///
/// - Source: D. Lemire, "Quickly parsing eight digits" (2018), after an idea of W. Muła's.
enum DigitWord {
  /// 0x80 in each byte of the word that is `byte`, 0 in the others.
  @inline(__always) static func matches(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    let zeroWhereEqual = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return ~(((zeroWhereEqual & low) &+ low) | zeroWhereEqual | low)
  }

  /// The number that the first `count` bytes are the digits of; nil when one is no digit.
  /// - Parameter count: 1 ... 8.
  @inline(__always) static func number(_ word: UInt64, count: Int) -> UInt64? {
    // Zero characters move in from below, so that there are always eight digits.
    let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    var digits = (word ^ 0x3030_3030_3030_3030) &<< shift
    let isWrong = (digits | (digits &+ 0x0606_0606_0606_0606)) & 0xf0f0_f0f0_f0f0_f0f0
    guard isWrong == 0 else { return nil }
    digits = (digits &* 2_561) &>> 8 & 0x00ff_00ff_00ff_00ff
    digits = (digits &* 6_553_601) &>> 16 & 0x0000_ffff_0000_ffff
    return (digits &* 42_949_672_960_001) &>> 32
  }

  /// The word's ASCII letters in lower case.
  @inline(__always) static func lowercase(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = word & (0x7f &* ones)
    // The top bit of a byte: not below `A`, and not above `Z`.
    let isUpper = (low &+ 0x3f &* ones) & ~(low &+ 0x25 &* ones) & ~word & (0x80 &* ones)
    return word | isUpper &>> 2
  }
}
