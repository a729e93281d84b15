import SimColumns
import SimRandom

/// One tick of every symbol's fair value: mean reversion in logarithms, with shared shocks.
///
///     shock_i = a_i · F_market + b_i · F_sector(i) + c_i · z_i         F and z standard normal
///     x_i     = φ · x_i + shock_i,   -ln 10 ≤ x_i ≤ ln 10
///     fair_i  = value_i · exp(x_i)  to the nearest 2⁻¹⁰ tick,  at least 1 tick
///
/// Loads of a, b and c are fractions of price: volatility times loading.
public struct FairValueStep: Sendable {
  /// No fair value is beyond ten times, or below a tenth, of what the model says.
  public static let deviationMax = 0x1.26bb1bbb55516p+1  // ln 10
  /// Fair values are multiples of 1 / 1,024 of a tick: what two processors could differ in would be far below.
  static let grid = 1_024.0

  public let deviation: ColumnView<Double>  // x, in and out
  public let own: ColumnView<Double>  // z
  public let factors: ColumnView<Double>  // the market's, then the sectors'
  public let sector: ColumnView<Int32>
  public let marketScale, sectorScale, ownScale: ColumnView<Double>  // a, b, c

  /// x of all rows.
  public func advance(_ count: Int, decay: Double) {
    let (deviation, own, factors, sector) = (deviation, own, factors, sector)
    let (marketScale, sectorScale, ownScale) = (marketScale, sectorScale, ownScale)
    let (market, limit) = (factors[0], Self.deviationMax)
    for row in 0..<count {
      let shared = marketScale[row] * market + sectorScale[row] * factors[1 &+ Int(sector[row])]
      let next = decay * deviation[row] + (shared + ownScale[row] * own[row])
      let capped = next < limit ? next : limit
      deviation[row] = capped > -limit ? capped : -limit
    }
  }

  /// Fair values in ticks. Free of branches: the compiler makes vectors of it.
  public static func publish(
    _ count: Int, value: ColumnView<Double>, deviation: ColumnView<Double>, fair: ColumnView<Double>
  ) {
    let range = CompanyTable.valueTicks
    let (low, high, grid) = (range.lowerBound, range.upperBound, grid)
    for row in 0..<count {
      let exact = value[row] * DeterministicMath.expUnguarded(deviation[row])
      let floored = exact > low ? exact : low
      let capped = floored < high ? floored : high
      // 1.5·2⁵² leaves no room for a fraction.
      fair[row] = ((capped * grid + 0x1.8p52) - 0x1.8p52) / grid
    }
  }
}
