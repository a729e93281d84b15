import SimNews

/// The keys of `economy: { … }`, and those of companies.
extension SimulationConfig.Economy {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("enabled", \.enabled, .flag, "false: fair values stand still at the initial prices"),
      ConfigurationKey(
        "macro", \.macro, .object("an object", MacroEnvironment.keys, blank: { MacroEnvironment() }),
        "what money costs"),
      ConfigurationKey(
        "fundamentals", \.fundamentals,
        .object("an object", SimulationConfig.Fundamentals.keys, blank: { SimulationConfig.Fundamentals() }),
        "what companies are like, and how they are valued"),
      ConfigurationKey(
        "fair_value", \.fairValue,
        .object("an object", SimulationConfig.FairValue.keys, blank: { SimulationConfig.FairValue() }),
        "how fair values wander around what companies are worth"),
      ConfigurationKey(
        "sectors", \.sectors,
        .list(
          .object(
            "{ name, growth, … }", SimulationConfig.SectorChoice.keys,
            blank: { SimulationConfig.SectorChoice(name: "") })),
        "sectors whose companies differ from the others"),
      ConfigurationKey(
        "news", \.news, .object("an object", NewsSettings.keys, blank: { NewsSettings() }),
        "what happens, and how often"),
    ]
  }
}

extension MacroEnvironment {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("risk_free_rate", \.riskFreeRate, .real, "of a year, as a fraction, at the start"),
      ConfigurationKey("equity_premium", \.equityPremium, .real, "what shares have to pay on top"),
    ]
  }
}

extension SimulationConfig.Fundamentals {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("growth", \.growth, .real, "of earnings, a year, as a fraction below the required return"),
      ConfigurationKey("payout", \.payout, .real, "part of the earnings paid out, 0 ... 1"),
      ConfigurationKey("growth_years", \.model.growthYears, .whole, "years a company keeps its own growth"),
      ConfigurationKey("fade_years", \.model.fadeYears, .whole, "years in which it fades; both 0: it never does"),
      ConfigurationKey("terminal_growth", \.model.terminalGrowth, .real, "growth for ever after, a year"),
      ConfigurationKey(
        "spread_min", \.model.spreadMin, .real, "the least that the required return is above growth for ever"),
      ConfigurationKey("value_by_earnings", \.model.multiples, .range, "the least and the most of value by earnings"),
    ]
  }
}

extension SimulationConfig.FairValue {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("enabled", \.process.enabled, .flag, "false: fair values move with news alone"),
      ConfigurationKey("half_life", \.process.halfLife, .real, "ticks in which half of a deviation is gone"),
      ConfigurationKey("volatility", \.volatility, .real, "standard deviation of a tick's move, as a fraction"),
      ConfigurationKey("market_loading", \.marketLoading, .real, "correlation of a move with the market's, 0 ... 1"),
      ConfigurationKey("sector_loading", \.sectorLoading, .real, "and with what moves its sector beyond that"),
    ]
  }
}

extension SimulationConfig.SectorChoice {
  static var keys: [ConfigurationKey<Self>] {
    [ConfigurationKey("name", \.name, .text, isRequired: true, "a sector of the symbols")]
      + SimulationConfig.CompanyChoice.keys(at: \.company, otherwise: "everybody's")
  }
}

extension SimulationConfig.CompanyChoice {
  static func keys<Owner>(at place: WritableKeyPath<Owner, Self>, otherwise: String) -> [ConfigurationKey<Owner>] {
    let members: [(name: String, member: WritableKeyPath<Self, Double?>)] = [
      ("growth", \.growth), ("payout", \.payout), ("volatility", \.volatility), ("market_loading", \.marketLoading),
      ("sector_loading", \.sectorLoading),
    ]
    return members.map {
      ConfigurationKey($0.name, place.appending(path: $0.member), .optional(.real), "null: \(otherwise)")
    }
  }
}

extension NewsSettings {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("enabled", \.enabled, .flag, "false: nothing happens"),
      ConfigurationKey(
        "earnings", \.earnings,
        .object("an object", Occurrence.keys(at: \Earnings.occurrence) + Earnings.keys, blank: { Earnings() }),
        "companies earn more or less than was thought, out of turn"),
      ConfigurationKey(
        "guidance", \.guidance,
        .object("an object", Occurrence.keys(at: \Guidance.occurrence) + Guidance.keys, blank: { Guidance() }),
        "companies say how they will grow"),
      ConfigurationKey(
        "rate", \.rate, .object("an object", Occurrence.keys(at: \Rate.occurrence) + Rate.keys, blank: { Rate() }),
        "the risk-free rate changes"),
      ConfigurationKey(
        "sector", \.sector,
        .object("an object", Occurrence.keys(at: \Sector.occurrence) + Sector.keys, blank: { Sector() }),
        "something is said about a sector"),
      ConfigurationKey(
        "calendar", \.calendar, .object("an object", EarningsCalendar.keys, blank: { EarningsCalendar() }),
        "when companies report, each once a quarter"),
    ]
  }
}

extension NewsSettings.Occurrence {
  static func keys<Owner>(at place: WritableKeyPath<Owner, Self>) -> [ConfigurationKey<Owner>] {
    [
      ConfigurationKey("probability", place.appending(path: \.probability), .real, "in a tick, once the pause is over"),
      ConfigurationKey("min_interval", place.appending(path: \.minInterval), .whole, "ticks of pause after an event"),
      ConfigurationKey("magnitude", place.appending(path: \.magnitude), .range, "how much is made of it, 0 ... 1"),
      ConfigurationKey("duration", place.appending(path: \.duration), .whole, "ticks it is remembered"),
    ]
  }
}

extension NewsSettings.Earnings {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey(
        "surprise", \.surprise, .real, "the largest, a fraction of the earnings; of scheduled reports too")
    ]
  }
}

extension NewsSettings.Guidance {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("width", \.width, .real, "a target is at most so far from the company's own growth"),
      ConfigurationKey("fraction", \.fraction, .real, "part of the way to the target that growth moves"),
    ]
  }
}

extension NewsSettings.Rate {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("step", \.step, .real, "the largest change"),
      ConfigurationKey("bounds", \.bounds, .range, "what the rate stays in"),
    ]
  }
}

extension NewsSettings.Sector {
  static var keys: [ConfigurationKey<Self>] {
    [ConfigurationKey("sentiment", \.sentiment, .real, "the largest, to either side, 0 ... 1")]
  }
}

extension EarningsCalendar {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("enabled", \.enabled, .flag, "false: no scheduled reports"),
      ConfigurationKey("quarter", \.quarter, .whole, "ticks"),
      ConfigurationKey("season_start", \.seasonStart, .whole, "ticks from the start of the quarter to the first day"),
      ConfigurationKey("season_days", \.seasonDays, .whole, "days of the season; every company has its own"),
      ConfigurationKey("day", \.day, .whole, "ticks of a day of the season"),
    ]
  }
}
