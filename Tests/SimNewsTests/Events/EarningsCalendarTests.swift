import SimNews
import SimRandom
import Testing

struct EarningsCalendarTests {
  private let key = StreamKey(seed: 3, purpose: .newsCalendar)

  @Test func everybodyReportsOnceAQuarterOnItsOwnDay() {
    let calendar = EarningsCalendar()
    var days: Set<Int> = []
    for symbol in 0..<200 {
      let day = calendar.day(ofSymbol: symbol, key: key)
      days.insert(day)
      var previous: UInt32?
      for quarter in 0..<6 {
        let tick = calendar.report(ofSymbol: symbol, quarter: quarter, key: key)
        let start = quarter * 2_000 + 200 + day * 25
        #expect((start..<start + 25).contains(Int(tick)))
        if let previous { #expect(Int(tick - previous) >= calendar.intervalMin) }
        previous = tick
      }
    }
    #expect(days == Set(0..<20))
  }

  @Test func theTickWithinTheDayDiffersFromQuarterToQuarter() {
    let calendar = EarningsCalendar()
    let hours = (0..<40).map { calendar.report(ofSymbol: 1, quarter: $0, key: key) % 25 }
    #expect(Set(hours).count > 10)
  }

  @Test func beyondTheLastTickIsNever() {
    var calendar = EarningsCalendar()
    calendar.quarter = 1_000_000_000
    #expect(calendar.report(ofSymbol: 0, quarter: 5, key: key) == .max)
    #expect(calendar.season == 500)
  }
}
