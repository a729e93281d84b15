/// Eight blocks of candles between refreshes (``WindowRefresh``), side by side.
///
///     candle      256         512         768
///                 ├ refresh … ┼ refresh … ┼ refresh …          each starts from its own window
///
/// What a block begins with is computed from the window alone, so no block waits for the one before. Where something
/// falls within a block and is refreshed in between, the eight of them go one after the other.
struct RefreshBlocks {
  let distance: Int  // places from one block to the next
  var span: Int { Stretches.count * distance }
  private let period: Int
  private var resume = 0  // the first place behind blocks that went one after the other

  init(period: Int) {
    self.period = period
    distance = WindowRefresh.next(after: 0, period: period)
  }

  /// Whether eight whole blocks begin at `place`.
  func fit(candle: Int, _ place: Int, of count: Int) -> Bool {
    place >= resume && (candle + place) % distance == 0 && candle + place >= period && count - place >= span
  }

  /// Blocks that begin before the end of those at `place` do not fit from now on.
  mutating func avoid(_ place: Int) { resume = place + span }
}
