import Foundation
import SimEngine
import SimHooks
import SimNews
import SimTestSupport
import Testing

/// What prices do around news: the mean move from before an earnings surprise to some ticks after it.
struct EventStudyTests {
  private final class Study: SimulationHook {
    let name = "event study"
    var last: [[Double]] = []  // row = tick
    var events: [NewsEvent] = []

    func tickEnds(_ frame: borrowing TickFrame) {
      last.append((0..<frame.symbols.count).map { Double(frame.symbols.last[$0]) })
      events += frame.events
    }
  }

  private static func run() throws -> Study {
    var config = FairValueMarket.config(symbols: 3, ticks: 1_600)
    config.economy.fairValue.process.enabled = false
    config.economy.news.guidance.occurrence.probability = 0
    config.economy.news.rate.occurrence.probability = 0
    config.economy.news.earnings.occurrence.probability = 0
    let calendar = \SimulationConfig.economy.news.calendar
    (config[keyPath: calendar].quarter, config[keyPath: calendar].seasonStart) = (60, 5)
    (config[keyPath: calendar].seasonDays, config[keyPath: calendar].day) = (4, 5)
    let study = Study()
    _ = try Simulation(try SmallMarket.rules(config), hooks: [study, InvariantWatch()]).run()
    return study
  }

  @Test func pricesMoveTheWayOfASurprise() throws {
    let study = try Self.run()
    // What hooks were shown is all there was.
    #expect(study.events.map(\.id) == Array(1...Int32(study.events.count)))
    #expect(Set(study.events.map(\.kind)) == [.earnings, .sector])
    var moves: (up: [Double], down: [Double]) = ([], [])
    var (product, square) = (0.0, 0.0)
    for event in study.events where event.kind == .earnings {
      let (before, after) = (Int(event.tick) - 1, Int(event.tick) + 10)
      guard before >= 0, after < study.last.count else { continue }
      let move = log(study.last[after][Int(event.target)] / study.last[before][Int(event.target)])
      if event.sentiment > 0 { moves.up.append(move) } else { moves.down.append(move) }
      product += move * event.amount
      square += event.amount * event.amount
    }
    let (up, down) = (Self.mean(moves.up), Self.mean(moves.down))
    #expect(moves.up.count > 25 && moves.down.count > 25)
    #expect(up.mean > 5 * up.error, "\(up)")
    #expect(down.mean < -5 * down.error, "\(down)")
    // Nearly all of a surprise is in the price after ten ticks, and no more than that.
    #expect((0.8...1.1).contains(product / square), "\(product / square)")
  }

  private static func mean(_ values: [Double]) -> (mean: Double, error: Double) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    return (mean, (variance / n).squareRoot())
  }
}
