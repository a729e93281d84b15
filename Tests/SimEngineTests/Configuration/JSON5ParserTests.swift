import Foundation
import SimEngine
import Testing

struct JSON5ParserTests {
  @Test func readsEverythingThatJSON5Adds() throws {
    let text = """
      // a comment
      { plain: 1, 'single': .5, "double": 5., /* between */ $_é: +1, hex: 0x1F, list: [1, 2,],
        inf: -Infinity, text: 'a\\'\\x41\\u00e9\\ud83d\\ude00\\
      b', seed: 18446744073709551615, no: null, yes: true, }
      """
    let node = try JSON5Parser.parse(text)
    guard case .object(let members) = node.value else {
      Issue.record("not an object")
      return
    }
    #expect(
      members.map(\.key) == [
        "plain", "single", "double", "$_é", "hex", "list", "inf", "text", "seed", "no", "yes",
      ])
    let values = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.node.value) })
    #expect(values["single"] == .number(JSON5Number(0.5)))
    #expect(values["double"] == .number(JSON5Number(5)))
    #expect(values["hex"] == .number(JSON5Number(whole: 31)))
    #expect(values["inf"] == .number(JSON5Number(-.infinity)))
    #expect(values["text"] == .string("a'Aé😀b"))
    #expect(values["seed"] == .number(JSON5Number(whole: 18_446_744_073_709_551_615)))  // exactly: above 2^53
  }

  @Test func placesCountLinesAndCharactersFromOne() throws {
    let node = try JSON5Parser.parse("{\r\n  é: 1,\n\n  b: [2,\r    3]}")
    guard case .object(let members) = node.value, case .array(let nodes) = members[1].node.value else {
      Issue.record("not the tree that was written")
      return
    }
    #expect(members[0].keyPlace == TextPlace(line: 2, column: 3))
    #expect(members[0].node.place == TextPlace(line: 2, column: 6))
    #expect(members[1].keyPlace == TextPlace(line: 4, column: 3))
    #expect(nodes[1].place == TextPlace(line: 5, column: 5))
  }

  @Test(arguments: [
    ("", 1, 1), ("  \n ", 2, 2), ("// only a comment", 1, 18),
    ("{", 1, 2), ("{\n  a: 1,\n", 3, 1), ("{ a: [1, 2\n", 2, 1), ("{ a", 1, 4), ("{ a:", 1, 5),
    ("{ a 1 }", 1, 5), ("{\n  a: 1\n  b: 2 }", 3, 3), ("{ a: 1 } x", 1, 10), ("{ a: 1,, }", 1, 8), ("[1 2]", 1, 4),
    ("{ a: \"abc\n\" }", 1, 6), ("{ a: 'abc", 1, 6), ("{ a: '\\1' }", 1, 7), ("{ a: '\\xg0' }", 1, 7),
    ("{ a: '\\ud800x' }", 1, 7), ("{ a: tru }", 1, 6), ("{ a: 012 }", 1, 6), ("{ a: 1.2.3 }", 1, 9),
    ("{ a: 1e }", 1, 8), ("{ a: - }", 1, 7), ("{ a: 0x }", 1, 8), ("{ a: 1_000 }", 1, 7), ("{ a: . }", 1, 7),
    ("/* open", 1, 1), ("{ a: @ }", 1, 6), ("{ 1a: 2 }", 1, 3), ("{ a: 1 /* open", 1, 8),
  ])
  func saysWhereATextStopsBeingJSON5(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSON5Parser.SyntaxError.self) { try JSON5Parser.parse(text) }
    #expect(error?.place == TextPlace(line: line, column: column), "\(error?.message ?? "")")
  }

  @Test func everyTruncationOfATextIsRefused() throws {
    let text = "{ a: [1, { 'b': \"x\" }], c: -0x1f, d: 2.5e3, /* e */ f: null }"
    _ = try JSON5Parser.parse(text)
    for length in 0..<text.count {
      #expect(throws: JSON5Parser.SyntaxError.self, "\(length) characters") {
        try JSON5Parser.parse(String(text.prefix(length)))
      }
    }
  }

  @Test func deepNestingIsRefusedBeforeItExhaustsTheStack() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSON5Parser.SyntaxError.self) { try JSON5Parser.parse(text) }
  }

  /// Two independent readers are the second opinion. Foundation's is not asked: its check of a JSON5 number looks past
  /// the end of the text and now and then ends the process.
  @Test func agreesWithOtherReadersOnSoundAndBrokenTexts() throws {
    let texts = try JSON5Fixture.loaded.get()
    for entry in texts {
      let ours = try? JSON5Parser.parse(entry.text)
      #expect((ours?.value).map(JSON5Fixture.described) == entry.value, "\(entry.text.debugDescription)")
    }
    let accepted = texts.count { $0.value != nil }
    #expect(accepted > 500 && texts.count - accepted > 300)
  }

  @Test(arguments: ["", "plain", "quote \" slash \\ end", "line\nend\ttab\r", "\u{0}\u{1f}\u{2028}", "é😀"])
  func textReadsBackAsTheSameValue(string: String) throws {
    let value = JSON5Value.object([JSON5Member(string, .string(string))])
    #expect(JSON5Fixture.described(try JSON5Parser.parse(value.text).value) == JSON5Fixture.described(value))
    // What we write is JSON in the strict sense.
    let theirs = try JSONDecoder().decode([String: String].self, from: Data(value.text.utf8))
    #expect(theirs == [string: string])
  }
}
