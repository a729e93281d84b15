import SimColumns

/// Four blocks of candles between refreshes (``WindowRefresh``), side by side.
///
///     candle      256         512         768
///                 ├ refresh … ┼ refresh … ┼ refresh …          each starts from its own window
///
/// What a block begins with is computed from the window alone, so no block waits for the one before. Where something
/// falls within a block and is refreshed in between, the four of them go one after the other.
///
/// Blocks are 2 KB apart as a rule, so every second one lies on the same lines of the first cache. Of eight blocks with
/// three columns of results, lines drove each other out, and Bollinger bands took three times as long.
struct RefreshBlocks {
  typealias Lanes = SIMD4<Double>
  typealias Mask = SIMDMask<SIMD4<Int64>>
  let distance: Int  // places from one block to the next
  var span: Int { Lanes.scalarCount * distance }
  private let period: Int
  private var resume = 0  // the first place behind blocks that went one after the other

  init(period: Int) {
    self.period = period
    distance = WindowRefresh.next(after: 0, period: period)
  }

  /// Whether four whole blocks begin at `place`.
  func fit(candle: Int, _ place: Int, of count: Int) -> Bool {
    place >= resume && (candle + place) % distance == 0 && candle + place >= period && count - place >= span
  }

  /// Blocks that begin before the end of those at `place` do not fit from now on.
  mutating func avoid(_ place: Int) { resume = place + span }

  @inline(__always) static func load(_ values: ColumnView<Double>, _ place: Int, distance: Int) -> Lanes {
    Lanes(values[place], values[place &+ distance], values[place &+ 2 &* distance], values[place &+ 3 &* distance])
  }

  @inline(__always) static func store(_ lanes: Lanes, _ values: ColumnView<Double>, _ place: Int, distance: Int) {
    values[place] = lanes[0]
    values[place &+ distance] = lanes[1]
    values[place &+ 2 &* distance] = lanes[2]
    values[place &+ 3 &* distance] = lanes[3]
  }

  /// Asks for the same places of the next four blocks, a cache line at a time: the processor fetches a column ahead from
  /// one end to the other on its own, but not two blocks of one page in turn.
  @inline(__always) static func prefetchNext(_ values: ColumnView<Double>, _ place: Int, distance: Int) {
    guard place % 8 == 0 else { return }
    for block in 4..<8 { values.prefetch(place &+ block &* distance) }
  }
}
