/// A run on one page (``HTMLPage``).
///
///     facts of the run · prices, volume and news · spread · profit · wealth · stylised facts · time · configuration
///
/// What a run did not leave behind is said in words where its chart would be.
public struct ReportPage: PageParts, Sendable {
  public let html: String

  /// Sections in order: the place in the page's address, the heading, and what it holds.
  static func sections(_ data: ReportData) -> [(id: String, title: String, body: String)] {
    [
      ("run", "The run", runSection(data)),
      ("prices", "Prices, volume and news", pricesSection(data)),
      ("spread", "Spread and depth", bookSection(data)),
      ("profit", "Profit by strategy", profitSection(data)),
      ("wealth", "Wealth", wealthSection(data)),
      ("facts", "Stylised facts", factsSection(data)),
      ("time", "Where the time went", timeSection(data)),
      ("configuration", "Configuration", configurationSection(data)),
    ]
  }

  public init(_ data: ReportData) {
    let run = data.run
    let size = "\(counted(run.agents, "agent")), \(counted(data.symbols.count, "symbol"))"
    html =
      HTMLPage(
        title: "Run \(run.id): \(size)", heading: "Run \(run.id)",
        subtitle: "\(size), \(counted(run.ticks, "tick")), seed \(run.seed); started \(run.started)",
        sections: Self.sections(data).map { HTMLPage.Section(id: $0.id, title: $0.title, body: $0.body) },
        footer: "Made by qtg \(run.version) from \(run.source)."
      ).html
  }

  /// Writes the page, all of it or nothing.
  public func write(to path: String) throws(ReportError) { try OutputFile.replace(path, with: html) }
}
