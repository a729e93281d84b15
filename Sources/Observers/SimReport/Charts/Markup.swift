/// Text for HTML and SVG alike, safe whatever a name or a headline contains.
public enum Markup {
  /// `<b>&"` as itself rather than as markup, in text and in quoted attributes. Control characters, which neither allows,
  /// become blanks.
  public static func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      case "\n": safe += "\n"
      case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value): safe += " "
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  /// An element with attributes; one without content closes itself, as SVG wants it.
  /// - Parameter content: markup, not text.
  static func element(_ name: String, _ attributes: [(String, String)] = [], _ content: String? = nil) -> String {
    let open = "<" + name + attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    return content.map { "\(open)>\($0)</\(name)>" } ?? "\(open)/>"
  }

  static func path(_ classes: String, _ data: String) -> String {
    data.isEmpty ? "" : element("path", [("class", classes), ("d", data)])
  }

  /// A drawing that fills the width it is given. Its units are about pixels at its own width.
  /// - Parameter label: what it shows, for those who do not see it.
  static func drawing(width: Double, height: Double, label: String, _ content: String) -> String {
    let size = "0 0 \(SVGPath.number(width)) \(SVGPath.number(height))"
    return element("svg", [("viewBox", size), ("role", "img"), ("aria-label", label)], content) + "\n"
  }
}
