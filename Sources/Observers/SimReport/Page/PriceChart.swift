/// A symbol's price over a run, with its news on the time axis and its volume below.
///
///     price, $                     range: lowest to highest trade of each bucket; line: its last price
///     ▲  ▽     ▲                   news, up for good and down for bad; headlines appear on pointing at them
///     ▂▃▂▅▂▂▃                      shares traded a tick, mean of each bucket, from 0
struct PriceChart {
  let symbol: ReportData.Symbol
  /// What concerns the symbol, by tick.
  let news: [ReportData.News]

  static let (width, height) = (360.0, 214.0)
  private static let (left, right) = (44.0, 344.0)
  private static let (priceTop, priceBottom) = (16.0, 118.0)
  private static let newsPlace = 128.0
  private static let (volumeTop, volumeBottom) = (140.0, 184.0)
  /// Headlines of one marker; the rest are counted.
  private static let headlinesMax = 6

  /// Nil when there is no price to draw.
  var svg: String? {
    let path = symbol.path
    guard let domain = Scale.domain(of: path.buckets.flatMap { [$0.low, $0.high] }, margin: 0.03) else { return nil }
    let x = Scale(0...Double(max(1, path.ticks)), from: Self.left, to: Self.right)
    let price = Scale(domain, from: Self.priceBottom, to: Self.priceTop)
    let most = max(1, path.buckets.map(\.meanVolume).filter(\.isFinite).max() ?? 1)
    let volume = Scale(0...most, from: Self.volumeBottom, to: Self.volumeTop)
    let middles = path.middles.map { x($0) }
    func points(_ value: (TickBuckets.Bucket) -> Double) -> [SVGPath.Point] {
      zip(middles, path.buckets).map { SVGPath.Point($0, value($1)) }
    }

    var drawn = axes(x, price, volume)
    let stroke = max(0.6, 0.8 * (Self.right - Self.left) / Double(max(1, path.buckets.count)))
    let stems = SVGPath.stems(points { volume($0.meanVolume) }, base: Self.volumeBottom)
    if !stems.isEmpty {
      drawn += Markup.element(
        "path", [("class", "volume"), ("stroke-width", SVGPath.number(min(12, stroke))), ("d", stems)])
    }
    drawn += Markup.path("band", SVGPath.band(points { price($0.high) }, points { price($0.low) }))
    drawn += Markup.path("line first", SVGPath.line(points { price($0.close) }))
    drawn += markers(x)
    let label =
      "\(symbol.name): price and volume over \(grouped(path.ticks)) ticks, "
      + "from \(NumberText.dollars(symbol.initialPrice)) to \(NumberText.dollars(path.lastClose)), "
      + "\(counted(news.count, "news item"))"
    return Markup.drawing(width: Self.width, height: Self.height, label: label, drawn)
  }

  private func axes(_ x: Scale, _ price: Scale, _ volume: Scale) -> String {
    let (prices, volumes) = (AxisTicks(price.domain, wanted: 4), AxisTicks(volume.domain, wanted: 2))
    let ticks = AxisTicks(x.domain, wanted: 4)
    let (start, end) = (SVGPath.number(x.from), SVGPath.number(x.to))
    let lines = prices.values.map { price($0) } + volumes.values.dropFirst().map { volume($0) }
    let stubs = ticks.values.map { "M\(SVGPath.number(x($0))) \(SVGPath.number(Self.volumeBottom))v4" }
    var text = Markup.path("grid", lines.map { "M\(start) \(SVGPath.number($0))H\(end)" }.joined())
    text += Markup.path("axis", "M\(start) \(SVGPath.number(Self.volumeBottom))H\(end)" + stubs.joined())
    for (value, label) in zip(prices.values, prices.labels) {
      text += ChartFrame.text(label, x: x.from - 4, y: price(value) + 3.5, anchor: "end")
    }
    for (value, label) in zip(volumes.values, volumes.labels) {
      text += ChartFrame.text(label, x: x.from - 4, y: volume(value) + 3.5, anchor: "end")
    }
    for (value, label) in zip(ticks.values, ticks.labels) {
      text += ChartFrame.text(label, x: x(value), y: Self.volumeBottom + 15, anchor: "middle")
    }
    text += ChartFrame.text("price, $", x: 2, y: 9, anchor: "start")
    return text + ChartFrame.text("bars: shares a tick; axis: ticks", x: x.to, y: Self.height - 2, anchor: "end")
  }

  /// News of one bucket share a marker: it cannot be told apart on the axis anyway.
  private func markers(_ x: Scale) -> String {
    var text = ""
    var rest = news[...]
    while let first = rest.first {
      let place = first.tick / symbol.path.ticksPerBucket
      let together = rest.prefix { $0.tick / symbol.path.ticksPerBucket == place }
      rest = rest.dropFirst(together.count)
      let mood = together.reduce(0) { $0 + $1.sentiment }
      let (at, y) = (SVGPath.number(x(Double(first.tick))), Self.newsPlace)
      let shape =
        mood < 0
        ? "M\(at) \(SVGPath.number(y + 4))l-4-7h8z" : "M\(at) \(SVGPath.number(y - 4))l-4 7h8z"
      var lines = together.prefix(Self.headlinesMax).map { "tick \(grouped($0.tick)): \($0.headline)" }
      if together.count > lines.count { lines.append("and \(together.count - lines.count) more") }
      text += Markup.element(
        "path", [("class", mood < 0 ? "news bad" : "news good"), ("d", shape)],
        Markup.element("title", [], Markup.escaped(lines.joined(separator: "\n"))))
    }
    return text
  }
}

/// `1 symbol`, `50 symbols`.
func counted(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }
