/// The colours that tell series of one chart apart: a class name by the series' place, in charts, keys and tables alike.
enum SeriesColour {
  /// As many as the style sheet has; later series begin again.
  static let count = 13

  static func name(_ place: Int) -> String { "part\(place % count)" }
}
