/// The frame of every page: HTML with its charts inside, no script, nothing fetched from elsewhere. It reads the same
/// from a disk, a mail or a web server, in light, in dark and on paper.
struct HTMLPage {
  struct Section {
    let id: String  // its place in the page's address
    let title: String
    let body: String  // markup
  }

  let title: String  // of the window
  let heading: String
  let subtitle: String
  let sections: [Section]
  let footer: String

  var html: String {
    let links = sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" }.joined()
    let body = sections.map { section in
      "<section id=\"\(section.id)\" aria-labelledby=\"\(section.id)-title\">\n"
        + "<h2 id=\"\(section.id)-title\">\(section.title)</h2>\n\(section.body)</section>\n"
    }.joined()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(Markup.escaped(title))</title>
      <style>
      \(PageStyle.css)</style>
      </head>
      <body>
      <header>
      <h1>\(Markup.escaped(heading))</h1>
      <p class="soft">\(Markup.escaped(subtitle))</p>
      <nav aria-label="Sections"><ul>\(links)</ul></nav>
      </header>
      <main>
      \(body)</main>
      <footer>\(Markup.escaped(footer))</footer>
      </body>
      </html>

      """
  }
}
