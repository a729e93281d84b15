import SimKernels
import Testing

struct ReturnSumsTests {
  @Test func twoRowsAreOne() {
    let returns = [0.5, -0.25, 0.125, -0.75, 0]
    var (whole, left, right) = (ReturnSums(), ReturnSums(), ReturnSums())
    for (place, r) in returns.enumerated() {
      whole.add(r, target: 0.25)
      if place < 2 { left.add(r, target: 0.25) } else { right.add(r, target: 0.25) }
    }
    #expect(left + right == whole)  // powers of two: exact
    #expect(whole.count == 5 && whole.first == -0.375 && whole.second == 0.890625)
    #expect(whole.downside == 0.25 + 0.015625 + 1 + 0.0625)
  }
}
