import SimColumns

/// Two symbols that somebody watches together: how far back, and how often they are tested.
public struct SymbolPair: Hashable, BitwiseCopyable, Sendable {
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
  /// What agents are handed; must not outlive the bank.
  public let view: PairView
  private let pairColumn: Column<SymbolPair>
  private let readings: Column<CointegrationTracker.Reading?>
  private let tests: Column<Cointegration?>
  private let passes: Column<Int32>
  private let trackers: [HandedOver<CointegrationTracker>]
  private let spaces: [HandedOver<CointegrationSpace>]  // one for each group

  /// Pairs that are tested in one memory: as many as make a test or two a candle.
  public static let groupSize = 8

  /// - Parameter declarations: of equal ones the first counts, the others are the same pair.
  public init(_ declarations: [SymbolPair]) {
    var known: Set<SymbolPair> = []
    let pairs = declarations.filter { known.insert($0).inserted }
    pairColumn = Column(pairs)
    readings = Column(count: pairs.count, filledWith: nil)
    tests = Column(count: pairs.count, filledWith: nil)
    passes = Column(count: pairs.count, filledWith: 0)
    view = PairView(pairs: pairColumn.view, readings: readings.view, tests: tests.view, passes: passes.view)
    trackers = pairs.enumerated().map { place, pair in
      HandedOver(
        CointegrationTracker(
          lookback: pair.lookback, testEvery: pair.testEvery, firstTest: place % pair.testEvery))
    }
    let longest = pairs.map(\.lookback).max() ?? 0
    spaces = stride(from: 0, to: pairs.count, by: Self.groupSize).map { _ in
      HandedOver(CointegrationSpace(prices: longest))
    }
  }

  /// In the order they were declared in, each once.
  public var pairs: [SymbolPair] { view.pairs.array() }

  public var count: Int { view.pairs.count }
  public var byteCount: Int {
    pairs.reduce(0) { $0 + 2 * $1.lookback * MemoryLayout<Double>.stride }
      + spaces.reduce(0) { $0 + $1.value.byteCount }
  }

  /// Takes the next candle of some pairs in. Ranges may be updated at the same time if none has pairs of a group of
  /// ``groupSize`` that another has, too; row *r* belongs to group *r* / ``groupSize``.
  /// - Parameter close: of a symbol, in any unit.
  /// - Complexity: constant a pair, and what a ``CointegrationTracker``'s test takes now and then. No allocation.
  public func update(_ range: Range<Int>, close: (_ symbol: Int) -> Double) {
    for row in range {
      let (pair, tracker) = (view.pairs[row], trackers[row])
      tracker.value.update(
        priceA: close(pair.a), priceB: close(pair.b), &spaces[row / Self.groupSize].value)
      view.readings[row] = tracker.value.reading
      view.tests[row] = tracker.value.test
      view.passes[row] = Int32(clamping: tracker.value.passedInARow)
    }
  }
}

/// The pairs of a ``PairBank`` as of the last closed candle, borrowed. Plain memory, without references to count.
public struct PairView: BitwiseCopyable, Sendable {
  // Row = pair.
  fileprivate let pairs: ColumnView<SymbolPair>
  fileprivate let readings: ColumnView<CointegrationTracker.Reading?>
  fileprivate let tests: ColumnView<Cointegration?>
  fileprivate let passes: ColumnView<Int32>

  /// The row of a pair; nil when it was not declared.
  /// - Parameter hint: where to begin. Who looks pairs up in the order they were declared in finds each at once.
  /// - Complexity: O(pairs).
  public func row(of pair: SymbolPair, near hint: Int = 0) -> Int? {
    if hint < pairs.count && pairs[hint] == pair { return hint }
    return (0..<pairs.count).first { pairs[$0] == pair }
  }

  /// The pair as of the last closed candle; nil until its window is full and while it does not move.
  public func reading(_ row: Int) -> CointegrationTracker.Reading? { readings[row] }

  /// Its last test; nil before the first.
  public func test(_ row: Int) -> Cointegration? { tests[row] }

  /// Tests in a row, up to the last one, that rejected wandering at 1 %.
  public func passedInARow(_ row: Int) -> Int { Int(passes[row]) }
}
