import SimNews

/// What has to hold of `economy: { … }`, and of what symbols say about their companies.
///
/// A value is judged by those it depends on only where they are sound themselves: one mistake is one problem.
extension SimulationConfig {
  /// Events of a kind that may be remembered at a time, and quarters a report may be.
  static let rememberedMax = (events: 10_000, quarters: 10)
  static let yearsMax = 100

  func checkEconomy(_ check: inout Checks) {
    checkMacro(&check)
    checkFundamentals(&check)
    checkFairValue(&check)
    var names: Set<String> = []
    let known = symbols.reduce(into: [String]()) { if !$0.contains($1.sector) { $0.append($1.sector) } }
    for (index, sector) in economy.sectors.enumerated() {
      let path = "economy.sectors[\(index)]"
      check.uniqueName("\(path).name", sector.name, "sector", &names)
      if !sector.name.isEmpty, !known.contains(sector.name) {
        check.unknown("\(path).name", sector.name, "sector", known)
      }
      checkCompany(&check, path, sector.company)
    }
    checkNews(&check)
  }

  // MARK: - Fundamentals

  private var macroIsSound: Bool {
    (0...1).contains(economy.macro.riskFreeRate) && (0...1).contains(economy.macro.equityPremium)
  }

  private func checkMacro(_ check: inout Checks) {
    check.real("economy.macro.risk_free_rate", economy.macro.riskFreeRate, 0...1)
    check.real("economy.macro.equity_premium", economy.macro.equityPremium, 0...1)
  }

  private func checkFundamentals(_ check: inout Checks) {
    let path = "economy.fundamentals"
    let model = economy.fundamentals.model
    checkGrowth(&check, "\(path).growth", economy.fundamentals.growth)
    check.real("\(path).payout", economy.fundamentals.payout, 0...1)
    check.integer("\(path).growth_years", model.growthYears, 0...Self.yearsMax)
    check.integer("\(path).fade_years", model.fadeYears, 0...Self.yearsMax)
    check.real("\(path).spread_min", model.spreadMin, 0.001...1)
    let required = economy.macro.requiredReturn
    if !(-0.2...max(-0.2, required - model.spreadMin)).contains(model.terminalGrowth), macroIsSound,
      (0.001...1).contains(model.spreadMin)
    {
      check.refuse(
        "\(path).terminal_growth", model.terminalGrowth.plain,
        "-0.2 ... \((required - model.spreadMin).short), the required return \(required.short) less spread_min")
    }
    if !(model.multiples.lowerBound >= 0.1 && model.multiples.upperBound <= 10_000) {
      check.refuse("\(path).value_by_earnings", model.multiples.prose, "within 0.1 ... 10000")
    }
  }

  private func checkGrowth(_ check: inout Checks, _ path: String, _ growth: Double) {
    guard macroIsSound else { return }
    let required = economy.macro.requiredReturn
    if !(growth >= CompanyTable.growthAllowed.lowerBound && growth < required) {
      check.refuse(
        path, growth.plain,
        "from -0.2 to below the required return, \(required.short) (risk_free_rate + equity_premium)")
    }
  }

  // MARK: - Fair values

  private func checkFairValue(_ check: inout Checks) {
    let path = "economy.fair_value"
    check.real("\(path).half_life", economy.fairValue.process.halfLife, 1...Double(Self.timeframeMax))
    check.real("\(path).volatility", economy.fairValue.volatility, 0...0.1)
    checkLoadings(&check, path, economy.fairValue.marketLoading, economy.fairValue.sectorLoading)
  }

  private func checkLoadings(_ check: inout Checks, _ path: String, _ market: Double, _ sector: Double) {
    check.real("\(path).market_loading", market, 0...1)
    check.real("\(path).sector_loading", sector, 0...1)
    if (0...1).contains(market), (0...1).contains(sector), market * market + sector * sector > 1 {
      check.refuse(
        "\(path).sector_loading", sector.plain,
        "at most \((1 - market * market).squareRoot().short) beside a market_loading of \(market.plain): "
          + "their squares add up to 1 at most")
    }
  }

  /// What a symbol or a sector says about its company or companies.
  /// - Parameter around: what its sector says, where a symbol speaks.
  func checkCompany(_ check: inout Checks, _ path: String, _ company: CompanyChoice, around: CompanyChoice? = nil) {
    if let growth = company.growth { checkGrowth(&check, "\(path).growth", growth) }
    if let payout = company.payout { check.real("\(path).payout", payout, 0...1) }
    if let volatility = company.volatility { check.real("\(path).volatility", volatility, 0...0.1) }
    guard company.marketLoading != nil || company.sectorLoading != nil else { return }
    checkLoadings(
      &check, path, company.marketLoading ?? around?.marketLoading ?? economy.fairValue.marketLoading,
      company.sectorLoading ?? around?.sectorLoading ?? economy.fairValue.sectorLoading)
  }

  // MARK: - News

  private func checkNews(_ check: inout Checks) {
    let (path, news) = ("economy.news", economy.news)
    checkOccurrence(&check, "\(path).earnings", news.earnings.occurrence)
    check.real("\(path).earnings.surprise", news.earnings.surprise, 0...0.9)
    checkOccurrence(&check, "\(path).guidance", news.guidance.occurrence)
    check.real("\(path).guidance.width", news.guidance.width, 0...0.5)
    check.real("\(path).guidance.fraction", news.guidance.fraction, 0...1)
    checkOccurrence(&check, "\(path).rate", news.rate.occurrence)
    checkRate(&check, "\(path).rate", news.rate)
    checkOccurrence(&check, "\(path).sector", news.sector.occurrence)
    check.real("\(path).sector.sentiment", news.sector.sentiment, 0...1)
    checkCalendar(&check, "\(path).calendar", news.calendar)
  }

  private func checkOccurrence(_ check: inout Checks, _ path: String, _ occurrence: NewsSettings.Occurrence) {
    check.real("\(path).probability", occurrence.probability, 0...1)
    check.integer("\(path).min_interval", occurrence.minInterval, 1...Self.timeframeMax)
    let magnitude = occurrence.magnitude
    if !(magnitude.lowerBound >= 0 && magnitude.upperBound <= 1) {
      check.refuse("\(path).magnitude", magnitude.prose, "within 0 ... 1")
    }
    check.integer("\(path).duration", occurrence.duration, 1...Self.timeframeMax)
    let most = Self.rememberedMax.events
    if occurrence.minInterval >= 1, (1...Self.timeframeMax).contains(occurrence.duration),
      (occurrence.duration - 1) / most >= occurrence.minInterval
    {
      check.refuse(
        "\(path).duration", "\(occurrence.duration)", "at most \(most) times min_interval, \(occurrence.minInterval)")
    }
  }

  private func checkRate(_ check: inout Checks, _ path: String, _ rate: NewsSettings.Rate) {
    check.real("\(path).step", rate.step, 0...1)
    let bounds = rate.bounds
    guard bounds.lowerBound >= 0, bounds.upperBound <= 1 else {
      return check.refuse("\(path).bounds", bounds.prose, "within 0 ... 1")
    }
    if macroIsSound, !bounds.contains(economy.macro.riskFreeRate) {
      check.refuse(
        "\(path).bounds", bounds.prose, "a range around the risk_free_rate, \(economy.macro.riskFreeRate.plain)")
    } else if (0...1).contains(rate.step), bounds.upperBound - bounds.lowerBound < rate.step {
      check.refuse("\(path).bounds", bounds.prose, "a range at least as wide as a step, \(rate.step.plain)")
    }
  }

  private func checkCalendar(_ check: inout Checks, _ path: String, _ calendar: EarningsCalendar) {
    let ticks = 1...Self.timeframeMax
    check.integer("\(path).quarter", calendar.quarter, ticks)
    check.integer("\(path).season_start", calendar.seasonStart, 0...Self.timeframeMax)
    check.integer("\(path).season_days", calendar.seasonDays, ticks)
    check.integer("\(path).day", calendar.day, ticks)
    guard [calendar.quarter, calendar.seasonDays, calendar.day].allSatisfy(ticks.contains),
      (0...Self.timeframeMax).contains(calendar.seasonStart)
    else { return }
    guard calendar.seasonStart + calendar.season <= calendar.quarter else {
      return check.refuse(
        "\(path).season_days", "\(calendar.seasonDays)",
        "what fits into a quarter of \(calendar.quarter) ticks: from \(calendar.seasonStart) on, "
          + "\(max(0, calendar.quarter - calendar.seasonStart) / calendar.day) days of \(calendar.day)")
    }
    guard calendar.enabled else { return }
    let earnings = economy.news.earnings.occurrence
    if earnings.probability > 0, earnings.minInterval <= Self.timeframeMax, earnings.minInterval > calendar.quarter {
      check.refuse(
        "economy.news.earnings.min_interval", "\(earnings.minInterval)",
        "at most the calendar's quarter, \(calendar.quarter)")
    }
    let most = Self.rememberedMax.quarters * calendar.intervalMin
    if earnings.duration > most, earnings.duration <= Self.timeframeMax {
      check.refuse(
        "economy.news.earnings.duration", "\(earnings.duration)",
        "at most \(most), \(Self.rememberedMax.quarters) times what lies between two reports of a company")
    }
  }
}

extension Double {
  /// Without the dust that sums of decimal fractions leave: 0.09 and not 0.09000000000000001.
  fileprivate var short: String { ((self * 1e9).rounded() / 1e9).plain }
}
