import SimQuant
import Testing

struct PriceHistoryTests {
  private let closes = (0..<101).map { 100 + Double($0) }

  private func problem(
    closes: [Double]? = nil, volumes: [Double]? = nil, book: PriceHistory.BookHistory? = nil
  ) -> PriceHistory.Problem? {
    do throws(PriceHistory.Problem) {
      _ = try PriceHistory(closes: closes ?? self.closes, volumes: volumes, book: book)
      return nil
    } catch { return error }
  }

  private func with(_ value: Double, at row: Int, in values: [Double]) -> [Double] {
    var values = values
    values[row] = value
    return values
  }

  @Test func aHundredReturnsAreEnough() {
    #expect(problem() == nil)
    #expect(problem(closes: Array(closes.dropLast())) == .tooFewRows(found: 100, needed: 101))
  }

  @Test func whatIsNoPriceIsNamed() {
    #expect(problem(closes: with(.nan, at: 7, in: closes)) == .notANumber(.close, row: 7))
    #expect(problem(closes: with(.infinity, at: 0, in: closes)) == .notANumber(.close, row: 0))
    #expect(problem(closes: with(0, at: 100, in: closes)) == .notPositive(.close, row: 100, found: 0))
    #expect(problem(closes: with(-3, at: 4, in: closes)) == .notPositive(.close, row: 4, found: -3))
  }

  @Test func volumesMayBeZeroButNotNegative() {
    let zeros = [Double](repeating: 0, count: 101)
    #expect(problem(volumes: zeros) == nil)
    #expect(problem(volumes: with(-1, at: 3, in: zeros)) == .negative(.volume, row: 3, found: -1))
    #expect(problem(volumes: with(.nan, at: 3, in: zeros)) == .notANumber(.volume, row: 3))
  }

  @Test func quotesMayTouchButNotCross() {
    let asks = with(103, at: 5, in: closes)  // the bid is 105 there
    #expect(problem(book: .init(bids: closes, asks: closes)) == nil)
    #expect(problem(book: .init(bids: closes, asks: asks)) == .crossed(row: 5, bid: 105, ask: 103))
    #expect(
      problem(book: .init(bids: with(0, at: 2, in: closes), asks: closes)) == .notPositive(.bid, row: 2, found: 0))
    #expect(
      problem(book: .init(bids: closes, asks: closes, depths: (closes, with(-1, at: 9, in: closes))))
        == .negative(.askDepth, row: 9, found: -1))
  }

  @Test func problemsSayRowValueAndRule() {
    #expect(
      "\(PriceHistory.Problem.tooFewRows(found: 7, needed: 101))"
        == "7 rows are too few for stylised facts: at least 101 are needed")
    #expect("\(PriceHistory.Problem.notPositive(.close, row: 4, found: -3))".hasPrefix("row 5: the close is -3.0"))
    #expect("\(PriceHistory.Problem.crossed(row: 0, bid: 2, ask: 1))" == "row 1: the bid 2.0 is above the ask 1.0")
  }

  @Test func columnsOfDifferentLengthTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = try PriceHistory(closes: [Double](repeating: 1, count: 101), volumes: [1, 2])
    }
  }
}
