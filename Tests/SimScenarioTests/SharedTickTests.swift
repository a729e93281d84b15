import Foundation
import SimAgents
import SimColumns
import SimHooks
import SimMarket
import SimParallel
import SimReport
import SimTestSupport
import SimTrace
import SimTypes
import Testing

@testable import SimEngine

/// How a tick is shared between workers decides nothing: all 512 combinations of toggles, with 1, 2, 3 and 8 workers, in
/// a market with everything in it that there is.
///
/// It takes 70 ticks until every strategy trades; to warm up 2,048 markets would take half an hour. So the toggles change
/// while a market runs, which they may, as they decide nothing. After the warm-up each combination has a *leg* of three
/// ticks, and after each leg the state hash is that of a simulation that never shared anything:
///
///     tick      0 … 69 | 70 71 72 | 73 74 75 | …         512 legs
///     toggles   all    | one      | the next |
///     hash             =          =          =            the reference's
///
/// A hash covers all that happened since the start, so nothing that one leg gets wrong is missed by a later one. Each
/// number of workers walks the combinations from another one on, so that each meets four different moments.
struct SharedTickTests {
  private static let combinations = ParallelizationConfig.allCombinations
  private static let workerCounts = [1, 2, 3, 8]

  /// The reference is worth something only if all of it happens, and goes on happening: in each quarter of the legs.
  @Test func everythingHappensInEveryQuarter() throws {
    let reference = try Reference.shared.get()
    #expect(Set(reference.strategies).isSuperset(of: StrategyRegistry.standard.schemas.map(\.name)))
    #expect(reference.strategies.contains(ExternalTrader.schema.name))
    for (number, quarter) in reference.quarters.enumerated() {
      for (name, fills) in zip(reference.populations, quarter.fills) {
        #expect(fills > 0, "\(name) traded nothing in quarter \(number)")
      }
      #expect(quarter.trades.allSatisfy { $0 > 0 }, "both mechanisms trade in quarter \(number)")
      #expect(quarter.news > 0 && quarter.short > 0 && quarter.marginCalls > 0 && quarter.fees > 0)
      #expect(quarter.resting > 0 && quarter.cancels > 0 && quarter.woken > 0 && quarter.pairsOpen > 0)
    }
    let reasons = reference.rejected
    for reason in RejectReason.allCases where reason != .outsidePriceBand {
      #expect(reasons[reason.rawValue] > 0, "\(reason)")
    }
  }

  /// In a process of its own: where other tests run, Dispatch has no threads left for helpers. Whole runs too, from the
  /// first tick on, as a user has them.
  @Test(.serialized, arguments: workerCounts) func allToggleCombinationsGiveOneHash(workers: Int) async throws {
    let reference = try Reference.shared.get()
    await #expect(processExitsWith: .success) {
      [workers, hashes = reference.hashes as [UInt64], risk = reference.risk as [UInt64]] in
      try Self.runLegs(workers: workers, hashes, risk)
      for bits in [0b0_1010_1010, 0b1_0101_0101] as [UInt16] {
        let toggles = ParallelizationConfig(bits: bits)
        let found = try Everything.hashOfWholeRun(workers: workers, toggles)
        try #require(found == hashes[0], "a whole run, toggles \(toggles.profileName), \(workers) workers")
      }
    }
  }

  private static func runLegs(workers: Int, _ hashes: [UInt64], _ risk: [UInt64]) throws {
    let market = try SharedMarket(workers: workers)
    try market.run(Everything.warmUp, .allParallel)
    try #require(market.stateHash == hashes[0], "the warm-up, \(workers) workers")
    let turn = (workerCounts.firstIndex(of: workers) ?? 0) * combinations.count / workerCounts.count
    for leg in combinations.indices {
      let toggles = combinations[(leg + turn) % combinations.count]
      try market.run(Everything.legTicks, toggles)
      // After the first difference all others follow from it.
      try #require(
        market.stateHash == hashes[leg + 1], "toggles \(toggles.profileName), \(workers) workers, leg \(leg)")
    }
    try #require(market.risk == risk, "what observers see and no hash covers")
    // Without anybody who helped nothing was shared, and nothing would be proved.
    let cores = ProcessInfo.processInfo.activeProcessorCount
    try #require(market.helpersJoined > 100 || workers == 1 || cores == 1, "\(market.helpersJoined) times")
  }

  /// The same without luck: a thread plays eight workers, and each takes any item at any time.
  @Test func anyWorkerMayRunAnyItemInAnyOrder() throws {
    let reference = try Reference.shared.get()
    let market = try SharedMarket(workers: 8)
    var generator = TestGenerator(seed: 8)
    try market.run(Everything.warmUp, .allParallel, drawing: &generator)
    try #require(market.stateHash == reference.hashes[0], "the warm-up")
    for (leg, toggles) in Self.combinations.shuffled(using: &generator).enumerated() {
      try market.run(Everything.legTicks, toggles, drawing: &generator)
      try #require(market.stateHash == reference.hashes[leg + 1], "toggles \(toggles.profileName), leg \(leg)")
    }
    #expect(market.risk == reference.risk)
  }
}

/// The market of `config/everything.json5`, and in it agents who send anything, who read indicators, and who are told what
/// to do from outside.
private enum Everything {
  static let warmUp = 70  // ticks
  static let legTicks = 3
  static let legs = 512

  static func rules(workers: Int, _ toggles: ParallelizationConfig = .allSequential) throws -> SimulationRules {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config/everything.json5")
    var config = try ConfigurationText(String(contentsOf: file, encoding: .utf8), file: "everything.json5").config()
    config = SmallMarket.withReaders(SmallMarket.withFidgets(config, fidgets: 12), readers: 12)
    config.market.shortSelling.borrowPool = 0.05  // enough for pairs, and not for everybody
    var outsiders = SimulationConfig.Population(name: "outsiders", strategy: "external", count: 2)
    outsiders.shares = .constant(50)
    config.populations.append(outsiders)
    (config.run.ticks, config.run.workers, config.parallel) = (warmUp + legTicks * legs, workers, toggles)
    var registry = SmallMarket.registryOfAll
    registry.register(ExternalTrader.self)
    return try SimulationRules(config, registry: registry)
  }

  static func hashOfWholeRun(workers: Int, _ toggles: ParallelizationConfig) throws -> UInt64 {
    let simulation = Simulation(try rules(workers: workers, toggles), grain: 0)
    for _ in 0..<warmUp { try step(simulation) }
    return simulation.stateHash
  }

  static func step(_ simulation: Simulation) throws {
    for (agent, orders) in orders(tick: Int(simulation.tick), simulation.rules) {
      try simulation.submit(orders, agent: agent)
    }
    try simulation.step()
  }

  /// What the agents are told who do not decide for themselves.
  static func orders(tick: Int, _ rules: SimulationRules) -> [(agent: Int, orders: [ExternalOrder])] {
    guard let outsiders = rules.populations.first(where: { $0.name == "outsiders" }) else { return [] }
    return outsiders.agents.map { agent in
      let side: Side = (tick / 5 + agent).isMultiple(of: 2) ? .buy : .sell
      return (agent, [ExternalOrder(symbol: (tick + 5 * agent) % 12, side: side, quantity: Int32(1 + tick % 7))])
    }
  }
}

/// What happens when nothing is shared: hashes to compare with, and how much of what there is happens.
private struct Reference: Sendable {
  struct Quarter: Sendable {
    var fills: [Int]  // row = population
    var trades: [Int]  // row = mechanism
    var news = 0
    var marginCalls = 0
    var fees: Int64 = 0
    var cancels = 0
    var woken = 0
    // The most there were at the end of a tick.
    var short = 0
    var resting = 0
    var pairsOpen = 0
  }

  private(set) var hashes: [UInt64] = []  // after the warm-up, and after each leg
  private(set) var quarters: [Quarter] = []  // of the legs
  let populations, strategies: [String]
  private(set) var rejected = SIMD16<Int>()
  private(set) var risk: [UInt64] = []

  /// Computed once, whoever asks first.
  static let shared = Result { try Reference() }

  private init() throws {
    let simulation = Simulation(try Everything.rules(workers: 1), hooks: [InvariantWatch()])
    let plans = simulation.rules.populations
    (populations, strategies) = (plans.map(\.name), plans.map(\.schema.name))
    for _ in 0..<Everything.warmUp { try Everything.step(simulation) }
    hashes = [simulation.stateHash]
    for _ in 0..<4 {
      var quarter = Quarter(fills: plans.map { _ in 0 }, trades: Mechanism.allCases.map { _ in 0 })
      let before = Self.counters(simulation)
      for _ in 0..<Everything.legs / 4 {
        for _ in 0..<Everything.legTicks {
          try Everything.step(simulation)
          Self.look(simulation, &quarter)
        }
        hashes.append(simulation.stateHash)
      }
      let after = Self.counters(simulation)
      quarter.fills = zip(after.fills, before.fills).map { $0 - $1 }
      quarter.marginCalls = after.marginCalls - before.marginCalls
      quarter.fees = after.fees - before.fees
      quarters.append(quarter)
    }
    rejected = simulation.totals.rejected
    risk = Self.bits(simulation.frame.risk)
  }

  private static func counters(_ simulation: Simulation) -> (fills: [Int], marginCalls: Int, fees: Int64) {
    let frame = simulation.frame
    let fills = frame.rules.populations.map { $0.rows.reduce(0) { $0 + Int(frame.accounts.fills[$1]) } }
    return (fills, frame.lending?.marginCalls ?? 0, frame.lending?.feesPaid ?? 0)
  }

  private static func look(_ simulation: Simulation, _ quarter: inout Quarter) {
    let frame = simulation.frame
    for symbol in 0..<frame.symbols.count {
      quarter.trades[Int(frame.symbols.mechanism(symbol).rawValue)] += frame.tape.rows(ofSymbol: symbol).count
    }
    quarter.news += frame.events.count
    quarter.cancels += frame.counts.cancels
    quarter.woken += frame.counts.woken
    quarter.short = max(quarter.short, (0..<frame.accounts.count).count { frame.accounts.quantity[$0] < 0 })
    if let resting = frame.resting {
      quarter.resting = max(quarter.resting, (0..<resting.count).count { resting.quantity[$0] > 0 })
    }
    // Pairs traders start without shares: who holds both legs, one long and one short, has opened.
    let pairs = frame.rules.populations.first { $0.schema.name == PairsTrading.schema.name }
    let open = pairs?.agents.count { agent in
      let legs = frame.rules.layout.accounts(ofAgent: agent).map { frame.accounts.quantity[$0] }
      return legs[0] != 0 && legs[1] != 0
    }
    quarter.pairsOpen = max(quarter.pairsOpen, open ?? 0)
  }

  /// Figures of everybody's risk.
  static func bits(_ risk: RiskView) -> [UInt64] {
    (0..<risk.count).flatMap { agent in
      [
        risk.markedEquity[agent].bitPattern, risk.totals.second[agent].bitPattern,
        UInt64(risk.maxDrawdown[agent].bitPattern),
      ]
    }
  }
}

/// A simulation whose toggles change between ticks.
private final class SharedMarket {
  private let world: World
  private let phases: [Phases]  // row = worker
  private let clock = TickClock()
  private let outsiders: ExternalTrader?
  private var trace: PhaseTrace
  private var tick: UInt32 = 0
  private(set) var helpersJoined = 0

  init(workers: Int) throws {
    world = World(try Everything.rules(workers: workers))
    phases = (0..<workers).map { [world, clock] _ in Phases(world: world, clock: clock) }
    phases[0].layToSleep()
    trace = PhaseTrace(names: Phase.allCases.map(\.name), workers: workers)
    outsiders = world.strategies.lazy.compactMap { $0 as? ExternalTrader }.first
  }

  var stateHash: UInt64 { StateHash.of(world.accounts, world.symbols, world.resting, ticks: UInt64(tick)) }
  var risk: [UInt64] { Reference.bits(world.risk) }

  private func pipeline(_ toggles: ParallelizationConfig) -> Pipeline {
    var left = phases[...]
    return Pipeline(
      parallel: toggles, workers: world.rules.workers, grain: 0, nodes: .ofThisMachine, tracedTicks: 0
    ) { left.removeFirst() }
  }

  private func beginTick() throws {
    for (agent, orders) in Everything.orders(tick: Int(tick), world.rules) {
      try outsiders?.submit(orders, agent: agent, tick: tick)
    }
    clock.advance(to: tick)
  }

  /// Ticks as a simulation runs them.
  func run(_ ticks: Int, _ toggles: ParallelizationConfig) throws {
    let pipeline = pipeline(toggles)
    try pipeline.team.together { (leader: borrowing WorkerTeam.Leader) throws(any Error) in
      for _ in 0..<ticks {
        try beginTick()
        pipeline.run(leader, tick: tick, trace: &trace)
        tick += 1
      }
    }
    helpersJoined += pipeline.team.helpersJoined
  }

  /// Ticks whose shared items are run in an order that is drawn, each by a worker that is drawn.
  func run(_ ticks: Int, _ toggles: ParallelizationConfig, drawing generator: inout TestGenerator) throws {
    let pipeline = pipeline(toggles)
    for _ in 0..<ticks {
      try beginTick()
      for (number, region) in pipeline.team.regions.enumerated()
      where pipeline.regions[number].contains(where: { phases[0].isDue($0, tick: tick) }) {
        let items = region.isParallel ? (0..<region.itemCount).shuffled(using: &generator) : Array(0..<region.itemCount)
        for item in items {
          let worker = region.isParallel ? Int.random(in: 0..<world.rules.workers, using: &generator) : 0
          let work = pipeline.team.work(ofWorker: worker)
          for phase in region.phases { work.run(phase: phase, item: item, worker: worker) }
        }
      }
      tick += 1
    }
  }
}
