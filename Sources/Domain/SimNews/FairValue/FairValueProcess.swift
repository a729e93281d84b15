import SimColumns
import SimRandom

/// Fair values that wander around the dividend model's, together and apart: an Ornstein-Uhlenbeck process in logarithms.
///
///     fair = value · exp(x)         x[t + 1] = φ · x[t] + σ · ε         φ = 2^(-1 / half-life)
///     ε    = a · F_market + b · F_sector + √(1 - a² - b²) · z
///
///     deviation of x in the long run   σ / √(1 - φ²)
///     correlation of two symbols       a_i · a_j, and + b_i · b_j in one sector
///
/// This is the process itself at whole ticks, not an approximation of one in continuous time. x starts at 0, so a
/// market opens at what it is worth. Every symbol draws from its own place of one stream, and every factor too
/// (``FairValueDraws``).
///
/// Source: G. E. Uhlenbeck, L. S. Ornstein, "On the theory of the Brownian motion", Physical Review 36, 1930.
public struct FairValueProcess: ~Copyable, Sendable {
  private let deviationColumn, ownColumn, factorColumn: Column<Double>
  private let marketScale, sectorScale, ownScale: Column<Double>
  private let words, factorWords: Column<UInt32>
  private let step: FairValueStep
  private let ownKey, factorKey: StreamKey
  private let decay: Double
  private let enabled: Bool
  private let (symbolCount, factorCount): (Int, Int)
  private let companies: CompanyView

  public init(
    _ settings: FairValueSettings, _ companies: [Company], table: CompanyView, sectorCount: Int, seed: UInt64
  ) {
    precondition(settings.halfLife > 0, "a half-life is a time")
    (symbolCount, factorCount, enabled) = (companies.count, 1 + sectorCount, settings.enabled)
    self.companies = table
    deviationColumn = Column(count: symbolCount, filledWith: 0)
    ownColumn = Column(count: FairValueDraws.padded(symbolCount), filledWith: 0)
    factorColumn = Column(count: FairValueDraws.padded(factorCount), filledWith: 0)
    words = Column(count: FairValueDraws.padded(symbolCount), filledWith: 0)
    factorWords = Column(count: FairValueDraws.padded(factorCount), filledWith: 0)
    marketScale = Column(companies.map { $0.volatility * $0.marketLoading })
    sectorScale = Column(companies.map { $0.volatility * $0.sectorLoading })
    ownScale = Column(companies.map { $0.volatility * $0.ownLoading })
    step = FairValueStep(
      deviation: deviationColumn.view, own: ownColumn.view, factors: factorColumn.view, sector: table.sector,
      marketScale: marketScale.view, sectorScale: sectorScale.view, ownScale: ownScale.view)
    ownKey = StreamKey(seed: seed, purpose: .fairValueOwn)
    factorKey = StreamKey(seed: seed, purpose: .fairValueFactors)
    decay = Self.decay(halfLife: settings.halfLife)
  }

  /// φ of a tick.
  public static func decay(halfLife: Double) -> Double { DeterministicMath.exp(-0x1.62e42fefa39efp-1 / halfLife) }

  /// Logarithm of fair value by the model's value. Row = symbol.
  public var deviation: ColumnView<Double> { deviationColumn.view }

  /// One tick.
  /// - Parameter fair: out, in ticks. Row = symbol.
  public func advance(to tick: UInt32, fair: ColumnView<Double>) {
    if enabled {
      Self.draw(factorCount, key: factorKey, tick: tick, factorWords.view, factorColumn.view)
      Self.draw(symbolCount, key: ownKey, tick: tick, words.view, ownColumn.view)
      step.advance(symbolCount, decay: decay)
    }
    FairValueStep.publish(symbolCount, value: companies.value, deviation: deviationColumn.view, fair: fair)
  }

  /// A few rows alone do not fill a vector.
  private static func draw(
    _ count: Int, key: StreamKey, tick: UInt32, _ words: ColumnView<UInt32>, _ normals: ColumnView<Double>
  ) {
    if count < 8 {
      FairValueDraws.scalar(count, key: key, tick: tick, into: normals)
    } else {
      FairValueDraws.vector(count, key: key, tick: tick, words: words, into: normals)
    }
  }
}
