import Testing

@testable import SimQuant

struct FactVerdictTests {
  private func word(_ rule: FactRule, _ value: Double, _ error: Double) -> String {
    rule.verdict(value: value, standardError: error, band: 1...5).word
  }

  @Test func absenceFailsOnlyWhenItIsClearlyOutside() {
    #expect(word(.absent, 3, 100) == "pass")
    #expect(word(.absent, 6, 0.6) == "pass")
    #expect(word(.absent, 6, 0.4) == "fail")
    #expect(word(.absent, 0, 0.6) == "pass")
    #expect(word(.absent, 0, 0.4) == "fail")
  }

  @Test func presenceHasToBeInTheBandAndClearOfARandomWalk() {
    #expect(word(.present(randomWalk: 0), 2, 1.2) == "pass")
    #expect(word(.present(randomWalk: 0), 2, 1.3) == "fail")
    #expect(word(.present(randomWalk: 0), 0.9, 0.1) == "fail")
    #expect(word(.present(randomWalk: 0), 5.1, 0.1) == "fail")
    #expect(word(.present(randomWalk: 6), 4, 1.2) == "pass")
  }

  @Test func insideDoesNotAskForTheError() {
    #expect(word(.inside, 1, .nan) == "pass")
    #expect(word(.inside, 5.001, 10) == "fail")
  }

  @Test func whatDoesNotExistOrHasNoErrorFails() {
    for rule in [FactRule.absent, .present(randomWalk: 0), .inside] { #expect(word(rule, .nan, 1) == "fail") }
    for rule in [FactRule.absent, .present(randomWalk: 0)] { #expect(word(rule, 2, .nan) == "fail") }
  }

  @Test func oneFailureDecidesAndOneGapLeavesOpen() {
    let fail = FactVerdict.fail(reason: "a")
    let open = FactVerdict.notComputable(reason: "b")
    #expect(FactVerdict.all(of: [.pass, open, fail]) == fail)
    #expect(FactVerdict.all(of: [.pass, open]) == open)
    #expect(FactVerdict.all(of: [.pass, .pass]) == .pass)
    #expect((fail.reason, open.reason, FactVerdict.pass.reason) == ("a", "b", nil))
  }
}
