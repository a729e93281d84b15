import SimColumns
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
  /// Applies the answers to one chunk's orders, in the order its agents sent them. Returns how many orders were filled at
  /// least in part.
  public static func run(
    chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, clearingPrice: ColumnView<Int32>, tickSize: TickSize
  ) -> Int {
    var filledOrders = 0
    for position in boxes.positions(ofChunk: chunk) {
      let quantity = boxes.quantity[position]
      if quantity == 0 { continue }  // refused
      let agent = Int(boxes.agent[position])
      let key = BoxKey(raw: boxes.key[position])
      let filled = boxes.filled[position]
      // Products that validation has seen fit 64 bits; the price traded at is no worse than the limit.
      if key.side == .buy {
        accounts.reservedCash[agent] &-= tickSize.price(boxes.price[position]).raw &* Int64(quantity)
      } else {
        accounts.reservedShares[agent] &-= quantity
      }
      if filled == 0 { continue }
      filledOrders &+= 1
      accounts.fills[agent] &+= 1
      let value = tickSize.price(clearingPrice[key.symbol]).raw &* Int64(filled)
      if key.side == .buy {
        accounts.cash[agent] &-= value
        accounts.quantity[agent] &+= filled
        accounts.cost[agent] &+= value
      } else {
        let cost = accounts.cost[agent]
        let released = shareOfCost(cost, selling: Int64(filled), of: Int64(accounts.quantity[agent]))
        accounts.cash[agent] &+= value
        accounts.quantity[agent] &-= filled
        accounts.cost[agent] = cost &- released
        accounts.realised[agent] &+= value &- released
      }
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
