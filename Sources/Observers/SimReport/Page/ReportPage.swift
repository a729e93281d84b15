/// A run on one page: HTML with its charts inside, no script, nothing fetched from elsewhere. It reads the same from a
/// disk, a mail or a web server, in light, in dark and on paper.
///
///     facts of the run · prices, volume and news · spread · profit · wealth · stylised facts · time · configuration
///
/// What a run did not leave behind is said in words where its chart would be.
public struct ReportPage: Sendable {
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
    let sections = Self.sections(data)
    let links = sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" }.joined()
    let body = sections.map { section in
      "<section id=\"\(section.id)\" aria-labelledby=\"\(section.id)-title\">\n"
        + "<h2 id=\"\(section.id)-title\">\(section.title)</h2>\n\(section.body)</section>\n"
    }.joined()
    let run = data.run
    html = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Run \(run.id): \(counted(run.agents, "agent")), \(counted(data.symbols.count, "symbol"))</title>
      <style>
      \(PageStyle.css)</style>
      </head>
      <body>
      <header>
      <h1>Run \(run.id)</h1>
      <p class="soft">\(counted(run.agents, "agent")), \(counted(data.symbols.count, "symbol")), \
      \(counted(run.ticks, "tick")), seed \(run.seed); started \(Markup.escaped(run.started))</p>
      <nav aria-label="Sections"><ul>\(links)</ul></nav>
      </header>
      <main>
      \(body)</main>
      <footer>Made by qtg \(Markup.escaped(run.version)) from \(Markup.escaped(run.source)).</footer>
      </body>
      </html>

      """
  }

  /// Writes the page, all of it or nothing.
  public func write(to path: String) throws(ReportError) { try OutputFile.replace(path, with: html) }

  /// What stands where there is nothing to draw.
  static func words(_ text: String) -> String { "<p class=\"notice\">\(Markup.escaped(text))</p>\n" }

  static func text(_ text: String) -> String { "<p>\(Markup.escaped(text))</p>\n" }

  /// - Parameter caption: markup.
  static func figure(_ drawing: String, caption: String) -> String {
    "<figure>\n\(drawing)<figcaption>\(caption)</figcaption>\n</figure>\n"
  }

  /// - Parameter hasCharts: whether it is printed although it is folded away; long tables would be most of the paper.
  static func details(_ summary: String, _ content: String, hasCharts: Bool = false) -> String {
    "<details\(hasCharts ? " class=\"charts\"" : "")><summary>\(Markup.escaped(summary))</summary>\n\(content)</details>\n"
  }
}
