import Foundation

/// Tests/Fixtures/statistics: figures by numpy, scipy and statsmodels, and the prices they are of. The generator stands
/// beside them.
struct StatisticsFixture: Decodable {
  struct Pair: Decodable {
    let a, b: String
    let count: Int
    let expected: [String: Double?]
  }

  struct UnitRoot: Decodable {
    let name, column, trend, choice: String
    let count, lags, observations: Int
    let statistic, rho: Double
  }

  struct Critical: Decodable {
    let one, two: [Double]
  }

  struct Kalman: Decodable {
    let step, noise, prior: Double
    let rows: [String: [Double]]
  }

  struct Regression: Decodable {
    let columns: [[Double]]
    let target, coefficients, residualSums: [Double]
    let lastError: Double
  }

  struct Section: Decodable {
    let values, z, scores: [Double]
  }

  let pairs: [Pair]
  let unitRoots: [UnitRoot]
  let critical: [String: Critical]
  let autocorrelation: [Double]
  let kalman: Kalman
  let regression: Regression
  let crossSection: Section

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/statistics")

  static let loaded = Result {
    try JSONDecoder().decode(
      StatisticsFixture.self, from: Data(contentsOf: folder.appending(path: "statistics.json")))
  }

  /// The columns of pairs.csv by name.
  static let prices = Result {
    let lines = try String(contentsOf: folder.appending(path: "pairs.csv"), encoding: .utf8).split(separator: "\n")
    let names = lines[0].split(separator: ",").map(String.init)
    let rows = lines.dropFirst().map { $0.split(separator: ",").map { Double($0) ?? .nan } }
    return Dictionary(uniqueKeysWithValues: names.indices.map { column in (names[column], rows.map { $0[column] }) })
  }

  static func prices(_ name: String, count: Int = 600) throws -> [Double] {
    let column = try prices.get()[name] ?? []
    precondition(column.count >= count, "pairs.csv has a column `\(name)` of \(count) prices")
    return Array(column[..<count])
  }
}
