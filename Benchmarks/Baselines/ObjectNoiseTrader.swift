import SimAgents
import SimRandom
import SimTypes

/// Agents as objects behind a protocol, the way most simulators hold them: the agent table's baseline.
///
/// Public, because the compiler knows all classes behind an internal protocol. Here that is one, and it would call that
/// one directly; in a simulator with several strategies it could not.
public protocol TradingAgent: AnyObject {
  func decide(tick: UInt32, market: ObjectMarket, orders: inout [ObjectOrder])
}

/// What object agents see.
public struct ObjectMarket {
  var fair: [Double]  // price ticks, by symbol
  let tickSize: TickSize
}

public struct ObjectOrder {
  var agent: Int32
  var key: BoxKey
  var price: Int32
  var quantity: Int32
}

/// The noise trader's rule with the noise trader's own draws, so its orders are the table's, one for one. Also its
/// trick of drawing *when* ahead: what is compared is the layout and the call, not another rule.
public final class ObjectNoiseTrader: TradingAgent {
  let account: Int  // row
  let row: UInt32  // in the population
  let symbol: Int
  var freeCash: Int64
  var freeShares: Int32

  private let key: StreamKey
  private var due: UInt32
  private let inverseLogQ: Double
  private let worth, deviation, aggression: Double
  private let minQuantity, maxQuantity, maxShares: Int32

  init(account: Int, symbol: Int, _ population: PopulationPlan, _ draws: SpawnDraws, key: StreamKey) {
    (self.account, self.symbol, self.key) = (account, symbol, key)
    row = UInt32(account - population.rows.lowerBound)
    freeCash = draws.cash(row: account).raw
    freeShares = Int32(draws.shares(row: account))
    inverseLogQ = Double(Float(GeometricGap.inverseLogQ(probability: draws.real(0, row: account))))
    // Single precision, as in the table.
    worth = Double(Float(1 + draws.real(1, row: account)))
    deviation = Double(Float(draws.real(2, row: account)))
    aggression = Double(Float(draws.real(3, row: account)))
    minQuantity = Int32(draws.integer(4, row: account))
    maxQuantity = max(minQuantity, Int32(draws.integer(5, row: account)))
    maxShares = Int32(draws.integer(6, row: account))
    due = GeometricGap.from(key.words(row: row, tick: .max)[1], inverseLogQ: inverseLogQ) &- 1
  }

  public func decide(tick: UInt32, market: ObjectMarket, orders: inout [ObjectOrder]) {
    guard due == tick else { return }
    let words = key.words(row: row, tick: tick)
    let (next, overflow) = tick.addingReportingOverflow(GeometricGap.from(words[1], inverseLogQ: inverseLogQ))
    due = overflow ? .max : next

    let room = maxShares - freeShares
    let canSell = freeShares >= minQuantity
    let canBuy = room >= minQuantity
    let sells = canSell && (words[3] >> 31 == 1 || !canBuy)
    guard sells || canBuy else { return }

    let wanted = minQuantity + Int32(drawSize(words[2], tick: tick))
    let d = deviation * (UniformReal.unit(words[0]) * (1 + aggression) - aggression)
    let limit = Int32(clamping: Int(max(1, market.fair[symbol] * worth * (1 + (sells ? d : -d)) + 0.5)))
    var quantity = min(wanted, sells ? freeShares : room)
    if !sells {
      let price = market.tickSize.price(limit).raw
      if Int64(quantity) * price > freeCash { quantity = Int32(clamping: freeCash / price) }
    }
    guard quantity >= minQuantity else { return }
    let key = BoxKey(symbol: Int32(symbol), side: sells ? .sell : .buy)
    orders.append(ObjectOrder(agent: Int32(account), key: key, price: limit, quantity: quantity))
  }

  private func drawSize(_ word: UInt32, tick: UInt32) -> UInt32 {
    let span = UInt32(maxQuantity - minQuantity) + 1
    if let drawn = BoundedInteger.fromWord(word, below: span) { return drawn }
    var stream = RowStream(key, row: row, tick: tick)
    for _ in 0..<4 { _ = stream.next32() }
    return stream.bounded(span)
  }
}
