import Testing

@testable import SimReport

struct AlignedTableTests {
  @Test func wordsStandOnTheLeftAndNumbersOnTheRight() {
    let text = AlignedTable.text([["a", "b", "c"], ["long", "1", "x"], ["", "1000", ""]], words: [0, 2])
    #expect(text == "a        b  c\nlong     1  x\n      1000\n")
    #expect(AlignedTable.text([]) == "")
  }
}
