import Foundation
import SimColumns
import SimNews
import Testing

struct FairValueProcessTests {
  private static let ticks = 30_000

  /// Deviations of four symbols, A and B in one sector, C and D in another; row = symbol, then tick.
  private static func paths(halfLife: Double = 10) -> [[Double]] {
    var settings = FairValueSettings()
    settings.halfLife = halfLife
    var companies = NewsFixture.companies(4, sectors: 2)
    for index in companies.indices {
      companies[index].sector = index / 2
      companies[index].volatility = 0.002 * Double(index + 1)
      (companies[index].marketLoading, companies[index].sectorLoading) = (0.5, 0.4)
    }
    companies[3].marketLoading = 0.8
    let table = CompanyTable(companies, model: DividendModel(), macro: MacroEnvironment())
    let process = FairValueProcess(settings, companies, table: table.view, sectorCount: 2, seed: 11)
    let fair = Column<Double>(count: 4, filledWith: 0)
    var paths = [[Double]](repeating: [], count: 4)
    for tick in 0..<UInt32(ticks) {
      process.advance(to: tick, fair: fair.view)
      for symbol in 0..<4 { paths[symbol].append(process.deviation[symbol]) }
    }
    return paths
  }

  /// σ / √(1 - φ²), φ = 2^(-1/half-life), and every pair's correlation, against what they are in closed form. Errors of
  /// the estimates: of a variance √(2/n · (1 + φ²)/(1 - φ²)), of φ √((1 - φ²)/n), of a correlation (1 - ρ²)/√n.
  @Test func statisticsAreThoseOfTheProcess() {
    let paths = Self.paths()
    let (n, decay) = (Double(Self.ticks), FairValueProcess.decay(halfLife: 10))
    #expect(abs(pow(decay, 10) - 0.5) < 1e-12)
    var shocks: [[Double]] = []
    for (symbol, path) in paths.enumerated() {
      let variance = path.reduce(0) { $0 + $1 * $1 } / n
      let sigma = 0.002 * Double(symbol + 1)
      let expected = sigma * sigma / (1 - decay * decay)
      let error = (2 / n * (1 + decay * decay) / (1 - decay * decay)).squareRoot()
      #expect(abs(variance / expected - 1) < 4 * error, "symbol \(symbol)")
      let product = zip(path, path.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / n
      #expect(abs(product / variance - decay) < 4 * ((1 - decay * decay) / n).squareRoot(), "symbol \(symbol)")
      shocks.append(zip(path, path.dropFirst()).map { $1 - decay * $0 })
    }
    let expected: [(Int, Int, Double)] = [
      (0, 1, 0.25 + 0.16), (2, 3, 0.4 + 0.16), (0, 2, 0.25), (1, 2, 0.25), (0, 3, 0.4), (1, 3, 0.4),
    ]
    for (a, b, correlation) in expected {
      let found = Self.correlation(shocks[a], shocks[b])
      #expect(abs(found - correlation) < 4 * (1 - correlation * correlation) / n.squareRoot(), "\(a), \(b): \(found)")
    }
  }

  private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let ab = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    return ab / (a.reduce(0) { $0 + $1 * $1 } * b.reduce(0) { $0 + $1 * $1 }).squareRoot()
  }

  /// The standard loadings: about 0.3, whatever the pair.
  @Test func standardLoadingsCorrelateAboutAThird() {
    let company = Company(initialTicks: 100, sector: 0)
    let apart = company.marketLoading * company.marketLoading
    let together = apart + company.sectorLoading * company.sectorLoading
    #expect(apart >= 0.2 && together <= 0.4 && together > apart)
    #expect(abs(together + company.ownLoading * company.ownLoading - 1) < 1e-12)
  }

  /// A symbol's own draws are its own: more symbols, and more sectors, change nothing for the first.
  @Test func moreSymbolsLeaveTheOthersAlone() {
    func first(_ count: Int, sectors: Int) -> [Double] {
      var companies = NewsFixture.companies(count, sectors: sectors)
      companies[0].sector = 0
      let table = CompanyTable(companies, model: DividendModel(), macro: MacroEnvironment())
      let process = FairValueProcess(
        FairValueSettings(), companies, table: table.view, sectorCount: sectors, seed: 5)
      let fair = Column<Double>(count: count, filledWith: 0)
      return (0..<UInt32(20)).map { tick in
        process.advance(to: tick, fair: fair.view)
        return fair.view[0]
      }
    }
    let alone = first(3, sectors: 2)
    #expect(alone == first(40, sectors: 2))
    #expect(alone == first(3, sectors: 3))
    #expect(Set(alone).count > 15)
  }

  @Test func deviationsNeverPassTenfold() {
    var companies = NewsFixture.companies(9)
    for index in companies.indices { companies[index].volatility = 5 }
    let table = CompanyTable(companies, model: DividendModel(), macro: MacroEnvironment())
    let process = FairValueProcess(FairValueSettings(), companies, table: table.view, sectorCount: 2, seed: 1)
    let fair = Column<Double>(count: 9, filledWith: 0)
    var extremes = 0
    for tick in 0..<50 {
      process.advance(to: UInt32(tick), fair: fair.view)
      for symbol in 0..<9 {
        let ratio = fair.view[symbol] / Double(companies[symbol].initialTicks)
        #expect(ratio > 0.0999 && ratio < 10.001)
        if ratio > 9.999 || ratio < 0.1001 { extremes += 1 }
      }
    }
    #expect(extremes > 100)
  }

  @Test func switchedOffItStandsStill() {
    var settings = FairValueSettings()
    settings.enabled = false
    let companies = NewsFixture.companies(3)
    let table = CompanyTable(companies, model: DividendModel(), macro: MacroEnvironment())
    let process = FairValueProcess(settings, companies, table: table.view, sectorCount: 2, seed: 1)
    let fair = Column<Double>(count: 3, filledWith: 0)
    for tick in 0..<5 { process.advance(to: UInt32(tick), fair: fair.view) }
    #expect(fair.view.array() == companies.map { Double($0.initialTicks) })
  }
}
