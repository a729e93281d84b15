import Foundation
import SimAgents
import SimColumns
import SimEngine
import SimHooks
import SimMarket
import SimTestSupport
import SimTypes
import Testing

/// What the texts say about the code is so: tables, commands, lists, links, and the code they show.
struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    .standardizedFileURL

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Paths below the root, of all files in a folder and its folders.
  private static func files(in folder: String, suffix: String) throws -> [String] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
    return paths.filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }.sorted()
  }

  private static func pages() throws -> [String] {
    let top = try FileManager.default.contentsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".md") }
    return try top.sorted() + files(in: "docs", suffix: ".md") + files(in: "Sources", suffix: ".md")
  }

  // MARK: - Tables

  @Test func theTickTableIsTheCodes() throws {
    let text = try Self.text("ARCHITECTURE.md")
    let header = "| phase | toggle | domain | summary |\n|---|---|---|---|\n"
    let table = try #require(text.components(separatedBy: header).dropFirst().first)
    let rows = table.components(separatedBy: "\n").prefix { $0.hasPrefix("|") }
    let expected = Phase.allCases.map { phase in
      let toggle = phase.toggle.map { "`\($0.name)`" } ?? "none"
      return "| `\(phase.name)` | \(toggle) | \(phase.domain.rawValue) | \(phase.summary) |"
    }
    #expect(Array(rows) == expected)
  }

  @Test func everyModuleIsInBothLists() throws {
    let architecture = try Self.text("ARCHITECTURE.md")
    let tour = try Self.text("Sources/README.md")
    let package = try Self.text("Package.swift")
    let names = package.matches(of: /Module\(\s*\.\w+, (\d), "(\w+)"/).map { (layer: $0.1, name: $0.2) }
    #expect(names.count >= 12)
    for (layer, name) in names {
      #expect(architecture.contains("\n| \(layer) | `\(name)` |"), "\(name) in ARCHITECTURE.md")
      #expect(tour.contains("\n**`\(name)`** "), "\(name) in Sources/README.md")
    }
  }

  /// Whoever needs `unsafe`, or vouches for a type's thread safety, says so in the architecture.
  @Test func everyUnsafeFileIsListed() throws {
    let text = try Self.text("ARCHITECTURE.md")
    for file in try Self.files(in: "Sources", suffix: ".swift") {
      let code = try Self.text(file).components(separatedBy: "\n")
        .map { $0.components(separatedBy: "//")[0] }.joined(separator: "\n")
      guard code.contains(/\bunsafe\b|@unchecked/) else { continue }
      let name = URL(filePath: file).lastPathComponent
      #expect(text.contains("`\(name)`"), "\(file)")
    }
  }

  // MARK: - Lists and links

  @Test func everyMakeTargetExists() throws {
    let makefile = try Self.text("Makefile")
    let targets = Set(makefile.matches(of: /(?m)^([a-z-]+):/).map { String($0.1) })
    var mentioned: Set<String> = []
    for page in try Self.pages() {
      // As code: in back quotes, or at the start of a line of a block.
      for match in try Self.text(page).matches(of: /(?m)(?:`|^)make ([a-z-]+)/) {
        #expect(targets.contains(String(match.1)), "`make \(match.1)` in \(page)")
        mentioned.insert(String(match.1))
      }
    }
    #expect(mentioned.isSuperset(of: ["run", "test", "bench", "check"]))
  }

  @Test func everyLinkLeadsSomewhere() throws {
    var count = 0
    for page in try Self.pages() {
      let folder = Self.root.appending(path: page).deletingLastPathComponent()
      for match in try Self.text(page).matches(of: /\]\(([^)\s]+)\)/) where !match.1.hasPrefix("https://") {
        let path = match.1.prefix { $0 != "#" }
        let target = folder.appending(path: String(path)).standardizedFileURL.path
        #expect(FileManager.default.fileExists(atPath: target), "\(match.1) in \(page)")
        count += 1
      }
    }
    #expect(count > 50)
  }

  @Test func everyPageIsInTheIndex() throws {
    let index = try Self.text("docs/README.md")
    for page in try Self.files(in: "docs", suffix: ".md") where page != "docs/README.md" {
      #expect(index.contains("](\(page.dropFirst("docs/".count)))"), "\(page)")
    }
  }

  @Test func everyDecisionHasItsFourParts() throws {
    for page in try Self.files(in: "docs/decisions", suffix: ".md") {
      let headings = try Self.text(page).components(separatedBy: "\n").filter { $0.hasPrefix("## ") }
      #expect(headings == ["## Context", "## Decision", "## Rejected", "## When to look again"], "\(page)")
    }
  }

  // MARK: - Code that is shown

  /// Every Swift block of the recipes stands in this file, so it compiles; the strategy and the hook run below.
  @Test func theRecipesCodeIsTheCodeBelow() throws {
    let here = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let blocks = try Self.text("CONTRIBUTING.md").components(separatedBy: "```swift\n").dropFirst()
      .map { $0.components(separatedBy: "```")[0] }
    #expect(blocks.count == 4)
    for block in blocks { #expect(here.contains(block), "\(block)") }
  }

  @Test func theRecipesStrategyTrades() throws {
    let text = """
      {
        run: { ticks: 400, workers: 2 },
        symbols: [{ name: "AAA", sector: "Energy", initial_price: 50 }],
        populations: [
          { name: "makers", strategy: "market_maker", count: 10, shares: 800 },
          { name: "noise", strategy: "noise_trader", count: 200, shares: 200, parameters: { belief: 0.1 } },
          { name: "dippers", strategy: "dip_buyer", count: 100, shares: 50, parameters: { lot: 20 } },
        ],
      }
      """
    let end = try Recipe.run(ConfigurationText(text, file: "recipe.json5"))
    #expect(end.outcome == .completed)
    let dippers = 210..<310
    #expect(dippers.contains { end.accounts.fills[$0] > 0 })
    #expect(dippers.allSatisfy { end.accounts.rejected[$0] == 0 })
  }

  @Test func theRecipesOwnAgentTrades() throws {
    let text = """
      {
        run: { workers: 1 },
        symbols: [{ name: "AAA", sector: "Energy", initial_price: 50 }],
        populations: [
          { name: "makers", strategy: "market_maker", count: 10, shares: 800 },
          { name: "mine", strategy: "external", count: 1 },
        ],
      }
      """
    let (filled, equity) = try Recipe.drive(ConfigurationText(text, file: "recipe.json5"))
    #expect(filled == [10])
    #expect((999_000_000...1_001_000_000).contains(equity))
  }

  @Test func theRecipesHookIsCalledAfterEveryTick() throws {
    let log = PriceLog()
    let simulation = Simulation(try SmallMarket.rules(), hooks: [log])
    try simulation.run(5)
    #expect(log.prices.count == 5 && log.prices.last == simulation.frame.symbols.last[0])
  }
}

// MARK: - The recipes' code, as CONTRIBUTING.md shows it

final class DipBuyer: StrategyTable {
  static let schema = StrategySchema(
    name: "dip_buyer", tier: 1, summary: "buys below the initial price and sells above it",
    parameters: [
      ParameterSpec(
        "distance", unit: "fraction", "how far from the initial price it acts", standard: .constant(0.01),
        allowed: 0...0.9),
      ParameterSpec(
        "lot", unit: "shares", "size of an order", standard: .constant(10), allowed: 1...1_000, isInteger: true),
    ],
    ordersPerTickMax: 1)

  private let distance: Column<Float>  // row 0 is the population's first agent
  private let lot: Column<Int32>

  init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    distance = Column(count: population.rows.count, filledWith: 0, placement: placement)
    lot = Column(count: population.rows.count, filledWith: 0, placement: placement)
    for (row, agent) in population.rows.enumerated() {
      distance.view[row] = Float(draws.real(0, row: agent))  // parameter 0 of the schema
      lot.view[row] = Int32(draws.integer(1, row: agent))
    }
  }

  var byteCount: Int { lot.count * (MemoryLayout<Float>.stride + MemoryLayout<Int32>.stride) }

  func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    for segment in chunk.segments {  // agents of one symbol: its prices are read once
      let symbol = Int32(segment.symbol)
      let last = world.symbols.last[segment.symbol]  // in ticks
      let change = Float(last) / Float(world.symbols.initial[segment.symbol]) - 1
      for agent in segment.rows {
        let row = agent - chunk.firstRow
        let size = lot.view[row]
        if change <= -distance.view[row] {
          box.append(agent: agent, key: BoxKey(symbol: symbol, side: .buy), price: last + 1, quantity: size)
        } else if change >= distance.view[row], world.accounts.freeShares[agent] >= size {
          box.append(agent: agent, key: BoxKey(symbol: symbol, side: .sell), price: max(1, last - 1), quantity: size)
        }
      }
    }
  }
}

private enum Recipe {
  static func run(_ configuration: ConfigurationText) throws -> RunEnd {
    var registry = StrategyRegistry.standard
    registry.register(DipBuyer.self)
    let rules = try configuration.rules(registry: registry)
    return try Simulation(rules, hooks: [InvariantWatch()]).run()
  }

  static func drive(_ configuration: ConfigurationText) throws -> (filled: [Int32], equity: Int64) {
    var registry = StrategyRegistry.standard
    registry.register(ExternalTrader.self)
    let simulation = Simulation(try configuration.rules(registry: registry))
    let mine = simulation.rules.populations.first { $0.name == "mine" }?.agents.lowerBound ?? 0
    try simulation.submit([ExternalOrder(symbol: 0, side: .buy, quantity: 10)], agent: mine)
    try simulation.step()
    let filled = simulation.outcomes(ofAgent: mine).map(\.filled)
    return (filled, simulation.frame.portfolio.total(ofAgent: mine).equity)
  }
}

final class PriceLog: SimulationHook {
  let name = "price log"
  private(set) var prices: [Int32] = []  // last prices of symbol 0, in ticks

  func tickEnds(_ frame: borrowing TickFrame) { prices.append(frame.symbols.last[0]) }
}
