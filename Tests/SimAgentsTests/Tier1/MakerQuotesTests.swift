import SimColumns
import SimRandom
import Testing

@testable import SimAgents

struct MakerQuotesTests {
  /// Makers of one symbol, the second population of a market.
  private final class Makers {
    let ledger: InterleavedColumns
    let position: Column<Int32>
    let spread: Column<Double>
    static let firstRow = 3

    init(_ count: Int) {
      ledger = InterleavedColumns(count: Self.firstRow + count, rowBytes: 64)
      position = Column(count: Self.firstRow + count, filledWith: 0)
      spread = Column(count: count, filledWith: 0)
    }

    func quotes(last: Double, fair: Double) -> MakerQuotes {
      MakerQuotes(
        last: last, fair: fair, recipes: recipes, position: position.view, spread: spread.view,
        firstRow: Self.firstRow)
    }

    private var recipes: StridedView<MarketMaker.Recipe> {
      ledger.field(at: 36, of: StrategySpace.self).rebound(to: MarketMaker.Recipe.self)
    }

    func set(_ row: Int, _ recipe: MarketMaker.Recipe, position: Int32, spread: Double) {
      recipes[Self.firstRow + row] = recipe
      self.position.view[Self.firstRow + row] = position
      self.spread.view[row] = spread
    }
  }

  private func recipe(weight: Float, worth: Float, range: Float, skew: Float) -> MarketMaker.Recipe {
    MarketMaker.Recipe(
      weight: weight, worth: worth, target: 800, inverseRange: 1 / range, skew: skew, lowest: 0, highest: 2_000)
  }

  @Test(arguments: [1.0, 3, 9_999.5, 1_000_000, 2_000_000_000])
  func vectorEqualsScalar(last: Double) {
    var stream = RowStream(StreamKey(seed: 5, purpose: .spawn), row: 0, tick: 0)
    let makers = Makers(400)
    for row in 0..<400 {
      makers.set(
        row,
        recipe(
          weight: [0, 1, Float(stream.uniform())][Int(stream.bounded(3))], worth: Float(0.5 + stream.uniform()),
          range: Float(1 + stream.bounded(1_000)), skew: Float(stream.bounded(5))),
        position: Int32(stream.bounded(3_000)) - 1_000,
        spread: [0, 0.5, 0.001 * stream.uniform()][Int(stream.bounded(3))])
    }
    let quotes = makers.quotes(last: last, fair: last * 1.01)
    for agent in Makers.firstRow..<Makers.firstRow + 397 {
      let (bid, ask) = quotes.vector(agent)
      for place in 0..<4 {
        let one = quotes.scalar(agent + place)
        #expect(one.bid == bid[place] && one.ask == ask[place])
        #expect(bid[place] >= 1 && ask[place] > bid[place])
      }
    }
  }

  @Test func theDefinitionByHand() {
    let makers = Makers(2)
    // Half between last price and 2 % more, 1 % to either side; the second leans down by half of that.
    makers.set(0, recipe(weight: 0.5, worth: 1.02, range: 400, skew: 1), position: 800, spread: 0.01)
    makers.set(1, recipe(weight: 0.5, worth: 1.02, range: 400, skew: 1), position: 1_000, spread: 0.01)
    let quotes = makers.quotes(last: 10_000, fair: 10_000)
    // 10,100 less a rounding of the worth, which 32 bits hold.
    let (even, full) = (quotes.scalar(Makers.firstRow), quotes.scalar(Makers.firstRow + 1))
    #expect((9_998...9_999).contains(even.bid) && (10_201...10_202).contains(even.ask))
    #expect((9_948...9_949).contains(full.bid) && (10_150...10_151).contains(full.ask))
  }
}
