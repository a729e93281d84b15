import SimColumns

/// Why prices move: companies with fundamentals, news that change them, and fair values that follow and wander.
///
///     news ──▶ earnings, growth, rates ──▶ value (dividend model) ──▶ fair value (with its own wandering) ──▶ agents
///
/// One call a tick, by one thread, before anybody looks. Everything is allocated in `init`. The seed and the settings
/// decide every number; how many symbols there are changes no other symbol's own draws.
public final class Economy: Sendable {
  private let companyTable: CompanyTable
  private let process: FairValueProcess
  private let desk: NewsDesk

  /// - Parameters:
  ///   - companies: row = symbol.
  ///   - sectorCount: their sectors are rows below it.
  public init(_ settings: EconomySettings, _ companies: [Company], sectorCount: Int, seed: UInt64) {
    precondition(companies.allSatisfy { $0.sector >= 0 && $0.sector < sectorCount }, "every company has a sector")
    companyTable = CompanyTable(companies, model: settings.model, macro: settings.macro)
    process = FairValueProcess(
      settings.fairValue, companies, table: companyTable.view, sectorCount: sectorCount, seed: seed)
    desk = NewsDesk(
      settings.news, model: settings.model, macro: settings.macro, companies: companyTable.view,
      sectorCount: sectorCount, seed: seed)
  }

  /// Ticks are passed one after another, from 0.
  /// - Parameter fair: out: fair values in price ticks. Row = symbol.
  /// - Complexity: one pass over the symbols; news cost what they change.
  public func advance(to tick: UInt32, fair: ColumnView<Double>) {
    desk.advance(to: tick)
    process.advance(to: tick, fair: fair)
  }

  /// The news alone, without fair values; for tests of how often and how fair.
  func advanceNews(to tick: UInt32) { desk.advance(to: tick) }

  public var news: NewsView { desk.view }
  public var companies: CompanyView { companyTable.view }
  public var view: EconomyView {
    EconomyView(news: desk.view, companies: companyTable.view, deviation: process.deviation)
  }
}

/// An ``Economy``'s columns, borrowed.
public struct EconomyView: Sendable {
  public let news: NewsView
  public let companies: CompanyView
  /// Logarithm of fair value by the model's value. Row = symbol.
  public let deviation: ColumnView<Double>
}

/// What an ``Economy`` goes by, beside its companies.
public struct EconomySettings: Sendable, Equatable {
  public var macro = MacroEnvironment()
  public var model = DividendModel()
  public var fairValue = FairValueSettings()
  public var news = NewsSettings()
  public init() {}
}
