import Foundation
import SimColumns
import SimTrace
import Synchronization
import Testing

@testable import SimParallel

/// Several memory nodes, made up: which chunks are whose, and who takes which.
struct WorkerTeamNodesTests {
  @Test(arguments: [(1, 1), (2, 1), (4, 2), (8, 2), (3, 2), (8, 3), (16, 4)])
  func sharesLieOnTheNodesThatColumnsAreSpreadOver(workers: Int, nodes: Int) {
    let machine = MemoryNodes(count: nodes)
    let owners = (0..<workers).map { machine.node(ofPart: $0, of: workers) }
    #expect(owners == owners.sorted() && owners.allSatisfy { (0..<nodes).contains($0) })
    if workers >= nodes { #expect(Set(owners).count == nodes) }
    // The middle of a worker's share of the pages of a column is on its node.
    let pages = 9_600
    let runs = MemoryPlacement.spread(over: machine).runs(byteCount: pages * 4_096, pageSize: 4_096)
    for worker in 0..<workers where nodes > 1 {
      let middle = (pages * worker / workers + pages * (worker + 1) / workers) / 2 * 4_096
      #expect(runs.first { $0.bytes.contains(middle) }?.node == owners[worker], "worker \(worker)")
    }
  }

  @Test func aWorkerTurnsToSharesOfItsNodeFirst() {
    let two = MemoryNodes(count: 2)
    #expect(WorkerTeam.neighbours(of: 0, workers: 8, two) == [1, 2, 3, 4, 5, 6, 7])
    #expect(WorkerTeam.neighbours(of: 3, workers: 8, two) == [0, 1, 2, 4, 5, 6, 7])
    #expect(WorkerTeam.neighbours(of: 4, workers: 8, two) == [5, 6, 7, 0, 1, 2, 3])
    #expect(WorkerTeam.neighbours(of: 6, workers: 8, two) == [7, 4, 5, 0, 1, 2, 3])
    // On one node: round in a ring.
    #expect(WorkerTeam.neighbours(of: 2, workers: 4, MemoryNodes(count: 1)) == [3, 0, 1])
    #expect(WorkerTeam.neighbours(of: 0, workers: 1, two).isEmpty)
  }

  /// Threads of node 1 alone: they take its numbers, and its share of the items, before any other.
  @Test(arguments: [0, 1]) func aThreadTakesANumberOfItsNode(here: Int) {
    let walked = HandedOver<[Int]>([])
    let lead = HandedOver<Int>(-1)
    let region = Region(itemCount: 8, isParallel: true, phases: [0])
    // Helpers wait until the leader is through, so that it walks alone.
    let isThrough = Atomic<Bool>(false)
    let calls = Atomic<Int>(0)
    let nodes = MemoryNodes(count: 2) {
      if calls.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue > 0 {
        while !isThrough.load(ordering: .acquiring) { sched_yield() }
      }
      return here
    }
    let team = WorkerTeam(workers: 4, regions: [region], nodes: nodes) { _, item, worker in
      walked.value.append(item)
      lead.value = worker
    }
    team.together { leader in
      _ = leader.run(0)
      isThrough.store(true, ordering: .releasing)
    }
    // Numbers 0 and 1 belong to node 0, items 0 ..< 4 are theirs; the first free one, then its neighbour's, then others'.
    #expect(lead.value == 2 * here)
    #expect(walked.value == (here == 0 ? [0, 1, 2, 3, 4, 5, 6, 7] : [4, 5, 6, 7, 0, 1, 2, 3]))
  }

  /// However many threads say they are where: every number is taken once, every item run once.
  @Test(arguments: [2, 3, 8], [1, 2, 3]) func everyItemRunsOnceOnAnyNumberOfNodes(workers: Int, nodes: Int) {
    let items = 97
    let runs = Column<Int>(count: items, filledWith: 0)
    let view = runs.view
    let region = Region(itemCount: items, isParallel: true, phases: [0])
    let calls = Atomic<Int>(0)
    let machine = MemoryNodes(count: nodes) { calls.wrappingAdd(1, ordering: .relaxed).newValue * 7 % nodes }
    let team = WorkerTeam(workers: workers, regions: [region], nodes: machine) { _, item, _ in view[item] += 1 }
    for round in 1...20 {
      team.together { leader in
        for turn in 0..<10 { _ = leader.run(0, backwards: turn % 2 == 1) }
      }
      #expect(view.array() == [Int](repeating: 10 * round, count: items))
    }
    #expect(team.helpersJoined < workers)
  }

  /// Who comes when the work is over has not taken part.
  @Test func helpersThatComeTooLateDoNotCount() {
    let team = WorkerTeam(workers: 200, regions: []) { _, _, _ in }
    team.together { _ in }
    #expect(team.helpersJoined <= ProcessInfo.processInfo.activeProcessorCount)
  }
}
