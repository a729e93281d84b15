import SimNews

/// Companies and settings for tests.
enum NewsFixture {
  static func companies(_ count: Int, sectors: Int = 2) -> [Company] {
    (0..<count).map { Company(initialTicks: 2_000 + 750 * Int32($0), sector: $0 % sectors) }
  }

  /// News as they are, fair values still.
  static func newsOnly(_ change: (inout NewsSettings) -> Void = { _ in }) -> EconomySettings {
    var settings = EconomySettings()
    settings.fairValue.enabled = false
    change(&settings.news)
    return settings
  }

  /// One kind of news alone, without a calendar.
  static func only(_ kind: NewsKind, _ settings: inout NewsSettings) {
    settings.calendar.enabled = false
    if kind != .earnings { settings.earnings.occurrence.probability = 0 }
    if kind != .guidance { settings.guidance.occurrence.probability = 0 }
    if kind != .rate { settings.rate.occurrence.probability = 0 }
    if kind != .sector { settings.sector.occurrence.probability = 0 }
  }

  static func everyKind(_ settings: inout NewsSettings, _ change: (inout NewsSettings.Occurrence) -> Void) {
    change(&settings.earnings.occurrence)
    change(&settings.guidance.occurrence)
    change(&settings.rate.occurrence)
    change(&settings.sector.occurrence)
  }
}
