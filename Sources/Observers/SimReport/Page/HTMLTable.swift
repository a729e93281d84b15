/// A table with a caption and a header. Cells are text and are escaped here; numbers stand on the right.
struct HTMLTable {
  let caption: String
  let header: [String]
  /// Columns whose cells are words.
  var wordColumns: Set<Int> = [0]
  /// A class for a cell, where it needs one.
  var cellClass: (_ row: Int, _ column: Int) -> String? = { _, _ in nil }
  let rows: [[String]]

  /// A box that scrolls sideways where the page is narrow, so that the page itself never does.
  var html: String {
    let head = header.enumerated().map { column, text in
      Markup.element("th", [("scope", "col")] + classes([columnClass(column)]), Markup.escaped(text))
    }.joined()
    let body = rows.enumerated().map { row, cells in
      precondition(cells.count == header.count, "a cell for every column")
      return "<tr>"
        + cells.enumerated().map { column, text in
          Markup.element(
            column == 0 ? "th" : "td",
            (column == 0 ? [("scope", "row")] : []) + classes([columnClass(column), cellClass(row, column)]),
            Markup.escaped(text))
        }.joined() + "</tr>\n"
    }.joined()
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(Markup.escaped(caption))"><table>
      <caption>\(Markup.escaped(caption))</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)</tbody></table></div>

      """
  }

  private func columnClass(_ column: Int) -> String? { wordColumns.contains(column) ? "word" : nil }

  private func classes(_ names: [String?]) -> [(String, String)] {
    let text = names.compactMap(\.self).joined(separator: " ")
    return text.isEmpty ? [] : [("class", text)]
  }
}
