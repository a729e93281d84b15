import SimEngine
import SimNews

extension StoredEvent {
  /// A piece of news as it is stored, with names instead of rows.
  init(_ event: NewsEvent, _ rules: SimulationRules) {
    let symbols = rules.symbols.map(\.name)
    var (symbol, sector): (String?, String?) = (nil, nil)
    switch event.reach {
    case .symbol(let row): symbol = symbols[row]
    case .sector(let row): sector = rules.sectors[row]
    case .everybody: break
    }
    self.init(
      tick: Int(event.tick), kind: event.kind.name, symbol: symbol, sector: sector, magnitude: event.magnitude,
      sentiment: event.sentiment, durationTicks: Int(event.duration),
      headline: event.headline(symbols: symbols, sectors: rules.sectors))
  }
}
