import SimReport

/// Whole numbers of flags of measurements, one or a list of them, with all that is wrong with them.
struct SeriesNumbers {
  private let arguments: Arguments
  private(set) var problems: [String] = []

  init(_ arguments: Arguments) { self.arguments = arguments }

  mutating func number(_ flag: String, standard: Int, _ allowed: ClosedRange<Int>) -> Int {
    guard let value = arguments.value(flag) else { return standard }
    if let number = Int(value.text), allowed.contains(number) { return number }
    problems.append(
      "\(value.origin): found `\(value.text)`, allowed: a whole number, \(allowed.lowerBound) ... \(allowed.upperBound)"
    )
    return standard
  }

  /// Numbers between commas, each once, in ascending order: `1k,30k,1M` is 1,000, 30,000 and 1,000,000.
  mutating func list(_ flag: String, standard: String, _ allowed: ClosedRange<Int>) -> [Int] {
    let value = arguments.value(flag)
    let words = (value?.text ?? standard).split(separator: ",", omittingEmptySubsequences: false)
    var numbers: Set<Int> = []
    for word in words {
      if let number = Self.count(word), allowed.contains(number) {
        numbers.insert(number)
      } else {
        problems.append(
          "\(value?.origin ?? flag): found `\(word)`, allowed: whole numbers between commas, "
            + "\(grouped(allowed.lowerBound)) ... \(grouped(allowed.upperBound)), k for thousands, M for millions")
      }
    }
    return numbers.sorted()
  }

  /// `1500`, `1.5k`, `3M`; nil for anything else, and for what is no whole number.
  static func count(_ text: some StringProtocol) -> Int? {
    let units: [Character: Double] = ["k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6]
    guard let last = text.last, let unit = units[last] else { return Int(text) }
    guard let value = Double(text.dropLast()), value.isFinite, text.dropLast().allSatisfy({ $0.isNumber || $0 == "." })
    else { return nil }
    let count = value * unit
    return count == count.rounded() && count < 1e15 ? Int(count) : nil
  }
}
