import SimEngine

/// The flags a command was given, and what the environment says where it was given none.
///
///     --flag value    --flag=value    --switch            the last of equal flags counts
struct Arguments {
  private let flags: [Flag]
  private let environment: [String: String]
  private var given: [String: String] = [:]  // by the flag's name

  /// A flag's text and where it came from, `--ticks` or `SIM_TICKS`, for messages about it.
  struct Value {
    let text: String
    let origin: String
  }

  /// - Parameter command: as in `config show`, for the advice at the end of a message.
  /// - Throws: every argument that is not a flag of this command, or has no value.
  init(_ words: [String], flags: [Flag], environment: [String: String], command: String) throws(Failure) {
    (self.flags, self.environment) = (flags, environment)
    var problems: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let flag = flags.first(where: { $0.name == parts[0] }) else {
        problems.append(Self.unknown(parts[0], flags))
        // The value of a flag that does not exist is not another mistake.
        if parts.count == 1, word.hasPrefix("--"), rest.first?.hasPrefix("--") == false { rest.removeFirst() }
        continue
      }
      switch (flag.valueName, parts.count) {
      case (nil, 1): given[flag.name] = ""
      case (nil, _): problems.append("\(flag.name): takes no value, found `\(parts[1])`")
      case (.some(let valueName), let count):
        var value = count == 2 ? parts[1] : ""
        if count == 1, let next = rest.first, !next.hasPrefix("--") {
          value = next
          rest.removeFirst()
        }
        given[flag.name] = value
        if value.isEmpty {
          problems.append("\(flag.name): needs a value, as in `\(flag.name) \(valueName)`")
        }
      }
    }
    problems += Self.misspelled(environment, flags)
    guard problems.isEmpty else { throw .usage(problems, of: command) }
  }

  /// Variables that are nearly one of this command's and no other's: without a word they would change nothing.
  private static func misspelled(_ environment: [String: String], _ flags: [Flag]) -> [String] {
    let isOurs = { (name: String) in name.hasPrefix("PAR_") || name.hasPrefix("SIM_") }
    let known = flags.compactMap(\.environment).filter(isOurs)
    let all = Set(CommandLineTool.commands.flatMap { $0.flags.compactMap(\.environment) })
    return environment.keys.filter { isOurs($0) && !all.contains($0) }.sorted().compactMap { name in
      NearestName.of(name, among: known).map { "\(name): there is no such variable; did you mean \($0)?" }
    }
  }

  /// Whether a switch was given.
  func has(_ name: String) -> Bool { given[name] != nil }

  /// The flag's value, else its variable's. A variable set to nothing is not set.
  func value(_ name: String) -> Value? {
    guard let flag = flags.first(where: { $0.name == name }) else {
      preconditionFailure("\(name) is not a flag of this command")
    }
    if let text = given[name] { return Value(text: text, origin: name) }
    guard let variable = flag.environment, let text = environment[variable], !text.isEmpty else { return nil }
    return Value(text: text, origin: variable)
  }

  private static func unknown(_ word: String, _ flags: [Flag]) -> String {
    guard word.hasPrefix("-") else { return "`\(word)`: not expected here" }
    if let nearest = NearestName.of(word, among: flags.map(\.name)) {
      return "\(word): no such flag; did you mean \(nearest)?"
    }
    let elsewhere = CommandLineTool.commands.first { $0.flags.contains { $0.name == word } }
    return "\(word): no such flag" + (elsewhere.map { " of this command; `qtg \($0.name)` has it" } ?? "")
  }
}
