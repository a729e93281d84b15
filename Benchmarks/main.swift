import Foundation
import SimAgents
import SimEngine
import SimTrace

let agents = Int(CommandLine.arguments.dropFirst().first ?? "100000")!
let ticks = Int(CommandLine.arguments.dropFirst(2).first ?? "2000")!
let workers = Int(CommandLine.arguments.dropFirst(3).first ?? "2")!
var config = SimulationConfig()
config.run.ticks = ticks
config.run.workers = workers
config.symbols = (0..<50).map { .init(name: "S\($0)", sector: "X", initialPrice: 100) }
var mm = SimulationConfig.Population(name: "mm", strategy: "market_maker", count: agents / 100)
mm.shares = .constant(800)
var noise = SimulationConfig.Population(name: "noise", strategy: "noise_trader", count: agents - agents / 100)
noise.shares = .uniform(200...400)
noise.parameters = [
  .init(name: "order_probability", distribution: .uniform(0.01...0.08)),
  .init(name: "belief", distribution: .uniform(-0.02...0.02)),
  .init(name: "aggression", distribution: .constant(0.5)),
]
config.populations = [mm, noise]
let rules = try SimulationRules(config, registry: .standard)
let t0 = MonotonicClock.nanoseconds()
let sim = Simulation(rules)
print("spawn ms", (MonotonicClock.nanoseconds() - t0) / 1_000_000)
try sim.run(min(200, ticks))
sim.resetTrace()
let t1 = MonotonicClock.nanoseconds()
try sim.run(ticks)
let dt = Double(MonotonicClock.nanoseconds() - t1) / 1e9
print("ticks/s", Double(ticks) / dt, "orders/tick", Double(sim.totals.orders) / Double(sim.tick), "trades/tick", Double(sim.totals.trades) / Double(sim.tick), "rejected", sim.totals.ordersRejected, "volume/tick", Double(sim.totals.volume) / Double(sim.tick), "last counts", sim.counts.orders, sim.counts.trades)
for (i, name) in sim.trace.names.enumerated() {
  print(name.padding(toLength: 22, withPad: " ", startingAt: 0), "mean us", sim.trace.phases[i].mean / 1000, "p50", sim.trace.phases[i].percentile(0.5) / 1000, "p99", sim.trace.phases[i].percentile(0.99) / 1000)
}
print("total mean us", sim.trace.tick.mean / 1000, "hash", String(sim.stateHash, radix: 16), "last", (0..<5).map { sim.frame.symbols.last[$0] }, "bytes", sim.bytesPerAgent)
