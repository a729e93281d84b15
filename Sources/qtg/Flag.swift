/// A flag of a command, as it is written and explained. Tables of these drive parsing and help alike.
struct Flag {
  let name: String  // "--ticks"
  let valueName: String?  // "N"; nil: a switch, there or not
  let environment: String?  // the variable that stands in for it
  let summary: String

  init(_ name: String, taking valueName: String? = nil, environment: String? = nil, _ summary: String) {
    (self.name, self.valueName, self.environment, self.summary) = (name, valueName, environment, summary)
  }

  var usage: String { valueName.map { "\(name) \($0)" } ?? name }

  static let help = Flag("--help", "explain this command and its flags")
}
