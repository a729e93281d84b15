import Testing

@testable import SimReport

struct ScaleTests {
  @Test func valuesLandWhereTheyBelong() {
    let scale = Scale(10...20, from: 100, to: 0)
    #expect([10, 15, 20].map { scale($0) } == [100, 50, 0])
    #expect(scale(.nan).isNaN)
    let decades = Scale(1...100, from: 0, to: 10, kind: .logarithmic)
    #expect((decades(10) - 5).magnitude < 1e-12 && decades(100) == 10)
  }

  @Test func aDomainOfOneValueHasItsPlaceInTheMiddle() { #expect(Scale(3...3, from: 0, to: 10)(3) == 5) }

  @Test func domainsHoldAllThatIsANumber() {
    #expect(Scale.domain(of: [.nan, 3, -1, .infinity]) == -1...3)
    #expect(Scale.domain(of: [0, 10], margin: 0.1) == -1...11)
    #expect(Scale.domain(of: [200, 200]) == 198...202)
    #expect(Scale.domain(of: [0]) == -1...1)
    #expect(Scale.domain(of: [.nan]) == nil)
  }
}
