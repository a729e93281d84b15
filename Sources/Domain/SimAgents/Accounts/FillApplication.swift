import SimColumns
import SimKernels
import SimMarket
import SimTypes

/// What the market's answers do to accounts: reservations end, shares and money change hands, profit is realised.
///
///     buy   cash -= value   quantity += q   cost += value
///     sell  cash += value   quantity -= q   cost -= share of cost   realised += value - share of cost
///     share of cost = round(cost · q / quantity)       halves away from zero; the last sale takes all that is left
///
/// Cost is a total and stays an integer, so nothing is lost to an average that was rounded twice.
public enum FillApplication {
  /// Orders whose reservations are released before the first of them is settled.
  private static let block = 64

  /// Applies the answers to one chunk's orders, in the order its agents sent them. Returns how many orders were filled at
  /// least in part.
  ///
  /// A block of orders at a time, in two passes. The first, for every order, has no branch and asks for the whole block's
  /// ledgers at once; the second settles the few that were filled, whose ledgers are then near.
  public static func run(
    chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, clearingPrice: ColumnView<Int32>, tickSize: TickSize
  ) -> Int {
    let positions = boxes.positions(ofChunk: chunk)
    var filledOrders = 0
    var start = positions.lowerBound
    while start < positions.upperBound {
      let end = min(start &+ block, positions.upperBound)
      release(start..<end, boxes, accounts, clearingPrice, tickSize)
      filledOrders &+= settle(start..<end, boxes, accounts, clearingPrice, tickSize)
      start = end
    }
    return filledOrders
  }

  /// Ends reservations, and makes what came in free to use: money paid out leaves the reservation it was held in.
  ///
  ///     buy   free cash += limit · quantity - price · filled       free shares += filled
  ///     sell  free cash += price · filled                          free shares += quantity - filled
  private static func release(
    _ positions: Range<Int>, _ boxes: OrderBoxView, _ accounts: AccountView, _ clearingPrice: ColumnView<Int32>,
    _ tickSize: TickSize
  ) {
    let (agents, keys, limits) = (boxes.agent, boxes.key, boxes.price)
    let (quantities, fills) = (boxes.quantity, boxes.filled)
    let (freeCash, freeShares) = (accounts.freeCash, accounts.freeShares)
    for position in positions { freeCash.prefetch(Int(agents[position])) }
    for position in positions {
      let agent = Int(agents[position])
      let key = keys[position]
      let quantity = quantities[position]  // 0 when refused: then nothing is held, and nothing was filled
      let filled = quantity == 0 ? 0 : fills[position]
      let isSell = Int64(key & 1)
      // Products that validation has seen fit 64 bits; the price traded at is no worse than the limit.
      let held = Int64(limits[position]) &* Int64(quantity)
      let value = Int64(clearingPrice[Int(key >> 1)]) &* Int64(filled)
      let cashBack = (held &- value) &* (1 &- isSell) &+ value &* isSell
      freeCash[agent] &+= cashBack &* tickSize.raw
      freeShares[agent] &+= isSell == 0 ? filled : quantity &- filled
    }
  }

  /// Moves shares and money for the orders that were filled.
  private static func settle(
    _ positions: Range<Int>, _ boxes: OrderBoxView, _ accounts: AccountView, _ clearingPrice: ColumnView<Int32>,
    _ tickSize: TickSize
  ) -> Int {
    let (quantities, fills) = (boxes.quantity, boxes.filled)
    var filledOrders = 0
    for position in positions where quantities[position] != 0 && fills[position] != 0 {
      let agent = Int(boxes.agent[position])
      let key = BoxKey(raw: boxes.key[position])
      let filled = fills[position]
      let value = tickSize.price(clearingPrice[key.symbol]).raw &* Int64(filled)
      let owned = accounts.quantity[agent]
      let cost = accounts.cost[agent]
      if key.side == .buy {
        accounts.cash[agent] &-= value
        accounts.quantity[agent] = owned &+ filled
        accounts.cost[agent] = cost &+ value
      } else {
        let released = shareOfCost(cost, selling: Int64(filled), of: Int64(owned))
        accounts.cash[agent] &+= value
        accounts.quantity[agent] = owned &- filled
        accounts.cost[agent] = cost &- released
        accounts.realised[agent] &+= value &- released
      }
      precondition(
        accounts.cash[agent].magnitude < ExactDouble.magnitudeMax.magnitude, "an agent owns over 225 billion dollars")
      accounts.fills[agent] &+= 1
      filledOrders &+= 1
    }
    return filledOrders
  }

  /// `cost · sold / owned`, rounded to nearest, halves away from zero. Exact for any 64-bit cost.
  public static func shareOfCost(_ cost: Int64, selling sold: Int64, of owned: Int64) -> Int64 {
    if sold == owned { return cost }
    let half = owned.magnitude / 2
    let product = cost.magnitude.multipliedFullWidth(by: sold.magnitude)
    let (low, carry) = product.low.addingReportingOverflow(half)
    let high = product.high &+ (carry ? 1 : 0)
    // Most products fit one word, whose division is several times faster.
    let quotient = high == 0 ? low / owned.magnitude : owned.magnitude.dividingFullWidth((high, low)).quotient
    return cost < 0 ? -Int64(quotient) : Int64(quotient)
  }
}
