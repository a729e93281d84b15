import Testing

@testable import SimNews

struct NewsDeskTests {
  private func economy(
    _ companies: Int = 10, sectors: Int = 5, seed: UInt64 = 42, _ change: (inout NewsSettings) -> Void
  ) -> Economy {
    let companies = NewsFixture.companies(companies, sectors: sectors)
    return Economy(NewsFixture.newsOnly(change), companies, sectorCount: sectors, seed: seed)
  }

  private func run(_ economy: Economy, ticks: Int, _ each: (NewsEvent) -> Void) {
    for tick in 0..<UInt32(ticks) {
      economy.advanceNews(to: tick)
      for event in economy.news.latest { each(event) }
    }
  }

  // MARK: - How often, and how fair

  /// A renewal process of mean distance m and variance v has n = T/m events, with variance T·v/m³. A distance is
  /// the pause and a geometric wait, whose variance is (1 - p)/p².
  @Test(arguments: NewsKind.allCases, [UInt64(1), 2])
  func everyKindComesAsOftenAsItSays(kind: NewsKind, seed: UInt64) {
    let ticks = 100_000
    var occurrence = NewsSettings().occurrence(kind)
    let economy = economy(seed: seed) {
      NewsFixture.only(kind, &$0)
      occurrence = $0.occurrence(kind)
    }
    var times: [UInt32] = []
    run(economy, ticks: ticks) {
      #expect($0.kind == kind)
      times.append($0.tick)
    }
    let (mean, p) = (occurrence.meanInterval, occurrence.probability)
    let variance = Double(ticks) * (1 - p) / (p * p) / (mean * mean * mean)
    #expect(abs(Double(times.count) - Double(ticks) / mean) < 3 * variance.squareRoot() + 1, "\(times.count)")
    for (a, b) in zip(times, times.dropFirst()) { #expect(Int(b - a) >= occurrence.minInterval) }
  }

  /// All kinds at once, often. Of each kind everybody gets some, nobody much more than his share, and no symbol's mean
  /// differs from zero. Thirty means are looked at: with a family-wise error of 0.27 %, what "3 sd" is for one, each may
  /// be 4 sd away (Bonferroni: 2 · (1 - Φ(3.92)) · 30 = 0.27 %).
  @Test func nobodyIsLuckyByConstruction() {
    let (symbols, sectors) = (10, 5)
    let economy = economy(symbols, sectors: sectors) {
      NewsFixture.everyKind(&$0) { ($0.probability, $0.minInterval) = (0.05, 10) }
      $0.rate.occurrence.probability = 0
      ($0.calendar.quarter, $0.calendar.seasonStart) = (500, 0)
    }
    var values: [NewsKind: [Int32: [Double]]] = [:]
    run(economy, ticks: 100_000) {
      // Guidance is judged by what was drawn: the change's distribution depends on where growth stood.
      values[$0.kind, default: [:]][$0.target, default: []].append($0.amount)
    }
    for (kind, count) in [(NewsKind.earnings, symbols), (.guidance, symbols), (.sector, sectors)] {
      let all = values[kind] ?? [:]
      #expect(all.count == count, "\(kind)")
      let total = all.values.reduce(0) { $0 + $1.count }
      let share = Double(total) / Double(count)
      for (target, drawn) in all {
        #expect(abs(Double(drawn.count) - share) < 4.5 * share.squareRoot(), "\(kind) of \(target)")
        let home = kind == .guidance ? 0.05 : 0
        let n = Double(drawn.count)
        let mean = drawn.reduce(0) { $0 + $1 - home } / n
        let variance = drawn.reduce(0) { $0 + ($1 - home - mean) * ($1 - home - mean) } / (n - 1)
        // Growth of a quarter of the way is an average over (1 + ¾)/(1 - ¾) = 7 draws.
        let error = (variance / n * (kind == .guidance ? 7 : 1)).squareRoot()
        #expect(abs(mean) < 4 * error, "\(kind) of \(target): mean \(mean), error \(error)")
      }
    }
  }

  @Test func seedsDiffer() {
    func times(_ seed: UInt64) -> [UInt32] {
      var times: [UInt32] = []
      run(economy(seed: seed) { _ in }, ticks: 5_000) { times.append($0.tick) }
      return times
    }
    #expect(times(1) == times(1))
    #expect(times(1) != times(2))
  }

  // MARK: - What news change

  @Test func surprisesChangeEarningsForGood() {
    let economy = economy { NewsFixture.only(.earnings, &$0) }
    let start = economy.companies.earnings.array()
    var expected = start
    run(economy, ticks: 20_000) { event in
      expected[Int(event.target)] *= 1 + event.amount
      #expect(abs(event.amount) <= 0.05 && event.amount.sign == event.sentiment.sign)
      #expect(abs(event.sentiment) <= 0.05.squareRoot())
      #expect((0.4...0.9).contains(event.magnitude) && event.duration == 50)
    }
    #expect(economy.companies.earnings.array() == expected)
    for symbol in 0..<10 {
      let company = NewsFixture.companies(10)[symbol]
      let ratio = expected[symbol] / start[symbol]
      #expect(abs(economy.companies.value[symbol] / (Double(company.initialTicks) * ratio) - 1) < 1e-12)
    }
  }

  /// A cut is bad news, however much growth is left.
  @Test func guidanceIsJudgedByItsChange() {
    let economy = economy(3) {
      NewsFixture.only(.guidance, &$0)
      $0.guidance.occurrence.minInterval = 5
      $0.guidance.occurrence.probability = 0.5
    }
    var growth = economy.companies.growth.array()
    var value = economy.companies.value.array()
    var (ups, downs) = (0, 0)
    run(economy, ticks: 2_000) { event in
      let symbol = Int(event.target)
      let change = event.amount - growth[symbol]
      #expect(abs(change) <= 0.25 * 0.04)
      #expect(abs(event.sentiment - change / 0.01) < 1e-9)
      #expect((0.03...0.07).contains(event.amount))
      let now = economy.companies.value[symbol]
      #expect((now > value[symbol]) == (change > 0))
      (growth[symbol], value[symbol]) = (event.amount, now)
      if change > 0 { ups += 1 } else { downs += 1 }
    }
    #expect(growth == economy.companies.growth.array())
    #expect(ups > 100 && downs > 100)
  }

  @Test func ratesMoveFromWhereTheyAreAndStayBounded() {
    let economy = economy(3) {
      NewsFixture.only(.rate, &$0)
      $0.rate.occurrence.minInterval = 5
      $0.rate.occurrence.probability = 0.5
      $0.rate.bounds = 0.03...0.045
    }
    var rate = 0.04
    var (lowest, highest) = (rate, rate)
    run(economy, ticks: 3_000) { event in
      #expect(abs(event.amount - rate) <= 0.0025 + 1e-12)
      #expect((0.03...0.045).contains(event.amount))
      #expect(abs(event.sentiment - (rate - event.amount) / 0.005) < 1e-9)
      #expect(event.reach == .everybody)
      rate = event.amount
      (lowest, highest) = (min(lowest, rate), max(highest, rate))
    }
    #expect(economy.news.macro.riskFreeRate == rate)
    #expect(lowest < 0.031 && highest > 0.044)
    // Everybody is valued at the new rate.
    let multiple = DividendModel().multiple(growth: 0.05, payout: 0.4, requiredReturn: rate + 0.05)
    for symbol in 0..<3 {
      let (earnings, value) = (economy.companies.earnings[symbol], economy.companies.value[symbol])
      #expect(abs(value - earnings * multiple) < 1e-9)
    }
  }

  @Test func sectorNewsChangeNothingButMinds() {
    let economy = economy { NewsFixture.only(.sector, &$0) }
    let before = (economy.companies.value.array(), economy.companies.growth.array())
    var count = 0
    run(economy, ticks: 5_000) { event in
      #expect(event.amount == event.sentiment && (-1...1).contains(event.sentiment))
      count += 1
    }
    #expect(count > 5)
    #expect(economy.companies.value.array() == before.0 && economy.companies.growth.array() == before.1)
  }

  // MARK: - What is remembered

  @Test func eventsExpireAndSentimentIsWhatIsLeft() {
    let economy = economy(4, sectors: 2) {
      NewsFixture.everyKind(&$0) { ($0.probability, $0.minInterval) = (0.03, 20) }
    }
    var past: [NewsEvent] = []
    for tick in 0..<UInt32(3_000) {
      economy.advanceNews(to: tick)
      let news = economy.news
      past += news.latest
      #expect(news.latest.allSatisfy { $0.tick == tick })
      let active = past.filter { $0.isActive(at: tick) }
      #expect(Array(news.all) == active)
      for symbol in 0..<4 {
        let expected = active.filter { $0.reach == .symbol(symbol) }.reduce(0) { $0 + $1.effect(at: tick) }
        #expect(news.sentiment[symbol] == expected)
      }
      for sector in 0..<2 {
        let expected = active.filter { $0.reach == .sector(sector) }.reduce(0) { $0 + $1.effect(at: tick) }
        #expect(news.sectorSentiment[sector] == expected)
      }
      let market = active.filter { $0.reach == .everybody }.reduce(0) { $0 + $1.effect(at: tick) }
      #expect(news.marketSentiment == market)
      let mood = news.sentiment[3] + news.sectorSentiment[1] + market
      #expect(news.mood(ofSymbol: 3) == min(max(mood, -1), 1))
    }
    #expect(past.map(\.id) == Array(1...Int32(past.count)))
    #expect(Set(past.map(\.kind)) == Set(NewsKind.allCases))
    #expect(economy.news.lastId == Int32(past.count) && past.count > 150)
  }

  /// As many events as the settings can bring about, all remembered for long: none is dropped.
  @Test func theTableHoldsTheMost() {
    let economy = economy(6, sectors: 2) {
      NewsFixture.everyKind(&$0) { ($0.probability, $0.minInterval, $0.duration) = (1, 3, 100) }
      ($0.calendar.quarter, $0.calendar.seasonStart, $0.calendar.seasonDays, $0.calendar.day) = (40, 0, 2, 20)
    }
    var (count, most) = (0, 0)
    run(economy, ticks: 2_000) { _ in
      count += 1
      most = max(most, economy.news.count)
    }
    // Four kinds every third tick, and six reports every forty.
    #expect(abs(count - (4 * 667 + 6 * 50)) <= 6)
    #expect(most >= 4 * 34)
  }

  @Test func switchedOffThereAreNone() {
    let economy = economy { $0.enabled = false }
    run(economy, ticks: 5_000) { _ in Issue.record("news") }
    #expect(economy.news.count == 0 && economy.news.lastId == 0)
  }

  @Test func everyCompanyReportsOnceAQuarter() {
    let economy = economy(30, sectors: 3) {
      NewsFixture.only(.earnings, &$0)
      $0.earnings.occurrence.probability = 0
      $0.calendar.enabled = true
    }
    var reports = [[UInt32]](repeating: [], count: 30)
    run(economy, ticks: 10_000) { reports[Int($0.target)].append($0.tick) }
    for ticks in reports {
      #expect(ticks.map { $0 / 2_000 } == [0, 1, 2, 3, 4])
      #expect(ticks.allSatisfy { (200..<700).contains($0 % 2_000) })
      #expect(Set(ticks.map { ($0 % 2_000 - 200) / 25 }).count == 1)
    }
  }
}
