import SimColumns

/// Two symbols that somebody watches together: how far back, and how often they are tested.
public struct SymbolPair: Hashable, Sendable {
  public let a, b: Int  // symbol rows
  public let lookback: Int  // candles
  public let testEvery: Int  // candles

  public init(a: Int, b: Int, lookback: Int, testEvery: Int) {
    precondition(a != b, "a pair is two symbols")
    (self.a, self.b, self.lookback, self.testEvery) = (a, b, lookback, testEvery)
  }
}

/// Every distinct pair of symbols that somebody declared, followed once for all (``CointegrationTracker``).
///
///     update   a closed candle in: O(1) a pair, and every `testEvery` candles a test of its window
///
/// Pairs are tested in turn, not all at one candle: the first test of pair number i comes i mod `testEvery` candles
/// after its window is full.
public final class PairBank: Sendable {
  public let pairs: [SymbolPair]
  private let rows: [SymbolPair: Int]  // asked for single pairs only; its order reaches nobody
  private let trackers: [HandedOver<CointegrationTracker>]

  /// - Parameter declarations: of equal ones the first counts, the others are the same pair.
  public init(_ declarations: [SymbolPair]) {
    var rows: [SymbolPair: Int] = [:]
    var pairs: [SymbolPair] = []
    for pair in declarations where rows[pair] == nil {
      rows[pair] = pairs.count
      pairs.append(pair)
    }
    (self.pairs, self.rows) = (pairs, rows)
    trackers = pairs.enumerated().map { place, pair in
      HandedOver(
        CointegrationTracker(
          lookback: pair.lookback, testEvery: pair.testEvery, firstTest: place % pair.testEvery))
    }
  }

  public var count: Int { pairs.count }
  public var byteCount: Int { pairs.reduce(0) { $0 + 2 * $1.lookback * MemoryLayout<Double>.stride } }

  /// Takes the next candle of some pairs in. Ranges that do not overlap may be updated at the same time.
  /// - Parameter close: of a symbol, in any unit.
  public func update(_ range: Range<Int>, close: (_ symbol: Int) -> Double) {
    for row in range {
      trackers[row].value.update(priceA: close(pairs[row].a), priceB: close(pairs[row].b))
    }
  }

  /// The place of a pair in ``pairs``; nil when it was not declared.
  public func row(of pair: SymbolPair) -> Int? { rows[pair] }

  /// The pair as of the last closed candle; nil until its window is full and while it does not move.
  public func reading(_ row: Int) -> CointegrationTracker.Reading? { trackers[row].value.reading }

  /// Its last test; nil before the first.
  public func test(_ row: Int) -> Cointegration? { trackers[row].value.test }

  /// Tests in a row, up to the last one, that rejected wandering at 1 %.
  public func passedInARow(_ row: Int) -> Int { trackers[row].value.passedInARow }
}
