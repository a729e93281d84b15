/// Which price a call auction trades at: the one of all candidates that comes first by
///
/// 1. the largest volume `min(demand, supply)`;
/// 2. the smallest imbalance `|demand - supply|`;
/// 3. market pressure: if all that remain have more demand, the highest; if all have more supply, the lowest;
/// 4. the distance to the reference price;
/// 5. the higher price.
///
/// Candidates are the distinct limit prices and the reference, offered in ascending order. Exchanges with opening
/// auctions publish these rules in this order.
struct ClearingRule {
  struct Candidate {
    var price: Int32 = 0  // ticks
    var demand: Int64 = 0  // shares wanted at this price or a higher one
    var supply: Int64 = 0  // shares offered at this price or a lower one
    var volume: Int64 { min(demand, supply) }
    var imbalance: Int64 { demand - supply }
  }

  let reference: Int32
  private var volume: Int64 = 0
  private var distance = Int64.max  // |imbalance| of those that remain
  // Of all candidates that tie on rules 1 and 2:
  private var lowest = Candidate()
  private var highest = Candidate()
  private var nearest = Candidate()
  private var allDemand = false
  private var allSupply = false

  init(reference: Int32) { self.reference = reference }

  /// Offers the next higher candidate.
  @inline(__always) mutating func consider(_ price: Int32, demand: Int64, supply: Int64) {
    let volume = min(demand, supply)
    guard volume >= self.volume else { return }
    let candidate = Candidate(price: price, demand: demand, supply: supply)
    let imbalance = demand &- supply
    let distance = abs(imbalance)
    if volume > self.volume || distance < self.distance {
      (self.volume, self.distance) = (volume, distance)
      (lowest, highest, nearest) = (candidate, candidate, candidate)
      (allDemand, allSupply) = (imbalance > 0, imbalance < 0)
    } else if distance == self.distance {
      highest = candidate
      // At the same distance from the reference the later one is the higher one.
      if fromReference(price) <= fromReference(nearest.price) { nearest = candidate }
      allDemand = allDemand && imbalance > 0
      allSupply = allSupply && imbalance < 0
    }
  }

  /// Whether the prices themselves decide, by rules 4 and 5.
  var isWeighingPrices: Bool { volume > 0 && !allDemand && !allSupply }

  /// The winner; nil when nothing can trade.
  var winner: Candidate? {
    if volume == 0 { return nil }
    return allDemand ? highest : allSupply ? lowest : nearest
  }

  private func fromReference(_ price: Int32) -> Int64 { abs(Int64(price) - Int64(reference)) }
}
