import SimAgents
import SimParallel

/// The format of a configuration file: all its keys, in the order in which they are written.
extension SimulationConfig {
  static var codec: ConfigurationCodec<SimulationConfig> {
    .object("an object with the sections of a configuration", keys, blank: { SimulationConfig() })
  }

  static var keys: [ConfigurationKey<SimulationConfig>] {
    [
      ConfigurationKey("run", \.run, .object("an object", Run.keys, blank: { Run() }), "how long and how"),
      ConfigurationKey("market", \.market, .object("an object", Market.keys, blank: { Market() }), "how trading works"),
      ConfigurationKey(
        "symbols", \.symbols,
        .list(.object("{ name, sector, initial_price }", Symbol.keys, blank: { Symbol.blank })), "what is traded"),
      ConfigurationKey(
        "populations", \.populations,
        .list(.object("{ name, strategy, count, … }", Population.keys, blank: { Population.blank })), "who trades"),
      ConfigurationKey(
        "economy", \.economy, .object("an object", Economy.keys, blank: { Economy() }), "why prices move"),
      ConfigurationKey(
        "parallel", \.parallel,
        .object("an object", ParallelizationConfig.keys, blank: { ParallelizationConfig.allParallel }),
        "which phases are shared between workers; never changes a result"),
      ConfigurationKey("risk", \.risk, .object("an object", Risk.keys, blank: { Risk() }), "how accounts are judged"),
      ConfigurationKey("storage", \.storage, .object("an object", Storage.keys, blank: { Storage() }), "what is kept"),
    ]
  }
}

extension SimulationConfig.Run {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("ticks", \.ticks, .whole, "ticks to run, from 1"),
      ConfigurationKey("seed", \.seed, .whole, "the same seed gives the same run, bit for bit"),
      ConfigurationKey("workers", \.workers, .whole, "threads, 1 ... 256; 0 takes one for each core"),
      ConfigurationKey("check_invariants", \.checkInvariants, .flag, "count all cash and shares after every tick"),
    ]
  }
}

extension SimulationConfig.Market {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey(
        "mechanism", \.mechanism, .text("\"call\" or \"continuous\""),
        "how orders meet: a call auction every tick, or a book that lives on"),
      ConfigurationKey(
        "margin", \.margin, .text("\"random_time\", \"pro_rata\" or \"arrival\""),
        "who is filled first where an auction's side runs out"),
      ConfigurationKey(
        "price_band", \.priceBand, .real, "how far a limit may be from the last price, as a fraction of it; 0: any"),
      ConfigurationKey("tick_size", \.tickSize, .real, "dollars between two prices, a multiple of 0.0001"),
      ConfigurationKey(
        "candle_timeframes", \.candleTimeframes, .list(.whole), "ticks a candle covers, ascending; agents see the first"
      ),
      ConfigurationKey(
        "short_selling", \.shortSelling,
        .object("an object", SimulationConfig.ShortSelling.keys, blank: { SimulationConfig.ShortSelling() }),
        "selling borrowed shares"),
    ]
  }
}

extension SimulationConfig.ShortSelling {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("enabled", \.enabled, .flag, "whether shares are lent; false: everybody sells what he owns"),
      ConfigurationKey("locate_required", \.locateRequired, .flag, "a short sale needs shares that somebody lends"),
      ConfigurationKey("borrow_pool", \.borrowPool, .real, "fraction of the shares outstanding that can be borrowed"),
      ConfigurationKey(
        "short_limit", \.shortLimit, .optional(.whole),
        "shares an agent may be short in a symbol, market makers aside; null: any"),
      ConfigurationKey("borrow_rate", \.borrowRate, .real, "fee for a year, as a fraction of the price"),
      ConfigurationKey(
        "initial_margin", \.initialMargin, .real,
        "what an account must hold for a share it sells short, of its price, the proceeds included"),
      ConfigurationKey(
        "maintenance_margin", \.maintenanceMargin, .real, "below this, of the last price, the position is bought back"),
      ConfigurationKey("fee_interval", \.feeInterval, .whole, "ticks between payments of fees, from 1"),
    ]
  }
}

extension SimulationConfig.Symbol {
  fileprivate static var blank: Self { Self(name: "", sector: "", initialPrice: 0) }

  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("name", \.name, .text, isRequired: true, "a name of its own"),
      ConfigurationKey("sector", \.sector, .text, isRequired: true, "the sector it belongs to"),
      ConfigurationKey("initial_price", \.initialPrice, .real, isRequired: true, "dollars, on the grid of tick_size"),
      ConfigurationKey(
        "mechanism", \.mechanism, .optionalText("\"call\", \"continuous\" or null"), "null: that of the market"),
      ConfigurationKey(
        "shares_outstanding", \.sharesOutstanding, .optional(.whole), "shares that exist; null: what agents start with"),
      ConfigurationKey(
        "borrow_pool", \.borrowPool, .optional(.real), "fraction of them that can be borrowed; null: as in the market"),
      ConfigurationKey(
        "short_limit", \.shortLimit, .optional(.whole), "shares an agent may be short; null: as in the market"),
      ConfigurationKey("borrow_rate", \.borrowRate, .optional(.real), "fee for a year; null: as in the market"),
    ] + SimulationConfig.CompanyChoice.keys(at: \.company, otherwise: "its sector's, or everybody's")
  }
}

extension SimulationConfig.Population {
  fileprivate static var blank: Self { Self(name: "", strategy: "", count: 0) }

  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("name", \.name, .text, isRequired: true, "a name of its own"),
      ConfigurationKey("strategy", \.strategy, .text, isRequired: true, "what its agents do"),
      ConfigurationKey("count", \.count, .whole, isRequired: true, "agents, spread evenly over the symbols"),
      ConfigurationKey("symbols", \.symbols, .symbolChoice, "which symbols they trade, one each"),
      ConfigurationKey("cash", \.cash, .distribution, "dollars an agent starts with"),
      ConfigurationKey("shares", \.shares, .distribution, "shares of its symbol an agent starts with"),
      ConfigurationKey(
        "time_in_force", \.timeInForce, .text("\"auto\", \"tick\" or \"gtc\""),
        "how long its orders live; auto: in a book until filled or replaced, in call auctions one tick"),
      ConfigurationKey("parameters", \.parameters, .parameters, "of the strategy; those not named keep its standard"),
    ]
  }
}

extension ParallelizationConfig {
  static var keys: [ConfigurationKey<Self>] {
    ParallelToggle.allCases.map { ConfigurationKey($0.name, \.[$0], .flag, "share this phase between workers") }
  }
}

extension SimulationConfig.Risk {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("interval", \.interval, .whole, "ticks from one mark of all accounts to the next, from 1"),
      ConfigurationKey("ticks_per_day", \.ticksPerDay, .whole, "what annual figures take for a trading day"),
      ConfigurationKey("days_per_year", \.daysPerYear, .whole, "trading days of a year"),
      ConfigurationKey(
        "risk_free_rate", \.riskFreeRate, .real, "of a year, as a fraction; what falls short of it is downside"),
      ConfigurationKey(
        "watch", \.watch, .list(.whole), "ids of agents whose risk the summary tells, with a historical tail"),
      ConfigurationKey("window", \.window, .whole, "returns kept of each watched agent, 2 ... 100000"),
    ]
  }
}

extension SimulationConfig.Storage {
  static var keys: [ConfigurationKey<Self>] {
    [
      ConfigurationKey("path", \.path, .optionalText("a file name, or null"), "SQLite file; null stores nothing"),
      ConfigurationKey(
        "trade_log", \.tradeLog, .tradeLog,
        "trades to keep: all as rows, all packed, all as \"auto\" picks, every N-th, or none"),
      ConfigurationKey(
        "candle_timeframes", \.candleTimeframes, .list(.whole), "ticks the stored candles cover, ascending"),
      ConfigurationKey(
        "snapshot_interval", \.snapshotInterval, .whole, "ticks between portfolio snapshots; 0: only at the end"),
      ConfigurationKey("risk_interval", \.riskInterval, .whole, "ticks between risk snapshots; 0: only at the end"),
      ConfigurationKey(
        "on_error", \.onError, .text("\"stop\" or \"continue\""),
        "what the run does when results cannot be stored: end with an error, or go on without storage"),
    ]
  }
}

// MARK: - Values of this format alone

extension ConfigurationCodec<SimulationConfig.SymbolChoice> {
  /// `"all"` or a list of names.
  static var symbolChoice: Self {
    let expected = "\"all\" or a list of symbol names"
    let names = ConfigurationCodec<[String]>.list(.text)
    return Self(
      expected: expected,
      read: { node, path, reading in
        switch node.value {
        case .string("all"): return .all
        case .array: return names.read(node, path, &reading).map { .named($0) }
        default:
          reading.wrongType(node, path, expected)
          return nil
        }
      },
      write: { choice in
        switch choice {
        case .all: .string("all")
        case .named(let chosen): names.write(chosen)
        }
      })
  }
}

extension ConfigurationCodec<[SimulationConfig.Parameter]> {
  /// An object whose keys are the strategy's business: they are checked when the strategy is known.
  static var parameters: Self {
    let expected = "an object: { parameter: distribution, … }"
    return Self(
      expected: expected,
      read: { node, path, reading in
        guard case .object(let members) = node.value else {
          reading.wrongType(node, path, expected)
          return nil
        }
        return members.compactMap { member in
          let path = path.key(member.key)
          reading.remember(path, at: member.node.place)
          return ConfigurationCodec<Distribution>.distribution.read(member.node, path, &reading).map {
            SimulationConfig.Parameter(name: member.key, distribution: $0)
          }
        }
      },
      write: { parameters in
        let distribution = ConfigurationCodec<Distribution>.distribution
        return .object(parameters.map { JSON5Member($0.name, distribution.write($0.distribution)) })
      })
  }
}

extension ConfigurationCodec<SimulationConfig.TradeLog> {
  static var tradeLog: Self {
    let expected = "\"auto\", \"rows\", \"packed\", \"sampled:N\" with N from 1, or \"off\""
    return Self(
      expected: expected,
      read: { node, path, reading in
        guard case .string(let text) = node.value else {
          reading.wrongType(node, path, expected)
          return nil
        }
        if let log = SimulationConfig.TradeLog(text) { return log }
        reading.add(path, .notAllowed(found: node.value.found, allowed: expected), at: node.place)
        return nil
      },
      write: { .string($0.description) })
  }
}

extension SimulationConfig.TradeLog: LosslessStringConvertible {
  /// As files and `--trade-log` write it. Nil when it is none of the five.
  public init?(_ description: String) {
    switch description {
    case "auto": self = .auto
    case "rows": self = .rows
    case "packed": self = .packed
    case "off": self = .off
    default:
      guard description.hasPrefix("sampled:"), let every = Int(description.dropFirst("sampled:".count)), every >= 1
      else { return nil }
      self = .sampled(every: every)
    }
  }

  public var description: String {
    switch self {
    case .auto: "auto"
    case .rows: "rows"
    case .packed: "packed"
    case .sampled(let every): "sampled:\(every)"
    case .off: "off"
    }
  }
}
