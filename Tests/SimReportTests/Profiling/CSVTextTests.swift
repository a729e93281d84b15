import Testing

@testable import SimReport

struct CSVTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""),
  ])
  func cellsAreQuotedWhereTheyMust(text: String, expected: String) { #expect(CSVText.cell(text) == expected) }

  @Test func numbersHaveAPointAndNothingElse() {
    #expect(CSVText.number(1_234_567.891, 1) == "1234567.9" && CSVText.number(-0.5, 2) == "-0.50")
    #expect(CSVText.number(.nan, 1) == "" && CSVText.number(.infinity, 1) == "")
    #expect(CSVText.line(["a", "1"]) == "a,1\n")
  }
}
