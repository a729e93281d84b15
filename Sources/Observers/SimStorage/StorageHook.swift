import SimEngine
import SimTypes

/// Stores a run in a database file while it runs: trades, candles, portfolios, and how it began and ended.
///
/// The file is opened, checked and brought up to date when the hook is made, so that a path that will not do is found
/// before the first tick. During the run this thread copies numbers into a batch; a thread of the hook's own writes
/// them. A hook belongs to one run; a file takes any number of runs, one after the other or at once.
///
/// Every call may throw a ``StorageError``: what the writer failed with, as soon as it has.
public final class StorageHook: SimulationHook {
  /// Sizes that tests change.
  struct Tuning: Sendable {
    var file = ResultsFile.Tuning()
    var writer = StorageWriter.Tuning()
    /// A batch is handed over at the end of the tick that fills it …
    var tradesPerBatch = 65_536
    /// … or covers this many ticks.
    var ticksPerBatch = 64
  }

  private enum State {
    case opened(SQLiteConnection)
    case writing(StorageWriter)
    case closed
  }

  public let name = "storage"
  public let path: String
  /// `run_id` of the run in the file, once it has started.
  public private(set) var runID: Int64?

  private let settings: SimulationConfig.Storage
  private let description: RunDescription
  private let clock: StorageClock
  private let tuning: Tuning
  private var state: State
  private var batch = StorageBatch()
  private var selection: TradeSelection
  /// The stored timeframes' places among those the engine builds.
  private var timeframes: [(place: Int, ticks: Int)] = []
  private var ticksSeen = 0
  private var ticksHandedOver = 0
  private var ticksAtSnapshot = 0

  /// - Parameters:
  ///   - path: of the file, which is made if it does not exist.
  ///   - settings: what to store; its own path is not looked at.
  ///   - description: where the run comes from.
  ///   - clock: tells the start and the end, nothing else.
  /// - Throws: when the file cannot be opened, written to, or is something else than a file of results of this version
  ///   or an older one. A file that is refused is left as it was.
  public convenience init(
    path: String, settings: SimulationConfig.Storage, description: RunDescription, clock: StorageClock
  ) throws(StorageError) {
    try self.init(path: path, settings: settings, description: description, clock: clock, tuning: Tuning())
  }

  init(
    path: String, settings: SimulationConfig.Storage, description: RunDescription, clock: StorageClock, tuning: Tuning
  ) throws(StorageError) {
    (self.path, self.settings, self.description) = (path, settings, description)
    (self.clock, self.tuning) = (clock, tuning)
    selection = TradeSelection(settings.tradeLog)
    state = .opened(try ResultsFile.openForWriting(path: path, tuning.file))
  }

  /// A run that nobody ended stays marked as running; what was handed over is stored.
  deinit {
    if case .writing(let writer) = state { try? writer.finish(with: nil) }
  }

  public func runStarts(_ run: RunContext) throws {
    guard case .opened(let connection) = state else {
      preconditionFailure("a storage hook belongs to one run")
    }
    let rules = run.rules
    timeframes = try settings.candleTimeframes.map { ticks in
      guard let place = rules.candleTimeframes.firstIndex(of: ticks) else {
        throw StorageError(.timeframeNotBuilt(ticks: ticks), path: path)
      }
      return (place, ticks)
    }
    let registration = RunRegistration(
      context: run, description: description, settings: settings, startedAt: clock.unixSeconds())
    let id = try registration.insert(into: connection)
    runID = id
    let constants = BatchInserter.Run(
      id: id, symbols: rules.symbols.map(\.name), tickSize: rules.tickSize,
      symbolOfAgent: copy(run.accounts.count) { run.accounts.symbol[$0] })
    state = .closed  // lets go of the connection before another thread gets it
    state = .writing(StorageWriter(connection, run: constants, clock: clock, tuning.writer))
  }

  public func tickEnds(_ frame: borrowing TickFrame) throws {
    guard case .writing(let writer) = state else { return }
    try writer.check()
    let ticks = Int(frame.tick) + 1
    if !selection.keepsNothing {
      for symbol in 0..<frame.symbols.count where frame.tape.count[symbol] > 0 {
        batch.trades.append(
          selection.keep(frame.tape.rows(ofSymbol: symbol)), of: frame.tape, symbol: symbol, tick: frame.tick,
          tickSize: frame.symbols.tickSize)
      }
    }
    for (place, length) in timeframes where frame.candles.closes(place, at: frame.tick) {
      for symbol in 0..<frame.candles.symbolCount {
        let candle = frame.candles.lastClosed(place, symbol: symbol)
        batch.candles.append(CandleRow(symbol: Int32(symbol), timeframe: Int32(length), candle: candle))
      }
    }
    let isSnapshotDue = settings.snapshotInterval > 0 && ticks % settings.snapshotInterval == 0
    if isSnapshotDue {
      batch.snapshots.append(PortfolioColumns(tick: frame.tick, accounts: frame.accounts, symbols: frame.symbols))
      ticksAtSnapshot = ticks
    }
    ticksSeen = ticks
    batch.ticksCovered = ticks
    let isFull = batch.trades.count >= tuning.tradesPerBatch || ticks - ticksHandedOver >= tuning.ticksPerBatch
    // A snapshot is large: it goes at once, so that a batch never holds two.
    if isFull || isSnapshotDue {
      try writer.submit(&batch)
      ticksHandedOver = ticks
    }
  }

  /// Stores what is left, builds the indexes and closes the file. Takes as long as the writer is behind.
  public func runEnds(_ end: RunEnd) throws {
    guard case .writing(let writer) = state else {
      state = .closed  // the run failed before it started; nothing was stored
      return
    }
    state = .closed
    // Another hook may have failed before this one was shown the last tick. Then that tick is not stored, nor what it
    // changed.
    if end.ticks == ticksSeen { appendUnfinished(end) }
    batch.ending = RunEnding(
      outcome: end.outcome.rawValue, unixSeconds: clock.unixSeconds(), stateHash: end.stateHash)
    let last = batch
    batch = StorageBatch()
    try writer.finish(with: last)
  }

  /// The candles that the run broke off, and what everybody had at its end.
  private func appendUnfinished(_ end: RunEnd) {
    for (place, length) in timeframes where end.ticks % length != 0 {
      for symbol in 0..<end.candles.symbolCount {
        let candle = end.candles.unfinished(place, symbol: symbol)
        batch.candles.append(CandleRow(symbol: Int32(symbol), timeframe: Int32(length), candle: candle))
      }
    }
    if end.ticks > ticksAtSnapshot {
      batch.snapshots.append(
        PortfolioColumns(tick: UInt32(end.ticks - 1), accounts: end.accounts, symbols: end.symbols))
    }
  }
}
