/// Figures as `metric,value` rows of CSV: every name, in its order, and nothing behind the comma where there is no value.
enum MetricTable {
  static func text(_ figures: [(name: String, value: Double?)]) -> String {
    figures.reduce("metric,value\n") { $0 + "\($1.name),\($1.value.map(number) ?? "")\n" }
  }

  /// The fewest digits that are read back as the same number; whole ones without a point.
  private static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 0x1p53 ? "\(Int64(value))" : "\(value)"
  }
}
