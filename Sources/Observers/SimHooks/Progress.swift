/// How far a run has come, in numbers and as a line of text.
struct Progress {
  let ticks: Int  // of the whole run
  let agents: Int
  var done = 0  // ticks
  var orders = 0
  var trades = 0
  var nanoseconds: UInt64 = 0  // since the start
  var isOver = false  // nothing follows, whether all ticks are done or not

  init(ticks: Int, agents: Int) { (self.ticks, self.agents) = (ticks, agents) }

  var seconds: Double { Double(nanoseconds) / 1e9 }
  var ticksPerSecond: Double { perSecond(done) }

  /// At the average speed so far; nil before the first tick.
  var secondsLeft: Double? {
    done == 0 ? nil : seconds / Double(done) * Double(max(0, ticks - done))
  }

  /// The most important first; what does not fit in `columns` is left out from the end, never cut in the middle.
  func line(columns: Int = .max) -> String {
    let percent = ticks == 0 ? 100 : done * 100 / ticks
    var parts = ["\(percent) %", "tick \(done)/\(ticks)", "\(scaled(ticksPerSecond)) ticks/s"]
    if !isOver, done < ticks, let left = secondsLeft { parts.append("\(duration(left)) left") }
    parts += [
      "\(scaled(ticksPerSecond * Double(agents))) agent-ticks/s", "\(scaled(perSecond(orders))) orders/s",
      "\(scaled(Double(trades))) trades", "\(duration(seconds)) elapsed",
    ]
    var line = parts[0]
    for part in parts.dropFirst() {
      guard line.count + Self.gap.count + part.count <= columns else { break }
      line += Self.gap + part
    }
    return line
  }

  private static let gap = "  "

  private func perSecond(_ count: Int) -> Double { nanoseconds == 0 ? 0 : Double(count) / seconds }
}

/// A count or rate in three digits: `7`, `4.13 k`, `52.1 M`.
func scaled(_ value: Double) -> String {
  var (value, unit) = (value, 0)
  let units = ["", " k", " M", " G", " T"]
  // 999.5 would be written as 1000.
  while value >= 999.5 && unit + 1 < units.count { (value, unit) = (value / 1_000, unit + 1) }
  let decimals = unit == 0 && value == value.rounded() || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  return fixed(value, decimals: decimals) + units[unit]
}

/// `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`.
public func duration(_ seconds: Double) -> String {
  if seconds < 9.95 { return fixed(seconds, decimals: 1) + " s" }
  let whole = Int(seconds.rounded())
  let twoDigits = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
  if whole < 60 { return "\(whole) s" }
  if whole < 3_600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
  return "\(whole / 3_600) h \(twoDigits(whole / 60 % 60)) min"
}

private func fixed(_ value: Double, decimals: Int) -> String {
  let scale = [1, 10, 100][decimals]
  let units = Int((value * Double(scale)).rounded())
  if decimals == 0 { return "\(units)" }
  let fraction = "\(units % scale)"
  return "\(units / scale).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
}
