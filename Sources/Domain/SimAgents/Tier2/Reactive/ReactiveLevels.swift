import SimMarket
import SimTypes

/// The prices at which a reactive agent acts, in ticks, and which of them it has to be woken for.
///
///     stop loss         ⌊paid · (1 - stop)⌋                paid = cost / shares
///     trailing stop     ⌊highest · (1 - trail)⌋
///     take profit       ⌈paid · (1 + target)⌉
///     threshold seller  ⌈initial price · sell level⌉
///     threshold buyer   initial price · buy level, rounded
///     momentum          ⌈snapshot · (1 + rise)⌉, at least a tick above it
///
/// Stops and take profit hold while the price is beyond them; the two thresholds act when the price crosses them.
struct ReactiveLevels: Equatable {
  static let never = Int32.max
  private(set) var stop: Int32 = 0  // at or below; 0: none
  private(set) var target = Self.never  // at or above
  private(set) var sell = Self.never  // upwards
  private(set) var buy: Int32 = 0  // downwards; 0: none
  private(set) var rise = Self.never  // at or above
  /// Where a trailing stop moves up. In steps of a sixteenth of its distance, so that it need not wake at each new high.
  private(set) var step = Self.never

  /// - Parameters:
  ///   - shares, cost: of the position; 1/10,000 dollar.
  ///   - initial: the symbol's initial price, ticks.
  init(_ recipe: ReactiveRecipe, shares: Int32, cost: Int64, initial: Int32, tickSize: TickSize) {
    let parts = recipe.parts
    if shares > 0 {
      let paid = Double(cost) / (Double(shares) * Double(tickSize.raw))
      if parts.contains(.stopLoss) {
        stop = Self.ticks((paid * Double(10_000 - Int32(recipe.stop)) / 10_000).rounded(.down))
      }
      if parts.contains(.trailingStop) {
        stop = Int32(Int64(recipe.mark) * Int64(10_000 - Int32(recipe.stop)) / 10_000)
        step = recipe.mark &+ min(max(1, (recipe.mark - stop) / 16), Self.never - recipe.mark)
      }
      if parts.contains(.takeProfit) {
        target = Self.ticks((paid * Double(10_000 + Int32(recipe.profit)) / 10_000).rounded(.up))
      }
      if parts.contains(.thresholdSeller) { sell = Self.ticks(initial, recipe.profit, roundedBy: 9_999) }
    } else if parts.contains(.momentumFollower) {
      rise = max(Self.ticks(recipe.mark, 10_000 + UInt32(recipe.entry), roundedBy: 9_999), recipe.mark &+ 1)
    }
    if parts.contains(.thresholdBuyer), shares < Int32(recipe.maxPosition) {
      buy = Self.ticks(initial, recipe.entry, roundedBy: 5_000)
    }
  }

  private static func ticks(_ exact: Double) -> Int32 { Int32(min(exact, Double(never - 1))) }

  private static func ticks(_ price: Int32, _ tenThousandths: some FixedWidthInteger, roundedBy half: Int64) -> Int32 {
    Int32(clamping: (Int64(price) * Int64(tenThousandths) + half) / 10_000)
  }

  /// Whether the price is where everything has to be sold.
  func isOut(_ price: Int32) -> Bool { price <= stop || price >= target }

  /// The nearest of them on either side of the price, which is where the agent has to look again.
  ///
  /// A price that crosses several of them between two scans passes the nearest, and finds the agent awake. One that has
  /// been passed is listened to from its other side, so that the next crossing is not missed.
  func neighbours(of price: Int32) -> (below: Int32?, above: Int32?) {
    // As boundaries, between a price and the next: those that act downwards, then those that act upwards.
    var nearest = Nearest(price: price)
    nearest.take(stop)
    nearest.take(buy)
    nearest.take(target &- 1)
    nearest.take(sell &- 1)
    nearest.take(rise &- 1)
    nearest.take(step &- 1)
    let (low, high) = (nearest.low, nearest.high)
    return (low > 0 ? low : nil, high < Self.never - 1 ? high &+ 1 : nil)
  }

  /// The nearest boundaries on either side of a price. What is never reached counts as a boundary far above.
  private struct Nearest {
    let price: Int32
    var low: Int32 = 0
    var high = ReactiveLevels.never - 1

    @inline(__always) mutating func take(_ boundary: Int32) {
      low = boundary < price ? max(low, boundary) : low
      high = boundary < price ? high : min(high, boundary)
    }
  }
}
