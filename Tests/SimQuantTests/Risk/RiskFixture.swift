import Foundation

/// Tests/Fixtures/risk/risk.json: figures by numpy, scipy and statsmodels. The generator stands beside it.
struct RiskFixture: Decodable {
  struct Case: Decodable {
    let name: String
    let periodsPerYear, riskFree: Double
    let equity: [Double]
    let expected: [String: Double?]
  }

  struct Covariance: Decodable {
    let decay: Double
    let returns, matrix: [[Double]]
    let values: [Double]
    let volatility, betaExposure, marketCorrelation: Double
  }

  let cases: [Case]
  let covariance: Covariance

  static let loaded = Result {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/risk/risk.json")
    return try JSONDecoder().decode(RiskFixture.self, from: Data(contentsOf: file))
  }

  /// The golden equity of 22 observations.
  static func golden() throws -> [Double] { try loaded.get().cases[0].equity }
}

/// Whether `a` is `b` up to a relative error.
func isClose(_ a: Double?, _ b: Double?, _ relative: Double = 1e-10) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return abs(a - b) <= relative * max(abs(a), abs(b))
}
