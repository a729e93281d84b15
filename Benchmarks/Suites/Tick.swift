import SimAgents
import SimEngine
import SimReport

/// The whole tick, everything on, with the production run's populations at four numbers of agents.
///
/// Two simulations of the same market, one with a single worker and one with several, take turns at a few ticks each.
/// An item is an agent-tick. After every turn both must be in the same state, to the bit. What a phase took, and orders
/// per second, are rows of their own in the CSV file.
extension BenchmarkSuite {
  static let tick = BenchmarkSuite("Tick", "whole ticks of the production market, by agents and workers") { bench in
    let config = try ProductionConfiguration.load()
    for scale in bench.choose(full: TickScale.full, toy: [TickScale.toy]) {
      var market = config.scaled(toAgents: scale.agents)
      market.run.seed = bench.options.seed
      var runs: [LiveRun] = []
      for workers in [1, bench.options.workers] {
        market.run.workers = workers
        runs.append(LiveRun(try SimulationRules(market, registry: .standard), warmUpTicks: scale.warmUpTicks))
        // Before the second one comes: what the process takes with one simulation in it.
        if workers == 1 { runs[0].residentBytes = MachineLoad.residentBytes }
      }
      let measurements = try bench.measure(
        Workload(size: scale.agents, unit: "agents", items: scale.agents * scale.ticksPerTurn), share: 3,
        runs.map { run in
          Variant(
            run.name, run: { _ in run.advance(by: scale.ticksPerTurn) }, answer: { _ in run.simulation.stateHash })
        })
      for (run, measurement) in zip(runs, measurements) {
        try run.report(measurement.median / Double(scale.ticksPerTurn), scale, to: bench)
      }
      // The last simulation's: where a tick's time goes when it is shared.
      if let last = runs.last {
        bench.note("phases of a tick with \(last.name):")
        for line in PhaseTable(last.simulation.trace).text.split(separator: "\n") { bench.note("  \(line)") }
      }
    }
  }
}

/// How many agents, and how many ticks make a turn: enough that waking the workers weighs little.
private struct TickScale {
  let agents, warmUpTicks, ticksPerTurn: Int

  static let full = [
    TickScale(agents: 1_000, warmUpTicks: 200, ticksPerTurn: 1_000),
    TickScale(agents: 10_000, warmUpTicks: 200, ticksPerTurn: 500),
    TickScale(agents: 100_000, warmUpTicks: 200, ticksPerTurn: 100),
    TickScale(agents: 1_000_000, warmUpTicks: 50, ticksPerTurn: 10),
  ]
  static let toy = TickScale(agents: 1_000, warmUpTicks: 5, ticksPerTurn: 5)
}

/// A simulation under way, past its warm-up.
private final class LiveRun {
  let simulation: Simulation
  let name: String
  var residentBytes: Int?
  private let ordersBefore: Int
  private let ticksBefore: Int

  init(_ rules: SimulationRules, warmUpTicks: Int) {
    simulation = Simulation(rules)
    name = "\(rules.workers) worker\(rules.workers == 1 ? "" : "s")"
    Self.advance(simulation, by: warmUpTicks)
    simulation.resetTrace()
    (ordersBefore, ticksBefore) = (simulation.totals.orders, Int(simulation.tick))
  }

  func advance(by ticks: Int) { Self.advance(simulation, by: ticks) }

  private static func advance(_ simulation: Simulation, by ticks: Int) {
    do {
      try simulation.run(ticks)
    } catch {
      preconditionFailure("only hooks can fail, and there are none: \(error)")
    }
  }

  /// Lines about ticks, orders and memory; rows about orders and phases.
  func report(_ nanosecondsPerTick: Double, _ scale: TickScale, to bench: Bench) throws {
    let ticks = Int(simulation.tick) - ticksBefore
    let ordersPerTick = Double(simulation.totals.orders - ordersBefore) / Double(ticks)
    var facts = [
      "\(NumberText.short(1e9 / nanosecondsPerTick)) ticks/s",
      "\(NumberText.short(ordersPerTick)) orders a tick",
      "\(NumberText.rate(ordersPerTick * 1e9 / nanosecondsPerTick)) orders/s",
      "\(simulation.bytesPerAgent) bytes an agent",
    ]
    if let residentBytes {
      facts.append("\(NumberText.short(Double(residentBytes) / 1e6)) MB resident with one simulation")
    }
    bench.note("\(name): " + facts.joined(separator: ", "))

    let trace = simulation.trace
    var rows = [
      Measurement(
        suite: "Tick", variant: "\(name): orders", size: scale.agents, samples: ticks, median: nanosecondsPerTick,
        p99: Double(trace.tick.percentile(0.99)), items: max(1, Int(ordersPerTick.rounded())))
    ]
    for (index, phase) in trace.names.enumerated() {
      rows.append(
        Measurement(
          suite: "Tick", variant: "\(name): \(phase)", size: scale.agents, samples: ticks,
          median: Double(trace.phases[index].percentile(0.5)), p99: Double(trace.phases[index].percentile(0.99)),
          items: scale.agents))
    }
    try bench.report.record(rows)
  }
}
