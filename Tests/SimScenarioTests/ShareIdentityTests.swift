import SimMarket
import SimTestSupport
import SimTypes
import Testing

@testable import SimAgents
@testable import SimEngine

/// No share of an order is lost or counted twice: in every tick, each order's shares = filled + resting + ended, and
/// nothing ends that should rest.
struct ShareIdentityTests {
  /// What a slot held before its tick, and asked for in it.
  private struct Slot {
    var before: Int32 = 0
    var placed: Int32?  // shares of a new order, 0 for a cancel
    var filledOnArrival: Int32 = 0

    /// Shares that want to be filled after cancels and changes.
    var wanted: Int32 { placed ?? before }
  }

  @Test(arguments: ["call", "continuous", "both"]) func everyShareIsAccountedFor(mechanism: String) throws {
    var config = SmallMarket.withFidgets(SmallMarket.config(agents: 200, symbols: 4, ticks: 60))
    config = SmallMarket.ofBothMechanisms(config)
    if mechanism != "both" {
      config.market.mechanism = mechanism
      for symbol in config.symbols.indices { config.symbols[symbol].mechanism = nil }
    }
    let world = World(try SimulationRules(config, registry: SmallMarket.registryOfAll))
    let clock = TickClock()
    let phases = Phases(world: world, clock: clock)
    phases.layToSleep()
    let (boxes, resting) = (world.boxes, world.resting)
    let fidgets = world.rules.populations.filter { $0.schema.name.hasSuffix("fidget") }.map(\.rows)
    var seen = (filled: Int64(0), rested: Int64(0), expired: Int64(0), cancelled: Int64(0), own: Int64(0))
    for tick in 0..<60 {
      clock.advance(to: UInt32(tick))
      for chunk in 0..<world.grid.count {
        phases.collect(chunk: chunk)
        phases.validate(chunk: chunk)
      }
      for block in phases.symbolBlocks.indices { phases.locate(block: block) }
      var slots = (0..<resting.count).map { Slot(before: resting.quantity[$0]) }
      for block in phases.symbolBlocks.indices { phases.auction(block: block) }

      // After the markets, before anybody is told.
      var bought = [Int64](repeating: 0, count: world.symbols.count)
      var sold = bought
      func fill(_ side: Side, _ symbol: Int, _ shares: Int32) {
        if side == .buy { bought[symbol] += Int64(shares) } else { sold[symbol] += Int64(shares) }
        seen.filled += Int64(shares)
      }
      for chunk in 0..<boxes.chunkCount {  // the brokers' boxes too
        for position in boxes.positions(ofChunk: chunk) where boxes.quantity[position] != 0 {
          let (key, kind, quantity) = (BoxKey(raw: boxes.key[position]), boxes.kind[position], boxes.quantity[position])
          let filled = kind.isCancel ? 0 : boxes.filled[position]
          #expect(filled >= 0 && filled <= quantity)
          fill(key.side, key.symbol, filled)
          if kind.usesSlot {
            let slot = boxes.slot(ofChunk: chunk, agent: Int(boxes.agent[position]), local: kind.slot)
            #expect(slots[slot].placed == nil, "a slot is named once")
            slots[slot].placed = kind.isCancel ? 0 : quantity
            slots[slot].filledOnArrival = filled
          } else {
            seen.expired += Int64(quantity - filled)
            #expect(kind != .fillOrKill || filled == 0 || filled == quantity)
          }
        }
      }
      for (slot, state) in slots.enumerated() {
        let filled = boxes.filled[boxes.slotBase + slot]
        let events = boxes.slotEvents[slot]
        let owner = Int(boxes.agent[boxes.slotBase + slot])
        let symbol = Int(world.accounts.symbol[owner])
        fill(events.contains(.sells) ? .sell : .buy, symbol, filled)
        seen.rested += Int64(resting.quantity[slot])
        if state.placed != nil { seen.cancelled += Int64(state.before) }
        let lost = state.wanted - state.filledOnArrival - filled - resting.quantity[slot]
        #expect(lost >= 0, "tick \(tick), slot \(slot)")
        // Only what would have met an order of its owner ends; makers and noise traders have no such orders.
        if lost > 0 {
          seen.own += Int64(lost)
          #expect(fidgets.contains { $0.contains(owner) }, "tick \(tick), slot \(slot)")
        }
      }
      for symbol in 0..<world.symbols.count {
        let volume = world.symbols.volume[symbol]
        #expect(bought[symbol] == volume && sold[symbol] == volume, "tick \(tick), symbol \(symbol)")
      }
      for block in phases.symbolBlocks.indices {
        phases.updateTrades(block: block)
        phases.updateCandles(block: block)
      }
      for chunk in 0..<world.grid.count { phases.notify(chunk: chunk) }
    }
    #expect(seen.filled > 10_000 && seen.rested > 10_000 && seen.expired > 1_000 && seen.cancelled > 1_000)
    #expect(seen.own > 0)
  }
}
