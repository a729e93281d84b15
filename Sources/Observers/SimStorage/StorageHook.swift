import SimColumns
import SimEngine
import SimTypes

/// Stores a run in a database file while it runs: trades, candles, portfolios, and how it began and ended.
///
/// The file is opened, checked and brought up to date when the hook is made, so that a path that will not do is found
/// before the first tick. During the run this thread copies columns into a batch; a thread of the hook's own encodes
/// and writes them. A hook belongs to one run; a file takes any number of runs, one after the other or at once.
///
/// What happens when the file fails under way is the configuration's choice: with `on_error: "stop"` every call throws
/// a ``StorageError``, what the writer failed with, as soon as it has; with `"continue"` the error is told once, to
/// `whenGivingUp`, kept in ``failure``, and the run goes on without storage.
public final class StorageHook: SimulationHook {
  /// Sizes that tests change.
  ///
  /// What a killed process loses is a batch at most: one half that is being filled, and one that is being stored. Halves
  /// of 32 ticks were tried: blocks take a tenth more room, and on a busy machine the run waits for the writer more often.
  struct Tuning: Sendable {
    var file = ResultsFile.Tuning()
    var writer = StorageWriter.Tuning()
    /// Half a batch is handed over at the end of the tick that fills it …
    var tradesPerHalf = 131_072
    /// … or covers this many ticks.
    var ticksPerHalf = 64
    /// The most ticks that were run and are not in the file.
    var ticksPerBatch: Int { (1 + writer.queueCapacity) * ticksPerHalf }
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
  /// What ended the storing although the run went on.
  public private(set) var failure: StorageError?

  private let settings: SimulationConfig.Storage
  private let description: RunDescription
  private let clock: StorageClock
  private let tuning: Tuning
  private let whenGivingUp: (StorageError) -> Void
  private var state: State
  private var batch = StorageBatch()  // the half that is being filled
  private var selection = TradeSelection(.off)
  /// The stored timeframes' places among those the engine builds.
  private var timeframes: [(place: Int, ticks: Int)] = []
  /// Symbols whose trades of a tick share a price.
  private var haveOnePrice: [Bool] = []
  private var ticksSeen = 0
  private var ticksAtSnapshot = 0
  private var ticksAtRisk = 0

  /// - Parameters:
  ///   - path: of the file, which is made if it does not exist.
  ///   - settings: what to store; its own path is not looked at.
  ///   - description: where the run comes from.
  ///   - clock: tells the start, signs of life and the end, nothing else.
  ///   - whenGivingUp: told the error when storing ends and the run goes on.
  /// - Throws: when the file cannot be opened, written to, or is something else than a file of results of this version
  ///   or an older one. A file that is refused is left as it was.
  public convenience init(
    path: String, settings: SimulationConfig.Storage, description: RunDescription, clock: StorageClock,
    whenGivingUp: @escaping (StorageError) -> Void = { _ in }
  ) throws(StorageError) {
    try self.init(
      path: path, settings: settings, description: description, clock: clock, tuning: Tuning(),
      whenGivingUp: whenGivingUp)
  }

  init(
    path: String, settings: SimulationConfig.Storage, description: RunDescription, clock: StorageClock, tuning: Tuning,
    whenGivingUp: @escaping (StorageError) -> Void = { _ in }
  ) throws(StorageError) {
    (self.path, self.settings, self.description) = (path, settings, description)
    (self.clock, self.tuning, self.whenGivingUp) = (clock, tuning, whenGivingUp)
    let connection = try ResultsFile.openForWriting(path: path, tuning.file)
    try AbandonedRuns.mark(connection, now: clock.unixSeconds())
    state = .opened(connection)
  }

  /// A run that nobody ended stays marked as running for as long as the process lives; what was handed over is stored.
  deinit {
    if case .writing(let writer) = state { try? writer.finish(with: nil) }
  }

  // MARK: - Before the first tick

  public func runStarts(_ run: RunContext) throws {
    guard case .opened(let connection) = state else { preconditionFailure("a storage hook belongs to one run") }
    do throws(StorageError) { try start(run, connection) } catch { try giveUp(error) }
  }

  private func start(_ run: RunContext, _ connection: SQLiteConnection) throws(StorageError) {
    let rules = run.rules
    timeframes = try settings.candleTimeframes.map { ticks throws(StorageError) in
      guard let place = rules.candleTimeframes.firstIndex(of: ticks) else {
        throw StorageError(.timeframeNotBuilt(ticks: ticks), path: path)
      }
      return (place, ticks)
    }
    let tradeLog = TradeLogChoice.resolve(settings.tradeLog, agents: rules.agentCount, ticks: rules.ticks)
    selection = TradeSelection(tradeLog)
    haveOnePrice = rules.symbols.map { $0.mechanism == .call }
    let registration = RunRegistration(
      context: run, description: description, startedAt: clock.unixSeconds(), tradeLog: tradeLog)
    let id = try registration.insert(into: connection)
    runID = id
    let accounts = run.accounts
    let constants = BatchInserter.Run(
      id: id, rules: rules, tradeLog: tradeLog, symbolOfAccount: copy(accounts.count) { accounts.symbol[$0] },
      initialEquity: copy(rules.agentCount) { run.initialEquity(ofAgent: $0) })
    state = .closed  // lets go of the connection before another thread gets it
    state = .writing(StorageWriter(connection, run: constants, clock: clock, tuning.writer))
  }

  // MARK: - Under way

  /// Stores an event of the tick under way, or of one since the last batch; to be called before the tick ends for this
  /// hook. Cheap: a row is copied.
  public func record(_ event: StoredEvent) {
    guard case .writing = state else { return }
    batch.events.append(event)
  }

  public func tickEnds(_ frame: borrowing TickFrame) throws {
    guard case .writing(let writer) = state else { return }
    do throws(StorageError) { try store(frame, writer) } catch { try giveUp(error) }
  }

  private func store(_ frame: borrowing TickFrame, _ writer: StorageWriter) throws(StorageError) {
    try writer.check()
    let ticks = Int(frame.tick) + 1
    for event in frame.events { record(StoredEvent(event, frame.rules)) }
    appendTrades(frame)
    batch.symbolTicks.append(tick: frame.tick, frame.symbols, frame.tape)
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
    let isRiskDue = settings.riskInterval > 0 && ticks % settings.riskInterval == 0
    if isRiskDue {
      batch.risks.append(RiskColumns(tick: frame.tick, frame.risk))
      ticksAtRisk = ticks
    }
    ticksSeen = ticks
    batch.ticks = batch.ticks.lowerBound..<ticks
    let isFull = batch.trades.count >= tuning.tradesPerHalf || batch.ticks.count >= tuning.ticksPerHalf
    // A snapshot is large: it goes at once, so that there are never two.
    if isFull || isSnapshotDue || isRiskDue { batch = try writer.submit(batch) }
  }

  /// Whole runs of the tape's columns, unless some trades are to be left out.
  private func appendTrades(_ frame: borrowing TickFrame) {
    guard !selection.keepsNothing else { return }
    let tape = frame.tape
    if selection.keepsEverything { return batch.trades.append(tape, tick: frame.tick, haveOnePrice: haveOnePrice) }
    for symbol in 0..<frame.symbols.count where tape.count[symbol] > 0 {
      let chosen = selection.keep(tape.rows(ofSymbol: symbol))
      batch.trades.append(chosen: chosen, of: tape, symbol: symbol, tick: frame.tick)
    }
  }

  // MARK: - After the last tick

  /// Stores what is left, builds the indexes and closes the file. Takes as long as the writer is behind.
  public func runEnds(_ end: RunEnd) throws {
    guard case .writing(let writer) = state else {
      state = .closed  // the run failed before it started; nothing was stored
      return
    }
    // Another hook may have failed before this one was shown the last tick. Then that tick is not stored, nor what it
    // changed.
    if end.ticks == ticksSeen { appendUnfinished(end) }
    batch.ending = RunEnding(
      outcome: end.outcome.rawValue, unixSeconds: clock.unixSeconds(), stateHash: end.stateHash,
      timings: zip(end.trace.names, end.trace.phases).map { PhaseTiming(name: $0, durations: $1) }
        + [PhaseTiming(name: "tick", durations: end.trace.tick)])
    state = .closed
    let last = batch
    batch = StorageBatch()
    do throws(StorageError) { try writer.finish(with: last) } catch { try giveUp(error) }
  }

  /// The candles that the run broke off, and what everybody had at its end.
  private func appendUnfinished(_ end: RunEnd) {
    for (place, length) in timeframes where end.ticks % length != 0 {
      for symbol in 0..<end.candles.symbolCount {
        let candle = end.candles.unfinished(place, symbol: symbol)
        batch.candles.append(CandleRow(symbol: Int32(symbol), timeframe: Int32(length), candle: candle))
      }
    }
    guard end.ticks > 0 else { return }
    let tick = UInt32(end.ticks - 1)
    if end.ticks > ticksAtSnapshot {
      batch.snapshots.append(PortfolioColumns(tick: tick, accounts: end.accounts, symbols: end.symbols))
    }
    if end.ticks > ticksAtRisk { batch.risks.append(RiskColumns(tick: tick, end.risk)) }
  }

  /// Ends the storing, and the run with it unless it is to go on.
  private func giveUp(_ error: StorageError) throws(StorageError) {
    guard settings.onError == "continue" else { throw error }
    state = .closed
    failure = error
    whenGivingUp(error)
  }
}
