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

  /// Foundation's parser is the second opinion: over texts of random pieces, those that are accepted mean the same to it.
  /// It is not asked about the broken ones, as it now and then ends the process over one.
  @Test(arguments: UInt64(1)...8)
  func whatIsAcceptedIsWhatFoundationReads(seed: UInt64) throws {
    let pieces = [
      "{", "}", "[", "]", ":", ",", "a", "'b'", "\"c\"", "1", "-2.5", "+3", ".5", "0x1F", "1e3", "true", "null", " ",
      "\n", "// x\n", "/* y */", "Infinity",
    ]
    // Texts that are JSON5 are rare among these, so half begin as one and lose or gain a piece.
    let sound = ["{", "a", ":", "[", "1", ",", "-2.5", "]", ",", "'b'", ":", "{", "\"c\"", ":", "true", "}", ",", "}"]
    var state = seed
    func draw(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % n
    }
    var accepted = 0
    for _ in 0..<500 {
      var parts = draw(2) == 0 ? sound : (0..<(1 + draw(6))).map { _ in pieces[draw(pieces.count)] }
      if draw(3) > 0 { parts.insert(pieces[draw(pieces.count)], at: draw(parts.count + 1)) }
      if draw(3) > 1 { parts.remove(at: draw(parts.count)) }
      let text = parts.joined(separator: draw(4) == 0 ? "" : " ")
      guard let ours = try? JSON5Parser.parse(text) else { continue }
      let decoder = JSONDecoder()
      decoder.allowsJSON5 = true
      let theirs = try? decoder.decode(Anything.self, from: Data(text.utf8))
      #expect(theirs == Anything(ours.value), "\(text.debugDescription)")
      accepted += 1
    }
    #expect(accepted > 50)
  }

  @Test(arguments: ["", "plain", "quote \" slash \\ end", "line\nend\ttab\r", "\u{0}\u{1f}\u{2028}", "é😀"])
  func textReadsBackAsTheSameValue(string: String) throws {
    let value = JSON5Value.object([JSON5Member(string, .string(string))])
    #expect(Anything(try JSON5Parser.parse(value.text).value) == Anything(value))
    // What we write is JSON in the strict sense.
    let theirs = try JSONDecoder().decode([String: String].self, from: Data(value.text.utf8))
    #expect(theirs == [string: string])
  }
}

/// A value without place and order, as Foundation can decode it. The later of two equal keys is gone there, so it is
/// here.
private indirect enum Anything: Decodable, Equatable {
  case object([String: Anything])
  case array([Anything])
  case number(Double)
  case string(String)
  case bool(Bool)
  case null

  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      var members: [String: Anything] = [:]
      for key in container.allKeys { members[key.stringValue] = try container.decode(Anything.self, forKey: key) }
      self = .object(members)
    } else if var container = try? decoder.unkeyedContainer() {
      var elements: [Anything] = []
      while !container.isAtEnd { elements.append(try container.decode(Anything.self)) }
      self = .array(elements)
    } else {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let flag = try? container.decode(Bool.self) {
        self = .bool(flag)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .string(try container.decode(String.self))
      }
    }
  }

  init(_ value: JSON5Value) {
    switch value {
    case .object(let members):
      self = .object(
        Dictionary(members.map { ($0.key, Anything($0.node.value)) }, uniquingKeysWith: { first, _ in first }))
    case .array(let nodes): self = .array(nodes.map { Anything($0.value) })
    case .number(let number): self = .number(number.double)
    case .string(let text): self = .string(text)
    case .bool(let flag): self = .bool(flag)
    case .null: self = .null
    }
  }
}
