import SimQuant
import Testing

struct SectorSentimentTests {
  @Test func oneEventFades() {
    var values: [Double] = []
    for decay in [1.0, 0.5, 0.1, 0] {
      var sector = SectorSentiment()
      sector.add(sentiment: 0.8, magnitude: 0.5, decay: decay)
      if let value = sector.value { values.append(value) }
    }
    #expect(values.count == 3, "an event that has faded is none")
    for (value, expected) in zip(values, [0.4, 0.8 / 3, 0.04 / 0.55]) { #expect(isClose(value, expected, 1e-15)) }
  }

  @Test func eventsAreWeighed() {
    var sector = SectorSentiment(minMagnitude: 0.2, prior: 0)
    sector.add(sentiment: 1, magnitude: 0.1, decay: 1)  // too small
    #expect(sector.value == nil && sector.eventCount == 0)
    sector.add(sentiment: 0.5, magnitude: 1, decay: 0.5)
    sector.add(sentiment: -1, magnitude: 0.5, decay: 1, share: SectorSentiment.companyShare)
    #expect(sector.totalWeight == 0.75 && sector.eventCount == 2)
    #expect(sector.value == 0)  // ½·½ - 1·¼
  }

  @Test func itStaysWithinTheStrongestEvents() {
    var sector = SectorSentiment()
    for _ in 0..<1_000 { sector.add(sentiment: -0.6, magnitude: 1, decay: 1) }
    #expect((-0.6 ... -0.599).contains(sector.value ?? 0))
  }
}
