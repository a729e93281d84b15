import SimColumns

/// A distribution by its quantiles: a draw is a look-up and a straight line between two neighbours, where the
/// distribution's own inverse would take a logarithm and an exponential.
///
///     x(u) = q[k] + (q[k+1] - q[k]) · (512 u - k)        k = ⌊512 u⌋, q[k] the quantile at k / 512
///
/// The lowest and the highest quantile are those at 1/8,192 from the ends, so that tails without end have one.
final class QuantileTable: Sendable {
  static let pieces = 512
  fileprivate static let pieceBits = 9
  private static let margin = 0x1p-13

  private let quantiles: Column<Double>

  /// - Parameter quantile: the value that a draw falls below with this probability, which lies inside 0 … 1.
  init(_ quantile: (_ probability: Double) -> Double) {
    quantiles = Column(
      (0...Self.pieces).map { quantile(min(max(Double($0) / Double(Self.pieces), Self.margin), 1 - Self.margin)) })
  }

  static var byteCount: Int { (pieces + 1) * MemoryLayout<Double>.stride }

  /// What agents draw from; must not outlive the table.
  var view: View { View(quantiles: quantiles.view) }

  struct View: BitwiseCopyable, Sendable {
    fileprivate let quantiles: ColumnView<Double>

    /// The draw that a uniform word stands for.
    @inline(__always) func draw(_ word: UInt32) -> Double {
      let piece = Int(word &>> (32 - UInt32(QuantileTable.pieceBits)))
      let part = Double(word &<< UInt32(QuantileTable.pieceBits)) * 0x1p-32
      return quantiles[piece] + (quantiles[piece &+ 1] - quantiles[piece]) * part
    }

    /// Element `i` is the draw that word `i` stands for, bit for bit.
    @inline(__always) func draw(_ words: SIMD4<UInt32>) -> SIMD4<Double> {
      let pieces = words &>> SIMD4(repeating: 32 - UInt32(QuantileTable.pieceBits))
      let parts = SIMD4<Double>(words &<< SIMD4(repeating: UInt32(QuantileTable.pieceBits))) * 0x1p-32
      let (a, b, c, d) = (Int(pieces.x), Int(pieces.y), Int(pieces.z), Int(pieces.w))
      let low = SIMD4(quantiles[a], quantiles[b], quantiles[c], quantiles[d])
      let high = SIMD4(quantiles[a &+ 1], quantiles[b &+ 1], quantiles[c &+ 1], quantiles[d &+ 1])
      return low + (high - low) * parts
    }
  }
}
