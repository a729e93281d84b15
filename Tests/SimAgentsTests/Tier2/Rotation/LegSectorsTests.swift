import SimColumns
import SimNews
import SimQuant
import Testing

@testable import SimAgents

struct LegSectorsTests {
  private final class Scratch {
    let legs = Column<Int32>(count: 4, filledWith: 9)
    let counts = Column<Int32>(count: 4, filledWith: 9)
    let rows = Column<Int32>(count: 4, filledWith: 9)
    let sentiment = Column<SectorSentiment>(count: 4, filledWith: SectorSentiment())
    let weight = Column<Double>(count: 4, filledWith: 9)

    var sectors: LegSectors {
      LegSectors(
        sectorOfLeg: legs.view, symbolCount: counts.view, sector: rows.view, sentiment: sentiment.view,
        weight: weight.view)
    }
  }

  private let bench = JointBench<SectorRotator>(prices: [100, 100, 100, 100], sectors: [5, 2, 5, 3])

  @Test func sectorsAreNumberedAsLegsBringThemUp() {
    let scratch = Scratch()
    var sectors = scratch.sectors
    sectors.number([0, 1, 2, 3], bench.news)
    #expect(sectors.count == 3 && scratch.legs.view.array() == [0, 1, 0, 2])
    #expect(Array(scratch.counts.view.array().prefix(3)) == [2, 1, 1])
    #expect(Array(scratch.rows.view.array().prefix(3)) == [5, 2, 3])
    sectors.number([3, 1], bench.news)
    #expect(sectors.count == 2 && Array(scratch.rows.view.array().prefix(2)) == [3, 2])
  }

  /// Those of companies count half, those of rates and of other sectors not at all, small ones neither.
  @Test func newsCountForTheirSector() {
    let scratch = Scratch()
    var sectors = scratch.sectors
    bench.announce(.sector, 5, 0.8, magnitude: 0.5)
    bench.announce(.earnings, 3, -0.6, magnitude: 0.5)
    bench.announce(.rate, 0, 1, magnitude: 1)
    bench.announce(.sector, 7, 1, magnitude: 1)
    bench.announce(.sector, 2, 1, magnitude: 0.1)
    _ = bench.decide()
    sectors.number([0, 1, 2, 3], bench.news)
    sectors.read(bench.news, at: 0, minMagnitude: 0.2)
    #expect(scratch.sentiment.view[0].value == 0.8 * 0.5 / (0.5 + 0.5))
    #expect(scratch.sentiment.view[1].value == nil)
    #expect(scratch.sentiment.view[2].value == -0.6 * 0.25 / (0.25 + 0.5))
    // Half of its time later an event weighs half.
    sectors.read(bench.news, at: 25, minMagnitude: 0.2)
    #expect(scratch.sentiment.view[0].value == 0.8 * 0.25 / (0.25 + 0.5))
    let weights = sectors.weights(scale: 0.3, low: 0, high: 1).array()
    #expect(weights.count == 3 && abs(weights.reduce(0, +) - 1) < 1e-12)
    #expect(weights[0] > weights[1] && weights[1] > weights[2])
  }
}
