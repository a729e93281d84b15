import Foundation
import Testing

/// `qtg config …`, `qtg version` and `qtg help` print what they promise.
@Suite(.timeLimit(.minutes(5)))
struct ConfigCommandTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private static let commands = [
    ["run"], ["config", "show"], ["config", "validate"], ["config", "schema"], ["config", "presets"], ["version"],
    ["analyze", "indicators"], ["analyze", "risk"], ["analyze", "cointegration"], ["analyze", "stylized-facts"],
    ["match"],
  ]

  /// What `config show` prints is a configuration: the same run comes of it.
  @Test func whatIsShownCanBeRun() throws {
    let shown = try shell.qtg("config", "show", "--config", "tiny.json5", "--ticks", "9", "--agents", "33")
    #expect(shown.status == .code(0) && shown.errors.isEmpty, "\(shown)")
    try shell.write("shown.json5", shown.output)
    let again = try shell.qtg("config", "show", "--config", "shown.json5")
    #expect(again.output == shown.output)

    let direct = try shell.summary(of: ["--config", "tiny.json5", "--ticks", "9", "--agents", "33"])
    let replayed = try shell.summary(of: ["--config", "shown.json5"])
    #expect(replayed.integer("ticks") == 9 && replayed.integer("agents") == 33)
    #expect(replayed.text("state_hash") == direct.text("state_hash"))
    #expect(replayed.text("config_hash") == direct.text("config_hash"))
  }

  @Test func aConfigurationCanComeThroughAPipe() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(Shell.tiny.utf8))
    try pipe.fileHandleForWriting.close()
    let ending = try ProgramRun(
      ["run", "--quiet", "--config", "/dev/stdin"], in: shell.folder, input: pipe.fileHandleForReading
    ).wait()
    #expect(ending.status == .code(0), "\(ending)")
  }

  @Test func validateSaysWhatItIs() throws {
    let ending = try shell.qtg("config", "validate", "--preset", "production")
    #expect(ending.status == .code(0), "\(ending)")
    for piece in [": valid", "100000 in 14 populations", "87500 people", "50 in 10 sectors", "20000"] {
      #expect(ending.output.contains(piece), "\(ending)")
    }
    let tiny = try shell.qtg("config", "validate", "--config", "tiny.json5").output
    let hash = try shell.summary(of: ["--config", "tiny.json5"]).text("config_hash")
    #expect(tiny.contains(try #require(hash)), "\(tiny)")
  }

  @Test func theSchemaExplainsEveryKeyThatIsShown() throws {
    let schema = try shell.qtg("config", "schema")
    #expect(schema.status == .code(0) && schema.errors.isEmpty)
    let shown = try shell.qtg("config", "show", "--preset", "quick").output
    let keys = Set(shown.matches(of: #/(\w+)"?: /#).map { String($0.1) })
    #expect(keys.isSuperset(of: ["ticks", "check_invariants", "order_probability", "snapshot_interval"]))
    for key in keys { #expect(schema.output.contains(key), "\(key)") }
  }

  @Test func presetsCanBeNamed() throws {
    let ending = try shell.qtg("config", "presets")
    #expect(ending.status == .code(0))
    let names = ending.output.matches(of: /(?m)^(\S+)  \(/).map { String($0.1) }
    #expect(Set(names).isSuperset(of: ["production", "quick"]))
    for name in names { #expect(try shell.qtg("config", "validate", "--preset", name).status == .code(0), "\(name)") }
  }

  /// A preset of one's own comes before the program's.
  @Test func aFolderOfPresetsOfOnesOwn() throws {
    try shell.write("quick.json5", "// Mine.\n" + Shell.tiny)
    let environment = ["QTG_CONFIG_DIR": shell.folder.url.path]
    let presets = try shell.qtg("config", "presets", environment: environment).output
    #expect(presets.contains("quick  (\(shell.folder.path("quick.json5")))\n    Mine.\n"), "\(presets)")
    #expect(try shell.summary(of: ["--preset", "quick"], environment).integer("agents") == 44)
  }

  @Test func versionSaysHowTheProgramWasBuilt() throws {
    let ending = try shell.qtg("version")
    #expect(ending.status == .code(0) && ending.errors.isEmpty)
    for piece in ["qtg ", "swift ", "configuration ", "processor ", "instruction set "] {
      #expect(ending.output.contains(piece), "\(ending)")
    }
    #expect(try shell.qtg("--version").output == ending.output)
  }

  @Test func helpListsEveryCommand() throws {
    let ending = try shell.qtg("help")
    #expect(ending.status == .code(0) && ending.errors.isEmpty)
    for command in Self.commands.map({ $0.joined(separator: " ") }) {
      #expect(ending.output.contains("qtg \(command) "), "\(command)")
    }
    #expect(try shell.qtg("--help").output == ending.output)
    #expect(try shell.qtg("-h").output == ending.output)
  }

  @Test(arguments: commands) func everyCommandExplainsItself(command: [String]) throws {
    let asked = try ProgramRun(command + ["--help"], in: shell.folder).wait()
    #expect(asked.status == .code(0) && asked.errors.isEmpty, "\(asked)")
    #expect(asked.output.hasPrefix("qtg \(command.joined(separator: " ")): "), "\(asked)")
    #expect(asked.output.contains("Examples\n"))
    #expect(try ProgramRun(["help"] + command, in: shell.folder).wait().output == asked.output)
  }

  @Test func theHelpOfRunNamesEveryFlagAndVariable() throws {
    let help = try shell.qtg("help", "run").output
    for piece in [
      "--config", "--preset", "--ticks", "--seed", "--agents", "--workers", "--mechanism", "--storage-path",
      "--trade-log", "--timings", "--summary-json", "--check-invariants", "--quiet", "--headless",
      "--par-agent-collection", "[SIM_TICKS]", "[SIM_SEED]", "[SIM_AGENTS]", "[SIM_WORKERS]", "[SIM_CONFIG]",
      "[STORAGE_PATH]", "[PAR_RISK_TRACKING]",
    ] { #expect(help.contains(piece), "\(piece)") }
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  /// What a command prints is its result: half of it is none.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full on this system"))
  func aFullDiskUnderStandardOutput() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let run = ["run", "--config", "tiny.json5"]
    for arguments in [["config", "show"], ["config", "schema"], ["version"], ["help"], run] {
      let ending = try ProgramRun(arguments, in: shell.folder, output: full).wait()
      #expect(ending.status == .code(3), "\(arguments): \(ending)")
      #expect(ending.errors.contains("standard output cannot be written: "), "\(arguments): \(ending)")
    }
  }
}
