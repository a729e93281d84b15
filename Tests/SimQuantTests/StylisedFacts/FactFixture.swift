import Foundation
import SimQuant
import SimRandom
import Testing

/// The files of `Tests/Fixtures/stylised-facts`, and made-up series for controls.
enum FactFixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/stylised-facts").standardizedFileURL

  /// A file's rows, each a cell by its column's name.
  static func rows(_ file: String) throws -> [[String: String]] {
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let header = try #require(lines.first).map(String.init)
    return lines.dropFirst().map { cells in Dictionary(uniqueKeysWithValues: zip(header, cells.map(String.init))) }
  }

  static func history(_ series: String) throws -> PriceHistory {
    let rows = try rows("\(series).csv")
    func column(_ name: String) throws -> [Double] {
      try rows.map { try #require(Double($0[name] ?? "")) }
    }
    let book =
      series == "book"
      ? PriceHistory.BookHistory(
        bids: try column("bid"), asks: try column("ask"),
        depths: (bids: try column("bid_depth"), asks: try column("ask_depth"))) : nil
    return try PriceHistory(closes: column("close"), volumes: column("volume"), book: book)
  }

  static func returns(_ series: String) throws -> [Double] {
    let closes = try history(series).closes
    return zip(closes, closes.dropFirst()).map { DeterministicMath.log($1 / $0) }
  }

  static func history(returns: [Double]) throws -> PriceHistory {
    var closes = [100.0]
    for step in returns { closes.append(closes[closes.count - 1] * DeterministicMath.exp(step)) }
    return try PriceHistory(closes: closes)
  }

  // MARK: - Controls

  static func normals(_ count: Int, seed: UInt64) -> [Double] {
    var stream = RowStream(StreamKey(seed: seed, purpose: .firstForPlugIns), row: 0, tick: 0)
    return (0..<count).map { _ in stream.normal() }
  }

  /// x[t] = φ·x[t-1] + ε[t], stationary from the start.
  static func autoregression(_ count: Int, phi: Double, seed: UInt64) -> [Double] {
    let shocks = normals(count, seed: seed)
    var x = shocks[0] / (1 - phi * phi).squareRoot()
    return shocks.indices.map { t in
      if t > 0 { x = phi * x + shocks[t] }
      return x
    }
  }

  /// GARCH(1,1) with Gaussian residuals and variance 1.
  static func garch(_ count: Int, alpha: Double, beta: Double, seed: UInt64) -> [Double] {
    var h = 1.0
    return normals(count, seed: seed).map { shock in
      let value = h.squareRoot() * shock
      h = (1 - alpha - beta) + alpha * value * value + beta * h
      return value
    }
  }
}
