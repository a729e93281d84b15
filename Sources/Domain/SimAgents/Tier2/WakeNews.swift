import SimColumns
import SimNews

/// Which kinds of news begin in a tick, for each symbol: what the wake index holds its agents' wishes against.
///
/// An event is announced in the tick in which it begins and in no other, so every event wakes an agent at most once
/// and no row has to remember which it has seen. Row = symbol.
public struct WakeNews: ~Copyable, Sendable {
  private let kinds: Column<UInt8>  // ``NewsScopes``
  private let sector: Column<Int32>
  private var isQuiet = true

  /// - Parameter sectors: the sector of each symbol, any numbers.
  public init(sectors: [Int32]) {
    kinds = Column(count: sectors.count, filledWith: 0)
    sector = Column(sectors)
  }

  /// Forgets the last tick's news. Call it at the start of each tick.
  public mutating func beginTick() {
    guard !isQuiet else { return }
    kinds.view.fill(0..<kinds.count, with: 0)
    isQuiet = true
  }

  /// Replaces what was announced by a tick's events.
  public mutating func announce(_ events: NewsEvents) {
    beginTick()
    for event in events {
      switch event.reach {
      case .symbol(let symbol): announce(symbol: symbol)
      case .sector(let sector): announce(sector: Int32(sector))
      case .everybody: announceMacro()
      }
    }
  }

  public mutating func announce(symbol: Int) { announce(.symbol) { $0 == symbol } }
  public mutating func announce(sector: Int32) {
    let sectors = self.sector.view
    announce(.sector) { sectors[$0] == sector }
  }
  /// News about everything.
  public mutating func announceMacro() { announce(.macro) { _ in true } }

  private mutating func announce(_ scope: NewsScopes, where concerns: (_ symbol: Int) -> Bool) {
    isQuiet = false
    let kinds = kinds.view
    for symbol in 0..<kinds.count where concerns(symbol) { kinds[symbol] |= scope.rawValue }
  }

  /// What the scan reads.
  public var view: ColumnView<UInt8> { kinds.view }
}
