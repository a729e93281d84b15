import SimColumns
import SimParallel
import SimTrace

/// The tick table turned into regions: which phases share a walk over the same items, and where the workers meet.
///
/// Neighbouring phases that walk the same items and have the same toggle are fused into one region (``Region``); a
/// toggle that differs splits them, and nothing else changes. With everything parallel a tick is three regions:
///
///     wake + collect + validate ▸ locate + auction + trades + candles ▸ notify + risk
///
/// before them the news, which the leading thread makes alone, and, in the tick after a candle closed and if anybody
/// declared an indicator, one more. A region whose phases have nothing to do in a tick is not run.
struct Pipeline {
  /// The phases of each region, in the team's numbering.
  let regions: [[Phase]]
  let team: WorkerTeam
  /// Who did what when; nil: nobody wants to know.
  let spans: SpanLog?
  let phases: Phases  // one of the workers'

  /// Agents below which sharing a region costs more than it gains, a chunk's worth; such regions run on the leading
  /// thread. Where chunks are tiny, for tests, small markets are shared too.
  static let defaultGrain = ChunkGrid.defaultChunkRows

  /// - Parameters:
  ///   - tracedTicks: how many of the last ticks ``spans`` is to hold; 0 for none.
  ///   - makePhases: called once for each worker.
  init(
    parallel: ParallelizationConfig, workers: Int, grain: Int, nodes: MemoryNodes, tracedTicks: Int,
    makePhases: () -> Phases
  ) {
    let ofWorkers = (0..<workers).map { _ in makePhases() }
    phases = ofWorkers[0]
    let isWorthSharing = phases.world.rules.agentCount >= grain
    let parallel = isWorthSharing ? parallel : .allSequential
    let built = Self.build(phases, parallel)
    regions = built.fused
    // The items of all regions, the regions, the tick and its hooks.
    let spansPerTick = built.regions.reduce(2) { $0 + 1 + $1.itemCount * $1.stages.count }
    spans = tracedTicks > 0 ? SpanLog(ticks: tracedTicks, workers: workers, spansPerTick: spansPerTick) : nil
    var left = ofWorkers[...]
    team = WorkerTeam(workers: workers, nodes: nodes, spans: spans) { Self.build(left.removeFirst(), parallel).regions }
  }

  private static func build(_ phases: Phases, _ parallel: ParallelizationConfig) -> Builder {
    var builder = Builder(
      parallel: parallel, chunkCount: phases.world.grid.count, blockCount: phases.symbolBlocks.count,
      laneBlockCount: phases.laneBlocks.count + phases.pairBlocks.count)
    builder.add(.news) { _, _ in phases.advanceNews() }
    builder.add(.indicators) { _, block in phases.updateIndicators(block: block) }
    if !phases.world.sleepers.isEmpty {
      builder.add(.wakeConditions) { _, chunk in phases.wake(chunk: chunk) }
    }
    builder.add(.agentCollection) { _, chunk in phases.collect(chunk: chunk) }
    builder.add(.orderValidation) { _, chunk in phases.validate(chunk: chunk) }
    builder.add(.locates) { _, block in phases.locate(block: block) }
    builder.add(.auctions) { _, block in phases.auction(block: block) }
    builder.add(.tradeUpdates) { _, block in phases.updateTrades(block: block) }
    builder.add(.candleUpdates) { _, block in phases.updateCandles(block: block) }
    builder.add(.fillNotifications) { _, chunk in phases.notify(chunk: chunk) }
    builder.add(.riskTracking) { _, chunk in phases.trackRisk(chunk: chunk) }
    builder.closeRegion()
    return builder
  }

  /// Runs one tick and books its phases' wall time in `trace`.
  func run(_ leader: borrowing WorkerTeam.Leader, tick: UInt32, trace: inout PhaseTrace) {
    leader.resetBusy()
    spans?.begin(tick: tick)
    for phase in Phase.allCases where phase != .hooks { trace.record(phase: phase.rawValue, nanoseconds: 0) }
    for (region, phases) in regions.enumerated()
    where phases.contains(where: { self.phases.isDue($0, tick: tick) }) {
      let backwards = tick & 1 == 1 && phases.allSatisfy(\.turnsRound)
      book(leader.run(region, backwards: backwards), phases, leader, &trace)
    }
    for worker in 0..<team.workers {
      var busy: UInt64 = 0
      for phase in regions.joined() { busy += team.busyNanoseconds(worker: worker, phase: phase.rawValue) }
      trace.addBusy(worker: worker, nanoseconds: busy)
    }
  }

  /// Wall time of a fused region is split by the time its workers were busy with each phase.
  private func book(
    _ wall: UInt64, _ phases: [Phase], _ leader: borrowing WorkerTeam.Leader, _ trace: inout PhaseTrace
  ) {
    guard phases.count > 1 else { return trace.add(phase: phases[0].rawValue, nanoseconds: wall) }
    var busy: UInt64 = 0
    for phase in phases { busy += leader.busyNanoseconds(phase: phase.rawValue) }
    guard busy > 0 else { return trace.add(phase: phases[0].rawValue, nanoseconds: wall) }
    var left = wall
    for phase in phases.dropLast() {
      let share = UInt64(Double(wall) * Double(leader.busyNanoseconds(phase: phase.rawValue)) / Double(busy))
      trace.add(phase: phase.rawValue, nanoseconds: min(share, left))
      left -= min(share, left)
    }
    trace.add(phase: phases[phases.count - 1].rawValue, nanoseconds: left)
  }

  /// Collects phases until one does not fit the region under way.
  private struct Builder {
    let parallel: ParallelizationConfig
    let chunkCount: Int
    let blockCount: Int
    let laneBlockCount: Int
    var fused: [[Phase]] = []
    var regions: [Region] = []
    private var latest = 0  // the phase added last
    private var open: [(phase: Phase, body: @Sendable (Int, Int) -> Void)] = []

    init(parallel: ParallelizationConfig, chunkCount: Int, blockCount: Int, laneBlockCount: Int) {
      (self.parallel, self.chunkCount) = (parallel, chunkCount)
      (self.blockCount, self.laneBlockCount) = (blockCount, laneBlockCount)
    }

    mutating func add(_ phase: Phase, _ body: @escaping @Sendable (_ worker: Int, _ item: Int) -> Void) {
      note(phase)
      if let last = open.last, last.phase.domain != phase.domain || isParallel(last.phase) != isParallel(phase) {
        closeRegion()
      }
      open.append((phase, body))
    }

    private mutating func note(_ phase: Phase) {
      precondition(phase.rawValue >= latest, "phases run in the order of the tick table")
      latest = phase.rawValue
    }

    mutating func closeRegion() {
      guard let first = open.first else { return }
      fused.append(open.map(\.phase))
      regions.append(
        Region(
          itemCount: itemCount(first.phase.domain), isParallel: isParallel(first.phase),
          stages: open.map { Region.Stage(phase: $0.phase.rawValue, body: $0.body) }))
      open = []
    }

    private func itemCount(_ domain: Phase.Domain) -> Int {
      switch domain {
      case .chunks: chunkCount
      case .symbols: blockCount
      case .lanes: laneBlockCount
      case .once: 1
      }
    }

    private func isParallel(_ phase: Phase) -> Bool { phase.toggle.map { parallel[$0] } ?? false }
  }
}
