import SimAgents
import SimColumns
import SimParallel
import SimTrace
import SimTypes

/// A market of individually simulated agents, to be run whole or tick by tick.
///
///     let simulation = Simulation(try SimulationRules(config, registry: .standard), hooks: [watch])
///     let end = try simulation.run()
///
/// Deterministic: the rules, and nothing else, decide the state hash. Not thread-safe: one thread at a time drives a
/// simulation, which uses its workers itself; only ``stop`` may be used from elsewhere.
public final class Simulation {
  public let rules: SimulationRules
  /// Ends ``run()`` after the tick under way.
  public let stop: StopSignal
  /// The next tick to run, so also how many have been.
  public private(set) var tick: UInt32 = 0
  /// Counts since the start.
  public private(set) var totals = TickCounts()
  /// Counts of the last tick.
  public private(set) var counts = TickCounts()
  public private(set) var trace: PhaseTrace

  private let world: World
  private let clock = TickClock()
  private let pipeline: Pipeline
  private let hooks: [any SimulationHook]
  private let reasons = RejectReason.allCases.count
  private var stage = Stage.created
  private var hookNanoseconds: UInt64 = 0

  private enum Stage { case created, running, ended }

  /// Spawns all agents; the columns of the whole run are allocated here.
  /// - Parameters:
  ///   - hooks: called in this order.
  ///   - grain: agents below which no phase is shared between workers.
  ///   - stop: what asks it to stop; several simulations may listen to one signal.
  ///   - tracedTicks: of how many of the last ticks ``spans`` is to tell who did what when; 0 for none.
  ///   - nodes: where columns are spread, and whose chunks workers prefer.
  public init(
    _ rules: SimulationRules, hooks: [any SimulationHook] = [], grain: Int = Simulation.defaultGrain,
    stop: StopSignal = StopSignal(), tracedTicks: Int = 0, nodes: MemoryNodes = .ofThisMachine
  ) {
    self.rules = rules
    self.hooks = hooks
    self.stop = stop
    world = World(rules, nodes: nodes)
    trace = PhaseTrace(names: Phase.allCases.map(\.name), workers: rules.workers)
    pipeline = Pipeline(
      parallel: rules.parallel, workers: rules.workers, grain: grain, nodes: nodes, tracedTicks: tracedTicks
    ) { [world, clock] in Phases(world: world, clock: clock) }
    pipeline.phases.layToSleep()
  }

  public static var defaultGrain: Int { Pipeline.defaultGrain }

  /// Runs all ticks the rules ask for, tells the hooks, and returns how it ended.
  /// - Throws: the first error of a hook. The hooks have been told of the end in any case.
  public func run() throws -> RunEnd {
    do {
      try run(rules.ticks - Int(tick))
    } catch {
      _ = try? end(.failed)
      throw error
    }
    return try end(Int(tick) < rules.ticks ? .interrupted : .completed)
  }

  /// Runs one tick.
  public func step() throws { try run(1) }

  /// Runs up to `count` ticks; fewer when a stop is requested. Callers of this end the run themselves, with
  /// ``end(_:)``.
  public func run(_ count: Int) throws {
    precondition(stage != .ended, "a run that has ended does not go on")
    precondition(Int(tick) + count < Int(UInt32.max), "ticks are numbered in 32 bits")
    try startIfNeeded()
    try pipeline.team.together { (leader: borrowing WorkerTeam.Leader) throws(any Error) in
      for _ in 0..<count {
        if stop.isRequested { break }
        try runTick(leader)
      }
    }
  }

  /// Tells every hook that the run is over, also when one of them fails.
  /// - Throws: the first error of a hook.
  @discardableResult public func end(_ outcome: RunEnd.Outcome) throws -> RunEnd {
    precondition(stage != .ended, "a run ends once")
    stage = .ended
    let end = RunEnd(
      outcome: outcome, ticks: Int(tick), totals: totals, stateHash: stateHash, trace: trace, candles: world.candles,
      symbols: world.symbols, accounts: world.accounts, risk: world.risk,
      portfolio: PortfolioView(world.accounts, world.symbols, rules.layout), executionCosts: world.costOfPopulations,
      lending: world.lending.map { LendingFrame($0, world.boxes) },
      owner: world)
    var failure: (any Error)?
    for hook in hooks {
      do { try hook.runEnds(end) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
    return end
  }

  /// The fingerprint of all accounts, positions and trades so far.
  public var stateHash: UInt64 { StateHash.of(world.accounts, world.symbols, world.resting, ticks: UInt64(tick)) }

  /// Row = population.
  var strategies: [any StrategyTable] { world.strategies }

  /// Bytes of all columns per agent.
  public var bytesPerAgent: Int { world.bytesPerAgent(workers: rules.workers) }

  /// Who did what when in the last ticks; nil if that was not asked for.
  public var spans: SpanLog? { pipeline.spans }
  /// The phases of each region, as ``spans`` numbers regions.
  public var regions: [[Phase]] { pipeline.regions }

  /// Helpers that joined the leading thread in the last call; fewer than `workers - 1` on a machine with fewer cores.
  public var helpersJoined: Int { pipeline.team.helpersJoined }

  /// Forgets the times recorded so far, for example of a warm-up. Results are not touched.
  public func resetTrace() { trace.reset() }

  /// The world as the last tick left it, borrowed.
  public var frame: TickFrame {
    TickFrame(
      tick: tick == 0 ? 0 : tick - 1, rules: rules, symbols: world.symbols, tape: world.tape, candles: world.candles,
      accounts: world.accounts, risk: world.risk, counts: counts, totals: totals, trace: trace,
      resting: world.resting.count == 0 ? nil : world.resting,
      lending: world.lending.map { LendingFrame($0, world.boxes) }, economy: world.economy?.view)
  }

  // MARK: - One tick

  private func startIfNeeded() throws {
    guard stage == .created else { return }
    stage = .running
    let context = RunContext(rules: rules, accounts: world.accounts, issued: world.issued, cash: world.startCash)
    for hook in hooks { try hook.runStarts(context) }
  }

  private func runTick(_ leader: borrowing WorkerTeam.Leader) throws {
    let start = MonotonicClock.nanoseconds()
    clock.advance(to: tick)
    pipeline.run(leader, tick: tick, trace: &trace)
    count()
    // Hooks read the trace, so their own time is booked with the tick after.
    trace.record(phase: Phase.hooks.rawValue, nanoseconds: hookNanoseconds)
    let end = MonotonicClock.nanoseconds()
    leader.note(.tick, start..<end)
    trace.endTick(nanoseconds: end - start + hookNanoseconds)
    tick += 1
    hookNanoseconds = 0
    if !hooks.isEmpty {
      let frame = frame
      for hook in hooks { try hook.tickEnds(frame) }
      let hooksEnd = MonotonicClock.nanoseconds()
      leader.note(.phase(Phase.hooks.rawValue), end..<hooksEnd)
      hookNanoseconds = hooksEnd - end
    }
  }

  private func count() {
    var now = TickCounts()
    let boxes = world.boxes
    for box in 0..<boxes.chunkCount {
      let cancels = boxes.special[box] == 0 ? 0 : Int(boxes.cancels[box])
      now.orders += Int(boxes.accepted[box]) - cancels
      now.cancels += cancels
    }
    if let lending = world.lending {
      let denied = (0..<boxes.chunkCount).reduce(0) { $0 + lending.denied(ofChunk: $1, boxes) }
      now.orders -= denied
      now.rejected[RejectReason.noBorrow.rawValue] += denied
    }
    for chunk in 0..<world.grid.count {
      now.filledOrders += Int(world.filledOrders[chunk])
      for reason in 0..<reasons { now.rejected[reason] += Int(world.rejected[chunk * reasons + reason]) }
    }
    now.woken = world.wokenCount
    for symbol in 0..<world.symbols.count {
      now.trades += Int(world.tape.count[symbol])
      now.volume += world.symbols.volume[symbol]
    }
    counts = now
    totals.add(now)
  }
}
