import Foundation
import SimColumns
import SimTrace
import Synchronization
import Testing

@testable import SimParallel

struct WorkerTeamTests {
  private static let workerCounts = [1, 2, 3, 8]
  private static let itemCounts = [0, 1, 2, 3, 100]
  private static let rounds = 200

  /// Waits until helpers stand by, so that regions really are shared; a machine with one core has none.
  private func awaitHelpers(_ team: WorkerTeam) {
    let wanted = min(team.workers, ProcessInfo.processInfo.activeProcessorCount) - 1
    let start = MonotonicClock.nanoseconds()
    while team.helpersJoined < wanted && MonotonicClock.nanoseconds() < start + 1_000_000_000 { sched_yield() }
  }

  /// Keeps a core busy.
  @Sendable private static func linger(_ nanoseconds: UInt64) {
    let start = MonotonicClock.nanoseconds()
    while MonotonicClock.nanoseconds() < start + nanoseconds {}
  }

  private struct Stop: Error, Equatable { let tick: Int }

  // Phases write to plain columns, not to atomics: two workers on one item would race, and the thread sanitizer would
  // see it.

  @Test(arguments: workerCounts)
  func everyItemOfEveryRegionRunsExactlyOnceARound(workers: Int) {
    let runs = Column<Int>(count: Self.itemCounts.count * 100, filledWith: 0)
    let view = runs.view
    let regions = Self.itemCounts.enumerated().map { Region(itemCount: $1, isParallel: true, phases: [$0]) }
    let team = WorkerTeam(workers: workers, regions: regions) { phase, item, _ in
      Self.linger(500)
      view[phase * 100 + item] += 1
    }
    team.together { leader in
      awaitHelpers(team)
      for round in 0..<Self.rounds {
        for region in regions.indices { _ = leader.run(region, backwards: round % 2 == 1) }
      }
    }
    for (region, count) in Self.itemCounts.enumerated() {
      let expected = (0..<100).map { $0 < count ? Self.rounds : 0 }
      #expect(view[region * 100..<region * 100 + 100].array() == expected)
    }
  }

  @Test func aloneTheLeaderWalksForwardsAndBackwards() {
    let walked = HandedOver<[Int]>([])
    let region = Region(itemCount: 4, isParallel: true, phases: [0])
    let team = WorkerTeam(workers: 1, regions: [region]) { _, item, _ in walked.value.append(item) }
    team.together { leader in
      _ = leader.run(0)
      _ = leader.run(0, backwards: true)
    }
    #expect(walked.value == [0, 1, 2, 3, 3, 2, 1, 0])
  }

  @Test(arguments: workerCounts)
  func aPhaseSeesTheOneBeforeAndARegionEverythingBeforeIt(workers: Int) {
    let items = 100
    let first = Column<Int>(count: items, filledWith: 0)
    let second = Column<Int>(count: items, filledWith: 0)
    let third = Column<Int>(count: items, filledWith: 0)
    let (a, b, c) = (first.view, second.view, third.view)
    let regions = [
      Region(itemCount: items, isParallel: true, phases: [0, 1]),
      Region(itemCount: items, isParallel: true, phases: [2]),
    ]
    var wrong = 0
    // 0 and 2 read what the last region left under another item, so most likely on another worker.
    let team = WorkerTeam(workers: workers, regions: regions) { phase, item, _ in
      if phase != 1 { Self.linger(500) }
      switch phase {
      case 0: a[item] = c[items - 1 - item] + 1
      case 1: b[item] = 2 * a[item]
      default: c[item] = b[(item + 37) % items] - a[(item + 37) % items]
      }
    }
    team.together { leader in
      awaitHelpers(team)
      for round in 1...Self.rounds {
        _ = leader.run(0)
        _ = leader.run(1)
        // What the leader itself sees between regions.
        for item in 0..<items where c[item] != round || b[item] != 2 * round { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }

  @Test(arguments: workerCounts)
  func whatTheLeaderWritesBetweenRegionsTheyAllSee(workers: Int) {
    let items = 50
    let input = Column<Int>(count: 1, filledWith: 0)
    let output = Column<Int>(count: items, filledWith: 0)
    let (given, found) = (input.view, output.view)
    let region = Region(itemCount: items, isParallel: true, phases: [0])
    let team = WorkerTeam(workers: workers, regions: [region]) { _, item, _ in
      Self.linger(500)
      found[item] += given[0]
    }
    team.together { leader in
      awaitHelpers(team)
      for round in 1...Self.rounds {
        given[0] = round
        _ = leader.run(0)
      }
    }
    #expect(found.array() == [Int](repeating: Self.rounds * (Self.rounds + 1) / 2, count: items))
  }

  @Test(.enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1))
  func aRegionIsWorkedOnByTwoAtTheSameTime() async {
    // In a process of its own: where other tests run, Dispatch may have no thread left for a helper.
    await #expect(processExitsWith: .success) {
      // Each item waits for the other to have begun: one worker alone would wait for the rest of its patience.
      let begun = Atomic<Int>(0)
      let met = Atomic<Int>(0)
      let region = Region(itemCount: 2, isParallel: true, phases: [0])
      let team = WorkerTeam(workers: 2, regions: [region]) { _, _, _ in
        begun.wrappingAdd(1, ordering: .relaxed)
        let start = MonotonicClock.nanoseconds()
        while begun.load(ordering: .relaxed) < 2 && MonotonicClock.nanoseconds() < start + 5_000_000_000 {}
        if begun.load(ordering: .relaxed) == 2 { met.wrappingAdd(1, ordering: .relaxed) }
      }
      team.together { leader in _ = leader.run(0) }
      #expect(met.load(ordering: .relaxed) == 2)
    }
  }

  @Test func sequentialRegionsStayWithTheLeader() {
    let workers = Column<Int>(count: 100, filledWith: -1)
    let view = workers.view
    let region = Region(itemCount: 100, isParallel: false, phases: [0])
    let team = WorkerTeam(workers: 4, regions: [region]) { _, item, worker in view[item] = worker }
    team.together { leader in
      for _ in 0..<Self.rounds { _ = leader.run(0) }
    }
    #expect(view.array() == [Int](repeating: 0, count: 100))
  }

  @Test func workersAreNumberedWithoutGaps() {
    let seen = Column<Int>(count: 8, filledWith: 0)
    let view = seen.view
    let strangers = Atomic<Int>(0)
    let region = Region(itemCount: 1_000, isParallel: true, phases: [0])
    let team = WorkerTeam(workers: 3, regions: [region]) { _, _, worker in
      // Each worker has its own row, so this does not race.
      if (0..<3).contains(worker) { view[worker] += 1 } else { strangers.wrappingAdd(1, ordering: .relaxed) }
    }
    team.together { leader in
      awaitHelpers(team)
      for _ in 0..<20 { _ = leader.run(0) }
    }
    #expect(strangers.load(ordering: .relaxed) == 0)
    #expect(view.array().reduce(0, +) == 20_000)
  }

  @Test(arguments: workerCounts)
  func anErrorOfTheLeaderComesOutAndTheTeamGoesOn(workers: Int) {
    let runs = Column<Int>(count: 10, filledWith: 0)
    let view = runs.view
    let region = Region(itemCount: 10, isParallel: true, phases: [0])
    let team = WorkerTeam(workers: workers, regions: [region]) { _, item, _ in view[item] += 1 }
    for attempt in 1...20 {
      #expect(throws: Stop(tick: attempt)) {
        try team.together { (leader) throws(Stop) in
          _ = leader.run(0)
          throw Stop(tick: attempt)
        }
      }
    }
    team.together { leader in _ = leader.run(0) }
    #expect(view.array() == [Int](repeating: 21, count: 10))
  }

  @Test func manyMoreWorkersThanCoresFinish() {
    let runs = Column<Int>(count: 300, filledWith: 0)
    let view = runs.view
    let region = Region(itemCount: 300, isParallel: true, phases: [0])
    let team = WorkerTeam(workers: WorkerTeam.workersMax, regions: [region]) { _, item, _ in view[item] += 1 }
    team.together { leader in
      for _ in 0..<50 { _ = leader.run(0) }
    }
    #expect(view.array() == [Int](repeating: 50, count: 300))
  }

  @Test(arguments: workerCounts)
  func busyTimesAreBookedOnTheirPhases(workers: Int) {
    let region = Region(itemCount: 4, isParallel: true, phases: [3, 31])
    let team = WorkerTeam(workers: workers, regions: [region]) { phase, _, _ in
      Self.linger(phase == 3 ? 200_000 : 100_000)
    }
    team.together { leader in
      let wall = leader.run(0)
      #expect(leader.busyNanoseconds(phase: 3) >= 800_000)
      #expect(leader.busyNanoseconds(phase: 31) >= 400_000)
      #expect(leader.busyNanoseconds(phase: 4) == 0)
      let busy = leader.busyNanoseconds(phase: 3) + leader.busyNanoseconds(phase: 31)
      #expect(wall >= busy / UInt64(workers))
      #expect(
        busy
          == (0..<workers).reduce(0) {
            $0 + team.busyNanoseconds(worker: $1, phase: 3) + team.busyNanoseconds(worker: $1, phase: 31)
          })
      leader.resetBusy()
      #expect(leader.busyNanoseconds(phase: 3) == 0)
      _ = leader.run(0)
      #expect(leader.busyNanoseconds(phase: 3) >= 800_000)
    }
  }

  @Test func brokenSettingsTrap() async {
    await #expect(processExitsWith: .failure) { _ = WorkerTeam(workers: 0, regions: []) { _, _, _ in } }
    await #expect(processExitsWith: .failure) {
      let none = Region(itemCount: 0, isParallel: false, phases: [])
      _ = WorkerTeam(workers: 1, regions: [Region](repeating: none, count: 128)) { _, _, _ in }
    }
    await #expect(processExitsWith: .failure) { _ = Region(itemCount: 1, isParallel: false, phases: [32]) }
    await #expect(processExitsWith: .failure) {
      _ = Region(itemCount: 1, isParallel: false, phases: Array(0...Region.phasesMax))
    }
    await #expect(processExitsWith: .failure) {
      _ = Region(itemCount: WorkerTeam.itemCountMax + 1, isParallel: true, phases: [])
    }
  }
}
