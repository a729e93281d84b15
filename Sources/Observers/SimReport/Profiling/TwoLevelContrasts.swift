import SimParallel

/// Two phases, in the order of ``ParallelToggle``.
public struct TogglePair: Sendable, Hashable {
  public let first, second: ParallelToggle

  public init(_ first: ParallelToggle, _ second: ParallelToggle) {
    precondition(first.rawValue < second.rawValue, "a pair has an order")
    (self.first, self.second) = (first, second)
  }

  public var name: String { "\(first.name) x \(second.name)" }

  public static var all: [TogglePair] {
    ParallelToggle.allCases.flatMap { first in
      ParallelToggle.allCases.filter { $0.rawValue > first.rawValue }.map { TogglePair(first, $0) }
    }
  }
}

/// What a set of two-level runs can tell: the sign of every effect in every run, and which effects have equal signs.
///
///     effect of a set S of toggles = mean over runs of  2 · y · Π x,   x = +1 sequential, -1 parallel
///
/// so that a positive main effect of ln(time) is what being sequential costs. Two effects whose signs agree in all runs,
/// or disagree in all, are *aliases*: no analysis can tell them apart.
struct TwoLevelContrasts {
  let runs: [ParallelizationConfig]

  init(_ runs: [ParallelizationConfig]) {
    precondition(!runs.isEmpty, "there is something to compare")
    self.runs = runs
  }

  /// +1 or -1 for each run. A set is given by the bits of its toggles.
  func signs(_ set: UInt16) -> [Double] {
    runs.map { (~$0.bits & set).nonzeroBitCount.isMultiple(of: 2) == set.nonzeroBitCount.isMultiple(of: 2) ? 1 : -1 }
  }

  func signs(_ toggle: ParallelToggle) -> [Double] { signs(Self.bit(toggle)) }
  func signs(_ pair: TogglePair) -> [Double] { signs(Self.bit(pair.first) | Self.bit(pair.second)) }

  /// - Parameter responses: one for each run.
  func effect(_ signs: [Double], _ responses: [Double]) -> Double {
    precondition(signs.count == responses.count, "a response for every run")
    return 2 * zip(signs, responses).reduce(0) { $0 + $1.0 * $1.1 } / Double(signs.count)
  }

  /// All pairs, those together that are aliases.
  var pairGroups: [[TogglePair]] {
    var places: [[UInt64]: Int] = [:]
    var groups: [[TogglePair]] = []
    for pair in TogglePair.all {
      let pattern = pattern(Self.bit(pair.first) | Self.bit(pair.second))
      if let known = places[pattern] {
        groups[known].append(pair)
      } else {
        places[pattern] = groups.count
        groups.append([pair])
      }
    }
    return groups
  }

  /// The sets of every effect of these runs, mean excluded, aliases once: as many as there are runs but one, sets of few
  /// toggles before those they are aliases of.
  var distinctSets: [UInt16] {
    var known: Set<[UInt64]> = [pattern(0)]
    var found: [UInt16] = []
    let sets = (1..<UInt16(1) << UInt16(ParallelToggle.allCases.count))
      .sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
    for set in sets where found.count < runs.count - 1 && known.insert(pattern(set)).inserted { found.append(set) }
    return found
  }

  /// A bit for each run, set where the sign is not that of the first: equal for aliases.
  private func pattern(_ set: UInt16) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: (runs.count + 63) / 64)
    let first = (~runs[0].bits & set).nonzeroBitCount
    for (place, run) in runs.enumerated() where ((~run.bits & set).nonzeroBitCount ^ first) & 1 == 1 {
      words[place / 64] |= 1 << UInt64(place % 64)
    }
    return words
  }

  private static func bit(_ toggle: ParallelToggle) -> UInt16 { 1 << UInt16(toggle.rawValue) }
}
