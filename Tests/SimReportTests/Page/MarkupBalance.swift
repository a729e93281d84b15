import Testing

/// Whether every element of a text is closed, and in order; elements of HTML that have no end are left alone.
enum MarkupBalance {
  struct Unbalanced: Error { let place: String }

  static func check(_ markup: String) throws {
    let endless: Set<Substring> = ["meta", "!DOCTYPE"]
    var open: [Substring] = []
    for piece in markup.split(separator: "<", omittingEmptySubsequences: true).dropFirst(markup.hasPrefix("<") ? 0 : 1)
    {
      guard let end = piece.firstIndex(of: ">") else { throw Unbalanced(place: "<\(piece.prefix(60))") }
      let tag = piece[..<end]
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber || $0 == "!" }
      guard tag.count(where: { $0 == "\"" }).isMultiple(of: 2) else { throw Unbalanced(place: "<\(tag)") }
      if tag.hasPrefix("/") {
        guard open.popLast() == name else { throw Unbalanced(place: "<\(tag)>") }
      } else if !tag.hasSuffix("/"), !endless.contains(name) {
        open.append(name)
      }
    }
    guard open.isEmpty else { throw Unbalanced(place: "\(open) left open") }
  }
}
