import SimTestSupport
import SimTypes
import Testing

@testable import qtg

/// What `qtg match` remembers of a file: ids, names, prices.
struct MatchTablesTests {
  /// Against a dictionary; few keys, so that most of them come and go many times.
  @Test(arguments: [Int64(40), 3_000, 1 << 40]) func anIntegerTableIsADictionary(keys: Int64) {
    var random = TestGenerator(seed: UInt64(keys))
    var table = IntegerTable()
    var expected: [Int64: UInt64] = [:]
    for step in 1...20_000 {
      let key = Int64.random(in: -keys...keys, using: &random)
      let word = Bool.random(using: &random) ? UInt64(step) : 0
      let found = table[key]
      #expect(found == expected[key, default: 0])
      table[key] = word
      expected[key] = word == 0 ? nil : word
      let count = table.count
      #expect(count == expected.count)
    }
    for (key, word) in expected {
      let found = table[key]
      #expect(found == word)
    }
  }

  @Test func anIntegerSetKnowsNeighboursApart() {
    var set = IntegerSet()
    let numbers: [Int64] = [0, 1, 63, 64, -1, -64, -65, .max, .min, 1 << 50]
    for number in numbers {
      let wasThere = set.contains(number)
      let (isNew, isNewAgain) = (set.insert(number), set.insert(number))
      let isThere = set.contains(number)
      #expect(!wasThere && isNew && !isNewAgain && isThere)
    }
    let others = [Int64(2), -2, 65].filter { set.contains($0) }
    #expect(others.isEmpty)
  }

  @Test func namesAreNumberedAndFoundAgain() {
    let table = NameTable()
    func find(_ text: String) -> Int? { table.find(Array(text.utf8).span) }
    func index(_ text: String) -> Int { table.index(of: Array(text.utf8).span) }
    for number in 0..<2_000 {
      #expect(find("name \(number)") == nil)
      #expect(index("name \(number)") == number)
    }
    for number in 0..<2_000 {
      #expect(index("name \(number)") == number && Array(table.name(number)) == Array("name \(number)".utf8))
    }
    #expect(table.count == 2_000 && find("") == nil)
    // Names of up to seven bytes are looked up as numbers.
    let near = ["", "a", "a\0", "b", "ab", "ba", "abc", "abcd", "abcdefg", "abcdefgh", "Abcdefg", "abcdef\0", "é"]
    for (place, name) in near.enumerated() { #expect(find(name) == nil && index(name) == 2_000 + place) }
    for (place, name) in near.enumerated() {
      #expect(find(name) == 2_000 + place && Array(table.name(2_000 + place)) == Array(name.utf8))
    }
  }

  @Test func numbersStandForThemselvesAndTextsDoNot() {
    let names = MixedNames()
    func add(_ text: String) -> Int64 { names.add(Array(text.utf8).span) }
    func find(_ text: String) -> Int64? { names.find(Array(text.utf8).span) }
    #expect(add("0") == 0 && add("7") == 7 && add("999999999999999999") == 999_999_999_999_999_999)
    let texts = ["007", "+7", "-7", "7.0", "A7", "1000000000000000000", "00"]
    #expect(texts.map(add) == (0..<7).map { ~Int64($0) })
    #expect(names.text(add("+7")) == Array("+7".utf8)[...] && find("B") == nil && find("12") == 12)
    for text in ["12345678", "123456789", "1234567:", "/2345678", "4", "0", "-0"] {
      #expect(names.written(add(text)) == Array(text.utf8)[...])
      #expect((add(text) >= 0) == text.allSatisfy(\.isNumber))
    }
  }

  @Test(arguments: [
    ("0.01", "100.25", 10_025), ("0.01", "1.0025e2", 10_025), ("0.01", "+7", 700), ("0.25", "100.250000", 401),
    ("0.0001", "0.0001", 1), ("50", "100", 2), ("0.01", "21474836.46", 2_147_483_646),
  ])
  func pricesOnTheGrid(tick: String, text: String, ticks: Int32) throws {
    #expect(try read(text, tick).get() == ticks)
  }

  @Test(arguments: [
    ("100.255", PriceGrid.Problem.offGrid), ("100.2500001", .offGrid), ("1.00255e2", .offGrid), ("0", .notPositive),
    ("-0.00", .notPositive), ("-1e3", .notPositive), ("-0.00001", .notPositive), ("21474836.47", .tooLarge),
    ("1e300", .tooLarge), ("99999999999999999999", .tooLarge), ("", .noNumber), ("inf", .noNumber), ("1,5", .noNumber),
    ("0x10", .noNumber), ("1e400", .noNumber),
  ])
  func pricesOffTheGrid(text: String, problem: PriceGrid.Problem) {
    #expect(throws: problem) { try read(text, "0.01").get() }
  }

  @Test(arguments: [("0.01", 2), ("0.05", 2), ("0.1", 1), ("0.125", 3), ("0.0001", 4), ("1", 0), ("250", 0)])
  func decimalsOfAGrid(tick: String, places: Int) { #expect(grid(tick).places == places) }

  private func read(_ text: String, _ tick: String) -> Result<Int32, PriceGrid.Problem> {
    grid(tick).ticks(Array(text.utf8).span)
  }

  private func grid(_ tick: String) -> PriceGrid {
    PriceGrid(tick: TickSize(raw: DecimalText.units(Array(tick.utf8).span, 0..<tick.utf8.count, places: 4)!))
  }
}
