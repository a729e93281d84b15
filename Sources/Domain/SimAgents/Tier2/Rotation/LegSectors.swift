import SimColumns
import SimNews
import SimQuant

/// The sectors of an agent's symbols, numbered 0, 1, … in the order in which its legs bring them up, and what the news
/// say about each.
///
///     an event of a sector       counts for it
///     of a company               counts for the company's sector, at ``SectorSentiment/companyShare`` of its weight
///     of rates                   counts for none: it moves all of them alike, and so no weight
///
/// Scratch of one chunk, which computes it anew when it needs it.
struct LegSectors {
  let sectorOfLeg: ColumnView<Int32>  // row = leg
  let symbolCount: ColumnView<Int32>  // row = sector: legs that belong to it
  let sector: ColumnView<Int32>  // row = sector: its row in the market's list
  let sentiment: ColumnView<SectorSentiment>  // row = sector
  private let weight: ColumnView<Double>  // row = sector
  private(set) var count = 0

  init(
    sectorOfLeg: ColumnView<Int32>, symbolCount: ColumnView<Int32>, sector: ColumnView<Int32>,
    sentiment: ColumnView<SectorSentiment>, weight: ColumnView<Double>
  ) {
    (self.sectorOfLeg, self.symbolCount, self.sector) = (sectorOfLeg, symbolCount, sector)
    (self.sentiment, self.weight) = (sentiment, weight)
  }

  /// Numbers the sectors of `symbols`, leg by leg.
  mutating func number(_ symbols: [Int], _ news: NewsView) {
    count = 0
    for (leg, symbol) in symbols.enumerated() {
      let place = index(ofSector: news.sector[symbol]) ?? count
      if place == count {
        (sector[place], symbolCount[place]) = (news.sector[symbol], 0)
        count += 1
      }
      sectorOfLeg[leg] = Int32(place)
      symbolCount[place] += 1
    }
  }

  /// Adds up what is remembered at `tick` of events of at least `minMagnitude`.
  func read(_ news: NewsView, at tick: UInt32, minMagnitude: Double) {
    sentiment.fill(0..<count, with: SectorSentiment(minMagnitude: minMagnitude))
    for event in news.all {
      let (row, share): (Int32, Double) =
        switch event.reach {
        case .symbol(let symbol): (news.sector[symbol], SectorSentiment.companyShare)
        case .sector(let sector): (Int32(sector), 1)
        case .everybody: (-1, 0)
        }
      guard let place = index(ofSector: row) else { continue }
      sentiment[place].add(
        sentiment: event.sentiment, magnitude: event.magnitude, decay: event.decay(at: tick), share: share)
    }
  }

  /// What part of the money belongs into each sector, by what was read: ``SectorWeights``.
  func weights(scale: Double, low: Double, high: Double) -> ColumnView<Double> {
    let weights = weight[0..<count]
    for place in 0..<count { weights[place] = 1 / Double(count) + scale * (sentiment[place].value ?? 0) }
    SectorWeights.settle(weights, low: low, high: high)
    return weights
  }

  private func index(ofSector row: Int32) -> Int? { (0..<count).first { sector[$0] == row } }
}
