import SimColumns

/// Every company's fundamentals. Row = symbol. Only news change them.
///
/// Earnings are calibrated when the table is made: by the model, a company is worth the price it starts at.
public struct CompanyTable: ~Copyable, Sendable {
  /// Fair values stay in this range, in ticks: a price that leaves room for every column of the market.
  public static let valueTicks = 1.0...1_073_741_824.0
  public static let growthAllowed = -0.2...0.5  // a year

  public let view: CompanyView
  private let sectorColumn: Column<Int32>
  private let earningsColumn, growthColumn, homeGrowthColumn, payoutColumn, valueColumn: Column<Double>

  public init(_ companies: [Company], model: DividendModel, macro: MacroEnvironment) {
    sectorColumn = Column(companies.map { Int32($0.sector) })
    growthColumn = Column(companies.map(\.growth))
    homeGrowthColumn = Column(companies.map(\.growth))
    payoutColumn = Column(companies.map(\.payout))
    valueColumn = Column(companies.map { Double($0.initialTicks) })
    earningsColumn = Column(
      companies.map {
        model.earnings(
          worth: Double($0.initialTicks), growth: $0.growth, payout: $0.payout, requiredReturn: macro.requiredReturn)
      })
    view = CompanyView(
      sector: sectorColumn.view, earnings: earningsColumn.view, growth: growthColumn.view,
      homeGrowth: homeGrowthColumn.view, payout: payoutColumn.view, value: valueColumn.view)
  }
}

/// The columns of a ``CompanyTable``, borrowed.
public struct CompanyView: Sendable {
  public let sector: ColumnView<Int32>  // row of the sectors
  public let earnings: ColumnView<Double>  // of a year, in price ticks a share
  public let growth: ColumnView<Double>  // of the earnings, a year
  public let homeGrowth: ColumnView<Double>  // what growth was at the start, and what guidance returns to
  public let payout: ColumnView<Double>  // part of the earnings
  public let value: ColumnView<Double>  // by the dividend model, in price ticks

  public var count: Int { value.count }

  /// Values a company again after something about it has changed. Stays within ``CompanyTable/valueTicks``.
  func revalue(_ symbol: Int, _ model: DividendModel, requiredReturn: Double) {
    let multiple = model.multiple(growth: growth[symbol], payout: payout[symbol], requiredReturn: requiredReturn)
    let range = CompanyTable.valueTicks
    value[symbol] = min(max(earnings[symbol] * multiple, range.lowerBound), range.upperBound)
  }
}
