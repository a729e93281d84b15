import Testing

@testable import qtg

struct SeriesNumbersTests {
  @Test(arguments: [
    ("7", 7), ("1k", 1_000), ("1.5k", 1_500), ("3M", 3_000_000), ("0.25M", 250_000), ("10K", 10_000), ("", nil),
    ("k", nil), ("1.0005k", nil), ("-1k", nil), ("1e3k", nil), ("1 k", nil), ("many", nil), ("1kk", nil),
  ])
  func countsHaveUnits(text: String, expected: Int?) { #expect(SeriesNumbers.count(text) == expected) }

  private static let flags = [Flag("--sizes", taking: "LIST", ""), Flag("--trials", taking: "N", "")]

  private func numbers(_ words: String...) throws -> SeriesNumbers {
    SeriesNumbers(try Arguments(words, flags: Self.flags, environment: [:], command: "test"))
  }

  @Test func listsAreSortedAndWithoutRepetition() throws {
    var given = try numbers("--sizes", "3k,10,3000")
    #expect(given.list("--sizes", standard: "1", 1...10_000) == [10, 3_000] && given.problems.isEmpty)
    var silent = try numbers()
    #expect(silent.list("--sizes", standard: "2,1k", 1...10_000) == [2, 1_000])
    #expect(silent.number("--trials", standard: 3, 1...9) == 3)
  }

  @Test func everyProblemIsTold() throws {
    var given = try numbers("--sizes", "1,,x,20k", "--trials", "10")
    _ = given.list("--sizes", standard: "1", 1...10_000)
    _ = given.number("--trials", standard: 3, 1...9)
    #expect(given.problems.count == 4 && given.problems[3] == "--trials: found `10`, allowed: a whole number, 1 ... 9")
    #expect(given.problems[2].contains("found `20k`") && given.problems[2].contains("1 ... 10,000"))
  }
}
