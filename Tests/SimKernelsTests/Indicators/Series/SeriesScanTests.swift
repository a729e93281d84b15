import SimColumns
import Testing

@testable import SimKernels

struct SeriesScanTests {
  @Test(arguments: [0, 1, 7, 8, 9, 64, 65]) func oneFadedAverageAnywhere(count: Int) {
    let averages = Column<Double>(count: count, filledWith: -1e-3)
    let prices = Column<Double>(count: count, filledWith: 100)
    #expect(!SeriesScan.hasFaded(averages.view, prices: prices.view))
    for place in 0..<count {
      averages.view[place] = place % 2 == 0 ? 1e-18 : -1e-18
      #expect(SeriesScan.hasFaded(averages.view, prices: prices.view), "place \(place)")
      averages.view[place] = -1e-3
    }
  }
}
