import Foundation
import Testing

/// A configuration that will not do is refused before anything happens: exit code 2, the place, the remedy.
@Suite(.timeLimit(.minutes(5)))
struct BadConfigurationTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  /// Calls `run` with a configuration of this text, and with files that must not come into being.
  private func run(_ text: String) throws -> ProgramRun.Ending {
    try shell.write("mine.json5", text)
    let ending = try shell.qtg(
      "run", "--config", "mine.json5", "--timings", "t.csv", "--summary-json", "s.json", "--storage-path", "r.db")
    #expect(try shell.folder.names() == ["mine.json5", "tiny.json5"], "a refused run writes nothing")
    return ending
  }

  @Test func aFileThatIsNotThere() throws {
    expectRefusal(
      try shell.qtg("run", "--config", "nowhere.json5"), 2, saying: "--config: nowhere.json5: there is no such file",
      "qtg config presets")
    expectRefusal(
      try shell.qtg("run", environment: ["SIM_CONFIG": "nowhere.json5"]), 2, saying: "SIM_CONFIG: nowhere.json5")
    expectRefusal(try shell.qtg("config", "validate", "--config", "nowhere.json5"), 2, saying: "there is no such file")
  }

  @Test func aFolder() throws {
    expectRefusal(try shell.qtg("run", "--config", "."), 2, saying: "this is a folder")
  }

  @Test func brokenJSON5HasALineAndAColumn() throws {
    expectRefusal(try run("{\n  run: { ticks: 5 }\n  symbols: [] }"), 2, saying: "mine.json5:3:3:", "not valid JSON5")
    expectRefusal(try run("{ run: { ticks: 5,\n"), 2, saying: "mine.json5:2:1:", "no `}`")
    expectRefusal(try run("{ run: \"abc }"), 2, saying: "mine.json5:1:", "not valid JSON5")
  }

  @Test(arguments: ["", " \n", "// nothing but a comment\n"]) func anEmptyFile(text: String) throws {
    expectRefusal(try run(text), 2, saying: "mine.json5:", "the text is empty")
  }

  @Test func bytesThatAreNoText() throws {
    try Data([0xFF, 0xFE, 0x00, 0x01]).write(to: shell.folder.url.appending(path: "bytes"))
    expectRefusal(try shell.qtg("run", "--config", "bytes"), 2, saying: "bytes: it cannot be read as UTF-8 text")
  }

  @Test func anUnknownKeyAndItsNearestName() throws {
    let text = Shell.tiny.replacing("ticks: 30", with: "tickz: 30")
    expectRefusal(try run(text), 2, saying: "mine.json5:2:10: run.tickz: unknown key; did you mean `ticks`?")
  }

  @Test func aNegativeCount() throws {
    let text = Shell.tiny.replacing("count: 40", with: "count: -40")
    expectRefusal(try run(text), 2, saying: "mine.json5:9:", "populations[1].count: found -40, allowed: 0 ...")
  }

  @Test func aProbabilityAboveOne() throws {
    let text = Shell.tiny.replacing("shares: 200", with: "parameters: { order_probability: 1.5 }")
    expectRefusal(
      try run(text), 2, saying: "populations[1].parameters.order_probability: agents of `noise` can draw 1.5",
      "0 ... 1")
  }

  @Test func noSymbols() throws {
    expectRefusal(
      try run("{ symbols: [], populations: [{ name: \"n\", strategy: \"noise_trader\", count: 1 }] }"), 2,
      saying: "symbols: found 0 symbols, allowed: 1 ...")
  }

  @Test func noTicksAndNoAgents() throws {
    expectRefusal(try run(Shell.tiny.replacing("ticks: 30", with: "ticks: 0")), 2, saying: "run.ticks: found 0")
    let deserted = Shell.tiny.replacing("count: 40", with: "count: 0").replacing("count: 4,", with: "count: 0,")
    expectRefusal(try run(deserted), 2, saying: "populations")
  }

  @Test func everyProblemAtOnceInFileOrder() throws {
    let ending = try run(
      """
      {
        run: { tickz: 30, seed: -1 },
        symbols: [],
        populations: [
          { name: "n", strategy: "noise_tradr", count: -3 },
          { name: "n", strategy: "noise_trader", count: "many", parameters: { agression: 1 } },
        ],
        storage: { trade_log: "some" },
      }
      """)
    expectRefusal(
      ending, 2, saying: "did you mean `ticks`?", "run.seed", "symbols: found 0", "did you mean `noise_trader`?",
      "populations[0].count: found -3", "populations[1].count: found \"many\"", "did you mean `aggression`?",
      "storage.trade_log")
    let lines = ending.errors.split(separator: "\n").compactMap { line in
      line.firstMatch(of: /^qtg: mine\.json5:(\d+):/).flatMap { Int($0.1) }
    }
    #expect(lines.count >= 8 && lines == lines.sorted(), "\(ending)")
    #expect(ending.errors.contains("\(lines.count) problems;"), "\(ending)")
  }

  @Test func validateFindsWhatRunFinds() throws {
    try shell.write("mine.json5", Shell.tiny.replacing("count: 40", with: "count: -40"))
    let validated = try shell.qtg("config", "validate", "--config", "mine.json5")
    expectRefusal(validated, 2, saying: "populations[1].count: found -40")
    let run = try shell.qtg("run", "--config", "mine.json5").errors
    #expect(run.replacing("`qtg help run`", with: "`qtg help config validate`") == validated.errors)
  }

  @Test func anUnknownPresetAndItsNearestName() throws {
    expectRefusal(
      try shell.qtg("run", "--preset", "quik"), 2, saying: "--preset: no preset `quik`; did you mean `quick`?",
      "QTG_CONFIG_DIR")
    expectRefusal(
      try shell.qtg("run", "--preset", "quick", "--config", "tiny.json5"), 2, saying: "give one of the two")
  }

  /// The later of two would destroy the earlier, without a word.
  @Test func oneFileForTwoPurposes() throws {
    expectRefusal(
      try shell.runTiny("--timings", "x", "--summary-json", "./x"), 2, saying: "--summary-json: ./x", "--timings")
    let stored = ["STORAGE_PATH": "x"]
    expectRefusal(
      try shell.runTiny("--timings", "x", environment: stored), 2, saying: "--timings: x", "--storage-path")
    expectRefusal(try shell.runTiny("--timings", "tiny.json5"), 2, saying: "--timings: tiny.json5", "configuration")
    #expect(try shell.folder.text("tiny.json5") == Shell.tiny)
    #expect(try shell.folder.names() == ["tiny.json5"])
    // What swallows everything takes any number.
    #expect(try shell.runTiny("--timings", "/dev/null", "--summary-json", "/dev/null").status == .code(0))
  }
}
