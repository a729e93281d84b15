import SimRandom

/// A history seen at a time scale: rows put together in windows of `scale`, from the first row on.
///
///     row       0 | 1 2 3 4 | 5 6 7 8 | 9 …                scale 4; what fills no window is left out
///     return j    ln(p[4(j+1)] / p[4j])
///     volume j    Σ of the window                    quotes j: of the window's last row
struct ScaledHistory {
  let scale: Int
  let returns: [Double]  // logarithmic, a window each
  let volumes: [Double]?
  let book: ScaledBook?
  /// Of the returns, by ``GarchFilter``; nil when there are fewer than `residualsMin`, or all are equal.
  let residuals: [Double]?

  static let residualsMin = 500

  struct ScaledBook {
    let spreads: [Double]  // fraction of the mid price
    let midReturns: [Double]  // logarithmic
    let depths: [Double]?  // shares at both best prices together
    let imbalances: [Double]?  // (bid - ask) / (bid + ask) of the depths, -1 ... 1; 0 when both are empty
    let orderFlow: [Double]?  // shares; see ``orderFlow(_:)``
  }

  init(_ history: PriceHistory, scale: Int) {
    precondition(scale > 0, "a window has at least one row")
    let count = (history.closes.count - 1) / scale
    self.scale = scale
    let returns = Self.logReturns(history.closes, scale, count)
    let isFlat = returns.allSatisfy { $0 == returns[0] }
    self.returns = returns
    residuals = count < Self.residualsMin || isFlat ? nil : GarchFilter(returns).residuals
    volumes = history.volumes.map { Self.sums($0.dropFirst(), scale, count) }
    book = history.book.map { book in
      let last = (1...max(1, count)).map { $0 * scale }.prefix(count)
      let mids = zip(book.bids, book.asks).map { 0.5 * ($0 + $1) }
      return ScaledBook(
        spreads: last.map { (book.asks[$0] - book.bids[$0]) / mids[$0] },
        midReturns: Self.logReturns(mids, scale, count),
        depths: book.depths.map { depths in last.map { depths.bids[$0] + depths.asks[$0] } },
        imbalances: book.depths.map { depths in
          last.map { row in
            let sum = depths.bids[row] + depths.asks[row]
            return sum > 0 ? (depths.bids[row] - depths.asks[row]) / sum : 0
          }
        },
        orderFlow: Self.orderFlow(book).map { Self.sums($0[...], scale, count) })
    }
  }

  /// Order flow imbalance between neighbouring rows, in shares: what joined the bid or left the ask, less the opposite.
  ///
  ///     e[t] = q_b[t]·(p_b[t] ≥ p_b[t-1]) - q_b[t-1]·(p_b[t] ≤ p_b[t-1])
  ///          - q_a[t]·(p_a[t] ≤ p_a[t-1]) + q_a[t-1]·(p_a[t] ≥ p_a[t-1])
  ///
  /// Source: R. Cont, A. Kukanov, S. Stoikov, "The price impact of order book events", J. Financial Econometrics 12(1),
  /// 2014, 47-88, equation 4.
  static func orderFlow(_ book: PriceHistory.BookHistory) -> [Double]? {
    guard let depths = book.depths else { return nil }
    return (1..<book.bids.count).map { row in
      var flow = 0.0
      if book.bids[row] >= book.bids[row - 1] { flow += depths.bids[row] }
      if book.bids[row] <= book.bids[row - 1] { flow -= depths.bids[row - 1] }
      if book.asks[row] <= book.asks[row - 1] { flow -= depths.asks[row] }
      if book.asks[row] >= book.asks[row - 1] { flow += depths.asks[row - 1] }
      return flow
    }
  }

  private static func logReturns(_ prices: [Double], _ scale: Int, _ count: Int) -> [Double] {
    (0..<count).map { DeterministicMath.log(prices[($0 + 1) * scale] / prices[$0 * scale]) }
  }

  private static func sums(_ values: ArraySlice<Double>, _ scale: Int, _ count: Int) -> [Double] {
    (0..<count).map { window in
      let start = values.startIndex + window * scale
      return values[start..<start + scale].reduce(0, +)
    }
  }
}
