/// What sections of pages are put together from. A page conforms, to have the pieces by their short names.
protocol PageParts {}

extension PageParts {
  /// What stands where there is nothing to draw.
  static func words(_ text: String) -> String { "<p class=\"notice\">\(Markup.escaped(text))</p>\n" }

  static func text(_ text: String) -> String { "<p>\(Markup.escaped(text))</p>\n" }

  /// - Parameter caption: markup.
  static func figure(_ drawing: String, caption: String, isWide: Bool = false) -> String {
    "<figure\(isWide ? " class=\"wide\"" : "")>\n\(drawing)<figcaption>\(caption)</figcaption>\n</figure>\n"
  }

  /// - Parameter hasCharts: whether it is printed although it is folded away; long tables would be most of the paper.
  static func details(_ summary: String, _ content: String, hasCharts: Bool = false) -> String {
    "<details\(hasCharts ? " class=\"charts\"" : "")><summary>\(Markup.escaped(summary))</summary>\n\(content)</details>\n"
  }

  /// Figures side by side, each with its name.
  static func tiles(_ tiles: [(name: String, value: String)]) -> String {
    "<dl class=\"tiles\">\n"
      + tiles.map { "<div><dt>\(Markup.escaped($0.name))</dt><dd>\(Markup.escaped($0.value))</dd></div>\n" }.joined()
      + "</dl>\n"
  }
}
