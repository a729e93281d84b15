/// A table for a terminal: the first column aligned on the left, the others on the right. Columns with nothing in any
/// row are left out.
struct TextTable {
  private var rows: [[String]]

  init(header: [String]) { rows = [header] }

  mutating func add(_ cells: [String]) {
    precondition(cells.count == rows[0].count, "a row has a cell for every column")
    rows.append(cells)
  }

  var text: String {
    let columns = rows[0].indices.filter { column in column == 0 || rows.dropFirst().contains { !$0[column].isEmpty } }
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(columns, widths).map { column, width in
        let padding = String(repeating: " ", count: width - row[column].count)
        return column == 0 ? row[column] + padding : padding + row[column]
      }
      return "  " + cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}

/// Numbers as people read them: three digits that matter, and a unit.
enum NumberText {
  /// `0.123`, `1.23`, `12.3`, `123`, `1,234`.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    let decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
    return fixed(value, decimals)
  }

  /// Nanoseconds, as `820 ns`, `12.3 µs`, `1.23 ms` or `2.10 s`.
  static func duration(_ nanoseconds: Double) -> String {
    switch nanoseconds {
    case ..<1e3: short(nanoseconds) + " ns"
    case ..<1e6: short(nanoseconds / 1e3) + " µs"
    case ..<1e9: short(nanoseconds / 1e6) + " ms"
    default: short(nanoseconds / 1e9) + " s"
    }
  }

  /// A count per second, as `1.23 G`, `12.3 M`, `123 k` or `12.3`.
  static func rate(_ perSecond: Double) -> String {
    switch perSecond {
    case ..<1e3: short(perSecond)
    case ..<1e6: short(perSecond / 1e3) + " k"
    case ..<1e9: short(perSecond / 1e6) + " M"
    default: short(perSecond / 1e9) + " G"
    }
  }

  /// `1234567` as `1,234,567`.
  static func grouped(_ count: Int) -> String {
    var digits = Array("\(count.magnitude)")
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
    return (count < 0 ? "-" : "") + String(digits)
  }

  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
    let units = Int((value * Double(scale)).rounded())
    guard decimals > 0 else { return grouped(units) }
    let (whole, part) = units.quotientAndRemainder(dividingBy: scale)
    let digits = "\(part.magnitude)"
    return grouped(whole) + "." + String(repeating: "0", count: decimals - digits.count) + digits
  }
}
