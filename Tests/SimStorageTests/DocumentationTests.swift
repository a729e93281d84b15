import Foundation
import SimTestSupport
import Testing

@testable import SimStorage

/// `docs/storage.md` says what is there, and its queries run.
struct DocumentationTests {
  private let folder: TemporaryFolder
  private let file: SQLiteConnection
  private let text: String

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.path("results.db")
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    run.accounts.quantity[0] = 5
    try hook.runStarts(run.context)
    for _ in 0..<5 {
      try hook.tickEnds(run.tick([.init(symbol: 0, price: 15_000, quantity: 1, buyer: 0, seller: 1)]))
    }
    try hook.runEnds(run.end())
    file = try ResultsFile.openForReading(path: path, ResultsFile.Tuning())
    let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardized
    text = try String(contentsOf: root.appendingPathComponent("docs/storage.md"), encoding: .utf8)
  }

  @Test func everyQueryFindsSomething() throws {
    let queries = text.components(separatedBy: "```sql\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    #expect(queries.count >= 6)
    for query in queries {
      let statement = try file.prepare(query)
      #expect(try statement.step(), "\(query)")
    }
  }

  @Test(arguments: StorageTable.allCases) func everyColumnIsDescribed(table: StorageTable) throws {
    let section = try #require(text.components(separatedBy: "### `\(table.rawValue)`\n").dropFirst().first)
    let rows = section.components(separatedBy: "\n#")[0].split(separator: "\n").filter { $0.hasPrefix("| `") }
    let described = rows.map { String($0.dropFirst(3).prefix { $0 != "`" }) }
    let columns = try file.prepare("SELECT name FROM pragma_table_info('\(table.rawValue)')")
    var names: [String] = []
    while try columns.step() { names.append(columns.text(0)) }
    #expect(described == names)
  }

  @Test func theVersionIsTheLatest() { #expect(text.contains("version, now \(Migration.latest).")) }
}
