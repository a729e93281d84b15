import Testing

/// A command line that will not do: exit code 2, which word it is, what would do.
@Suite(.timeLimit(.minutes(5)))
struct BadArgumentsTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  @Test func anUnknownCommand() throws {
    expectRefusal(try shell.qtg("rum"), 2, saying: "`rum`: no such command; did you mean `run`?", "qtg help")
    expectRefusal(try shell.qtg("config", "shw"), 2, saying: "did you mean `config show`?")
    expectRefusal(try shell.qtg("help", "versoin"), 2, saying: "did you mean `version`?")
  }

  @Test func noCommandOrHalfOfOne() throws {
    expectRefusal(try shell.qtg(), 2, saying: "no command given", "qtg help")
    expectRefusal(try shell.qtg("config"), 2, saying: "config show, config validate, config schema, config presets")
  }

  @Test func anUnknownFlag() throws {
    expectRefusal(
      try shell.runTiny("--tick", "5"), 2, saying: "--tick: no such flag; did you mean --ticks?", "qtg help run")
    expectRefusal(try shell.qtg("version", "--long"), 2, saying: "--long: no such flag")
    expectRefusal(try shell.runTiny("extra"), 2, saying: "`extra`: not expected here")
  }

  @Test(arguments: ["abc", "-1", "0", "1.5", "1e3", "99999999999999999999", " 5"])
  func aBadNumber(text: String) throws {
    expectRefusal(
      try shell.runTiny("--ticks", text), 2, saying: "--ticks: found `\(text)`, allowed: a whole number, 1 ...")
  }

  @Test func aValueThatIsMissingOrOneTooMany() throws {
    expectRefusal(try shell.runTiny("--ticks"), 2, saying: "--ticks: needs a value, as in `--ticks N`")
    expectRefusal(try shell.runTiny("--ticks", "--quiet"), 2, saying: "--ticks: needs a value")
    expectRefusal(try shell.runTiny("--quiet=yes"), 2, saying: "--quiet: takes no value, found `yes`")
    expectRefusal(try shell.runTiny("--timings="), 2, saying: "--timings: needs a value, as in `--timings FILE`")
    expectRefusal(try shell.runTiny("--storage-path", ""), 2, saying: "--storage-path: needs a value")
  }

  @Test func aBadValueInTheEnvironmentNamesTheVariable() throws {
    expectRefusal(
      try shell.runTiny(environment: ["SIM_TICKS": "soon", "SIM_SEED": "-4", "PAR_AUCTIONS": "maybe"]), 2,
      saying: "SIM_TICKS: found `soon`", "SIM_SEED: found `-4`", "PAR_AUCTIONS: found `maybe`, allowed: true or false")
    // The flag that replaces it makes it irrelevant.
    #expect(try shell.runTiny("--ticks", "2", environment: ["SIM_TICKS": "soon"]).status == .code(0))
  }

  @Test func everyProblemAtOnce() throws {
    expectRefusal(
      try shell.runTiny("--tick", "5", "--workers", "--quiet=yes", "extra"), 2, saying: "--tick:", "--workers:",
      "--quiet:", "`extra`")
    expectRefusal(
      try shell.runTiny("--ticks", "no", "--agents", "0", "--workers", "1000", "--par-indicators", "2"), 2,
      saying: "--ticks:", "--agents:", "--workers:", "--par-indicators:")
  }

  @Test func anUnknownNameForAFlag() throws {
    expectRefusal(try shell.runTiny("--mechanism", "cal"), 2, saying: "--mechanism", "did you mean `call`?")
    expectRefusal(try shell.runTiny("--trade-log", "sampled:0"), 2, saying: "--trade-log: found `sampled:0`")
  }
}
