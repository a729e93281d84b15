import SimQuant
import Testing

struct ReturnWindowTests {
  @Test(arguments: [2, 3, 7, 8])
  func itKeepsTheLastOnesInOrder(capacity: Int) {
    var window = ReturnWindow(capacity: capacity)
    var all: [Double] = []
    for r in 0..<30 {
      #expect(window.returns == all.suffix(capacity))
      window.add(Double(r))
      all.append(Double(r))
    }
    #expect(window.count == capacity)
  }
}
