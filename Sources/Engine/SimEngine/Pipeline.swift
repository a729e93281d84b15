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
    let phases = ofWorkers[0]
    self.phases = phases
    let isWorthSharing = phases.world.rules.agentCount >= grain
    let parallel = isWorthSharing ? parallel : .allSequential
    regions = Self.fused(Phase.allCases.filter { phases.takesPart($0) }, parallel)
    let shared = regions.map { fused in
      Region(
        itemCount: phases.itemCount(fused[0].domain), isParallel: fused[0].isParallel(parallel),
        phases: fused.map(\.rawValue))
    }
    // The items of all regions, the regions, the tick and its hooks.
    let spansPerTick = shared.reduce(2) { $0 + 1 + $1.itemCount * $1.phaseCount }
    spans = tracedTicks > 0 ? SpanLog(ticks: tracedTicks, workers: workers, spansPerTick: spansPerTick) : nil
    var left = ofWorkers[...]
    team = WorkerTeam(workers: workers, regions: shared, nodes: nodes, spans: spans) { left.removeFirst() }
  }

  /// Cuts phases, in the order of the tick table, where one cannot share the walk of the one before.
  private static func fused(_ phases: [Phase], _ parallel: ParallelizationConfig) -> [[Phase]] {
    phases.reduce(into: []) { regions, phase in
      if let last = regions.last?.last, last.domain == phase.domain,
        last.isParallel(parallel) == phase.isParallel(parallel)
      {
        regions[regions.count - 1].append(phase)
      } else {
        regions.append([phase])
      }
    }
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
}

extension Phase {
  fileprivate func isParallel(_ parallel: ParallelizationConfig) -> Bool { toggle.map { parallel[$0] } ?? false }
}
