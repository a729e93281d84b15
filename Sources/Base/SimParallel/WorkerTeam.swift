import Dispatch
import SimColumns
import SimTrace
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The workers of a run: one `concurrentPerform` for many ticks, instead of one for every phase.
///
/// Waking a sleeping thread costs 30 to 60 µs on a small machine, a whole phase's worth. So the team stays awake:
/// whoever enters first *leads* and walks the tick; the others *help*, spinning until it has published the next region.
///
///     ticket = region (7 bits) · backwards (1) · end (28) · next turn (28)          one per worker
///
///     leader   publish tickets ─ claim, run, claim, run … ─ wait until `finished == items` ─ next region
///     helper   spin ──────────── claim, run …            ─ spin ───────────────────────────
///
/// Each worker's ticket covers its share of the items, the same in every region, and it turns to the others' tickets
/// only when its own is used up: so a chunk's rows tend to stay in one core's cache, and nobody idles while there is
/// work.
///
/// Why this is right:
/// - An item is claimed by adding one to its ticket, so by exactly one worker; the old value tells region and item.
/// - The leader publishes tickets with *release* and claims are *acquire*: a claimer sees all that came before the
///   region. When it finds no more, it counts up `finished` with *release*, and the leader waits for the full count with
///   *acquire*: the next region sees all of it. No ticket is published anew while an item of the last one is unfinished.
/// - Who waits is told by a count that there are tickets again. Tickets alone decide: whoever is told late, or claims
///   from a region before he is told of it, does the same work.
/// - The leader never waits for a helper that has not claimed, so a helper that is late, or never starts because the
///   machine has fewer cores than workers, costs speed and nothing else. No deadlock on any number of threads.
/// - Which worker ran an item is visible only in `worker`, which a work uses for scratch memory, never for results.
///
/// On a machine with several memory nodes, where columns are spread in row order, a worker's share of the items lies on
/// the node of its number (``MemoryNodes/node(ofPart:of:)``). So a thread that joins takes the number of a worker of the
/// node it runs on while there is one, and when its own share is used up it turns to shares of its node before others. It
/// is not bound to the node; a thread that spins is seldom moved.
public final class WorkerTeam: Sendable {
  public static let workersMax = 256
  /// Every worker may add to a ticket once more after its last item is taken, and that must not reach the next field.
  public static let itemCountMax = (1 << 28) - 1 - workersMax
  /// Spins before a waiting worker offers its core to another thread, such as a writer of results.
  static let spinsBeforeYield = 20_000
  /// Busy times are kept a cache line and more apart, so that workers do not fight over one.
  static let phasesMax = 32

  public let workers: Int
  public let regions: [Region]

  private let lanes: [Lane]  // row = worker
  // Counted in every region, on cache lines of their own: the lanes beside them are looked up by everybody.
  private let before = SIMD16<UInt64>()
  /// Regions so far. Who waits for the next one looks at this and not at the tickets: workers add to those, and would
  /// have to fetch them back after each look.
  private let published = Atomic<Int>(0)
  private let between = SIMD16<UInt64>()
  private let finished = Atomic<Int>(0)  // items of the region under way
  private let after = SIMD16<UInt64>()
  private let isOver = Atomic<Bool>(true)
  private let hasLeader = Atomic<Bool>(false)
  private let isLed = Atomic<Bool>(false)  // the leader has its number, so helpers may take theirs
  private let joined = Atomic<Int>(0)
  private let nodes: MemoryNodes
  /// The other workers whose shares a worker turns to, nearest first. Row = worker.
  private let neighbours: [[Int]]
  private let spans: SpanLog?  // nil: nobody wants to know
  private let busy: Column<UInt64>  // nanoseconds, row = worker · phasesMax + phase

  /// - Parameters:
  ///   - spans: where to note what each worker did when; it has room for as many workers.
  ///   - makeWork: called once for each worker: the reference count of a work that two ran would move from core to core.
  public init(
    workers: Int, regions: [Region], nodes: MemoryNodes = .ofThisMachine, spans: SpanLog? = nil,
    makeWork: () -> any TeamWork
  ) {
    precondition((1...Self.workersMax).contains(workers), "1 to \(Self.workersMax) workers")
    precondition(regions.count < 128, "regions are numbered in 7 bits")
    precondition(spans.map { $0.workers == workers } ?? true, "a lane of spans for every worker")
    self.workers = workers
    self.regions = regions
    lanes = (0..<workers).map { _ in Lane(regions, makeWork()) }
    self.nodes = nodes
    self.spans = spans
    neighbours = (0..<workers).map { Self.neighbours(of: $0, workers: workers, nodes) }
    busy = Column(count: workers * Self.phasesMax, filledWith: 0)
  }

  /// Runs `lead` on one thread while the others stand by to share each region it runs. Returns when all are done.
  ///
  /// - Parameter lead: handed a ``Leader`` through which it runs regions.
  /// - Complexity: one `concurrentPerform`; every region inside costs about 1 µs to share.
  public func together<Failure: Error>(_ lead: (borrowing Leader) throws(Failure) -> Void) throws(Failure) {
    guard workers > 1 else { return try lead(Leader(team: self, worker: 0)) }
    precondition(isOver.exchange(false, ordering: .acquiringAndReleasing), "a team works on one thing at a time")
    for lane in lanes {
      lane.ticket.store(0, ordering: .relaxed)
      lane.isTaken.store(false, ordering: .relaxed)
    }
    published.store(0, ordering: .relaxed)
    joined.store(0, ordering: .relaxed)
    isLed.store(false, ordering: .relaxed)
    hasLeader.store(false, ordering: .releasing)
    // Used by the one thread that wins `hasLeader`, and read again after everybody has returned.
    let failure = HandedOver<Failure?>(nil)
    withoutActuallyEscaping(lead) { lead in
      let lead = HandedOver(lead)
      DispatchQueue.concurrentPerform(iterations: workers) { _ in
        if hasLeader.exchange(true, ordering: .acquiringAndReleasing) {
          help()
        } else {
          let worker = takeNumber()
          isLed.store(true, ordering: .releasing)
          do throws(Failure) { try lead.value(Leader(team: self, worker: worker)) } catch { failure.value = error }
          isOver.store(true, ordering: .releasing)
        }
      }
    }
    if let failure = failure.value { throw failure }
  }

  /// The worker's own.
  public func work(ofWorker worker: Int) -> any TeamWork { lanes[worker].work }

  /// Helpers that have joined the work under way so far, the leader not counted. Who comes when it is over has not.
  public var helpersJoined: Int { joined.load(ordering: .relaxed) }

  /// Nanoseconds `worker` spent in `phase` since the last ``Leader/resetBusy()``; fused and shared regions only.
  public func busyNanoseconds(worker: Int, phase: Int) -> UInt64 { busy.view[worker * Self.phasesMax + phase] }

  /// What only the leading thread may do.
  public struct Leader: ~Copyable {
    let team: WorkerTeam
    let worker: Int

    /// Runs a region to its end and returns its wall time in nanoseconds.
    /// - Parameter backwards: each worker takes its share from the end. A walk that turns round finds the rows it saw last
    ///   still in the cache.
    public borrowing func run(_ region: Int, backwards: Bool = false) -> UInt64 {
      let start = MonotonicClock.nanoseconds()
      if team.workers > 1 && team.regions[region].isParallel {
        team.share(region, backwards: backwards, by: worker)
      } else {
        let (region, work) = (team.regions[region], team.lanes[worker].work)
        var time = start
        for turn in 0..<region.itemCount {
          team.perform(work, region, backwards ? region.itemCount - 1 - turn : turn, worker: worker, &time)
        }
      }
      let end = MonotonicClock.nanoseconds()
      team.spans?.add(.region(region), item: 0, worker: worker, start..<end)
      return end - start
    }

    /// Notes what was done outside of regions, if anybody wants to know.
    public borrowing func note(_ kind: SpanLog.Kind, _ time: Range<UInt64>) {
      team.spans?.add(kind, item: 0, worker: worker, time)
    }

    /// Nanoseconds all workers together spent in `phase` since the last reset.
    public borrowing func busyNanoseconds(phase: Int) -> UInt64 {
      (0..<team.workers).reduce(0) { $0 + team.busyNanoseconds(worker: $1, phase: phase) }
    }

    public borrowing func resetBusy() { team.busy.view.fill(0..<team.busy.count, with: 0) }
  }

  // MARK: - Sharing

  private func share(_ region: Int, backwards: Bool, by leader: Int) {
    let itemCount = regions[region].itemCount
    finished.store(0, ordering: .relaxed)
    for worker in 0..<workers {
      let share = share(of: worker, itemCount: itemCount)
      lanes[worker].ticket.store(Lane.pack(region: region, backwards: backwards, turns: share), ordering: .releasing)
    }
    published.wrappingAdd(1, ordering: .releasing)
    claimUntilEmpty(lanes[leader], worker: leader)
    var spins = 0
    while finished.load(ordering: .acquiring) < itemCount { Self.wait(&spins) }
  }

  private func help() {
    var spins = 0
    while !isLed.load(ordering: .acquiring) { Self.wait(&spins) }
    guard !isOver.load(ordering: .acquiring) else { return }
    let worker = takeNumber()
    joined.wrappingAdd(1, ordering: .relaxed)
    let lane = lanes[worker]
    spins = 0
    var seen = 0
    while !isOver.load(ordering: .acquiring) {
      let latest = published.load(ordering: .acquiring)
      if latest == seen {
        Self.wait(&spins)
      } else {
        seen = latest
        spins = 0
        claimUntilEmpty(lane, worker: worker)
      }
    }
  }

  /// Claims and runs items, the worker's own share first, until no ticket has any left.
  private func claimUntilEmpty(_ own: Lane, worker: Int) {
    let (regions, work) = (own.regions, own.work)
    var done = 0
    var time: UInt64 = 0
    while let claimed = own.claim() {
      if done == 0 { time = MonotonicClock.nanoseconds() }
      perform(work, regions[claimed.region], item(claimed, owner: worker), worker: worker, &time)
      done += 1
    }
    for owner in neighbours[worker] {
      while let claimed = lanes[owner].claim() {
        if done == 0 { time = MonotonicClock.nanoseconds() }
        perform(work, regions[claimed.region], item(claimed, owner: owner), worker: worker, &time)
        done += 1
      }
    }
    if done > 0 { finished.wrappingAdd(done, ordering: .releasing) }
  }

  /// The number of a worker that is free, on the node of the calling thread if there is one.
  private func takeNumber() -> Int {
    let here = nodes.ofCurrentThread()
    for isNear in [true, false] {
      for worker in 0..<workers where (nodes.node(ofPart: worker, of: workers) == here) == isNear {
        if !lanes[worker].isTaken.exchange(true, ordering: .acquiringAndReleasing) { return worker }
      }
    }
    preconditionFailure("there are as many numbers as threads")
  }

  /// Those of the same node first, each kind from the next one on, so that two workers seldom turn to the same.
  static func neighbours(of worker: Int, workers: Int, _ nodes: MemoryNodes) -> [Int] {
    let others = (1..<max(1, workers)).map { (worker + $0) % workers }
    let own = nodes.node(ofPart: worker, of: workers)
    return others.filter { nodes.node(ofPart: $0, of: workers) == own }
      + others.filter { nodes.node(ofPart: $0, of: workers) != own }
  }

  private func share(of owner: Int, itemCount: Int) -> Range<Int> {
    itemCount * owner / workers..<itemCount * (owner + 1) / workers
  }

  /// The item of a claim: turns count up, items down when the region is walked backwards.
  private func item(_ claimed: Lane.Claim, owner: Int) -> Int {
    guard claimed.backwards else { return claimed.turn }
    let share = share(of: owner, itemCount: regions[claimed.region].itemCount)
    return share.lowerBound + share.upperBound - 1 - claimed.turn
  }

  /// - Parameter time: when the worker's item before this one ended, and then when this one has: claiming is part of the
  ///   work. One look at the clock costs as much as a small item.
  @inline(__always)
  private func perform(
    _ work: any TeamWork, _ region: Region, _ item: Int, worker: Int, _ time: inout UInt64
  ) {
    let busy = busy.view
    for place in 0..<region.phaseCount {
      let phase = region.phase(place)
      work.run(phase: phase, item: item, worker: worker)
      let end = MonotonicClock.nanoseconds()
      busy[worker * Self.phasesMax + phase] += end - time
      if let spans { spans.add(.phase(phase), item: item, worker: worker, time..<end) }
      time = end
    }
  }

  private static func wait(_ spins: inout Int) {
    spins += 1
    if spins > spinsBeforeYield { sched_yield() }
  }
}

/// What belongs to one worker: its share of the region under way, on cache lines of its own, and its own of what is
/// counted: the work, and a copy of the list of regions.
private final class Lane: Sendable {
  let regions: [Region]
  let work: any TeamWork
  // 128 bytes on either side, because neighbouring lines are fetched in pairs.
  private let before = SIMD16<UInt64>()
  let ticket = Atomic<UInt64>(0)
  private let after = SIMD16<UInt64>()
  let isTaken = Atomic<Bool>(false)  // by a thread, for the work under way

  init(_ regions: [Region], _ work: any TeamWork) { (self.regions, self.work) = (regions.map { $0 }, work) }

  struct Claim {
    let region: Int
    let backwards: Bool
    let turn: Int
  }

  /// The next turn, taken from the share; nil when it is used up.
  func claim() -> Claim? {
    // Look before adding: of a share that is used up nobody should take the cache line.
    guard Self.hasItems(ticket.load(ordering: .relaxed)) else { return nil }
    let claimed = ticket.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue
    guard Self.hasItems(claimed) else { return nil }
    return Claim(region: Int(claimed >> 57), backwards: claimed >> 56 & 1 == 1, turn: Self.next(claimed))
  }

  static func pack(region: Int, backwards: Bool, turns: Range<Int>) -> UInt64 {
    UInt64(region) << 57 | (backwards ? 1 << 56 : 0) | UInt64(turns.upperBound) << 28 | UInt64(turns.lowerBound)
  }

  private static func hasItems(_ ticket: UInt64) -> Bool { next(ticket) < Int(ticket >> 28 & 0xfff_ffff) }
  private static func next(_ ticket: UInt64) -> Int { Int(ticket & 0xfff_ffff) }
}
