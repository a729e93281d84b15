import Testing

@testable import SimReport

struct HTMLPageTests {
  private enum Parts: PageParts {}

  @Test func aPageIsWellFormedAndEscapesWhatItIsTold() throws {
    let page = HTMLPage(
      title: "a < b", heading: "\"h\"", subtitle: "c & d",
      sections: [
        .init(id: "one", title: "One", body: Parts.text("x < y") + Parts.words("none")),
        .init(
          id: "two", title: "Two",
          body: Parts.tiles([("n", "<v>")]) + Parts.details("more", "<p>p</p>")
            + Parts.figure("<svg></svg>", caption: "c", isWide: true)),
      ], footer: "f > g")
    try MarkupBalance.check(page.html)
    for piece in [
      "<title>a &lt; b</title>", "&quot;h&quot;", "c &amp; d", "x &lt; y", "&lt;v&gt;", "f &gt; g",
      "<a href=\"#two\">Two</a>", "<section id=\"one\"", "<figure class=\"wide\">",
    ] { #expect(page.html.contains(piece), "\(piece)") }
  }
}
