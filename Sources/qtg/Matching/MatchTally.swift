/// What became of an order file's rows and shares.
///
///     shares entered = filled + resting + cancelled + kept from a trade with their owner + expired
///
/// A trade fills shares of two orders, so `filled` is twice the volume.
final class MatchTally {
  // Rows.
  var orders = 0
  var cancels = 0
  var replacements = 0
  private(set) var rejected = [Int](repeating: 0, count: RejectionReason.allCases.count)
  private var firstLines = [Int](repeating: 0, count: RejectionReason.allCases.count)
  // Shares.
  var entered: Int128 = 0
  var volume: Int128 = 0
  var cancelled: Int128 = 0
  var selfTraded: Int128 = 0
  var expired: Int128 = 0
  var trades = 0

  func reject(_ reason: RejectionReason, line: Int) {
    guard let index = RejectionReason.allCases.firstIndex(of: reason) else { return }
    if rejected[index] == 0 { firstLines[index] = line }
    rejected[index] += 1
  }

  var rejectedRows: Int { rejected.reduce(0, +) }

  /// Whether nothing was lost.
  /// - Parameters:
  ///   - rowCount: rows of the file.
  ///   - resting: shares counted in the books.
  func addsUp(rowCount: Int, resting: Int128) -> Bool {
    rowCount == orders + cancels + replacements + rejectedRows
      && entered == 2 * volume + resting + cancelled + selfTraded + expired
  }

  /// The closing words.
  func text(rowCount: Int, restingOrders: Int, resting: Int128) -> String {
    var text = """
      rows      \(rowCount): orders \(orders), cancels \(cancels), replacements \(replacements), rejected \(rejectedRows)
      trades    \(trades), volume \(volume)
      shares    entered \(entered) = filled \(2 * volume) + resting \(resting) + cancelled \(cancelled) \
      + self-trade cancelled \(selfTraded) + expired \(expired)
      resting   \(counted(restingOrders, "order"))

      """
    for (index, reason) in RejectionReason.allCases.enumerated() where rejected[index] > 0 {
      text += "rejected  \(reason.rawValue) \(rejected[index]), the first on line \(firstLines[index])\n"
    }
    return text
  }
}
