/// How many of its population's symbols one agent trades. It has an account for each of them, its *legs*.
public enum SymbolUse: Sendable, Hashable {
  /// One: the agents are spread evenly over the symbols.
  case one
  /// Two that stand next to each other in the population's list, the last next to the first.
  case pair
  /// All of them; so many there have to be at least, of `sectorsMin` different sectors.
  case all(sectorsMin: Int, symbolsMin: Int = 1)

  /// Symbols a population has to have.
  public var symbolsMin: Int {
    switch self {
    case .one: 1
    case .pair: 2
    case .all(let sectorsMin, let symbolsMin): max(1, sectorsMin, symbolsMin)
    }
  }

  public var sectorsMin: Int {
    if case .all(let sectorsMin, _) = self { sectorsMin } else { 0 }
  }

  /// The symbols that agents may have together, leg by leg, for a population of `symbols`.
  public func combinations(of symbols: [Int]) -> [[Int]] {
    switch self {
    case .one: symbols.map { [$0] }
    case .pair where symbols.count == 2: [symbols]
    case .pair: symbols.indices.map { [symbols[$0], symbols[($0 + 1) % symbols.count]] }
    case .all: [symbols]
    }
  }

  /// Accounts of each agent of a population of `symbols` symbols.
  public func legs(ofSymbols symbols: Int) -> Int {
    switch self {
    case .one: 1
    case .pair: 2
    case .all: symbols
    }
  }
}
