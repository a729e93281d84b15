/// Fingerprints as texts.
enum HexText {
  /// 16 hexadecimal digits.
  static func word(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
