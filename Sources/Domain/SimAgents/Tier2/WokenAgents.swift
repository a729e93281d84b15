import SimColumns

/// The woken agents of a chunk, in row order, and what each is told.
public struct WokenAgents: Sendable {
  public let rows: ColumnView<Int32>  // of the population
  public let reasons: ColumnView<WakeReasons>
  let columns: WakeColumns
  let chunk: Int
  let firstAgent: Int  // account row of the population's first agent

  public var count: Int { rows.count }

  /// Tells one after the other why it woke, and where the price of its symbol is and was.
  @inline(__always) public func forEach(_ body: (_ call: WakeCall) -> Void) {
    var place = 0
    for number in Int(columns.firstPiece[chunk])..<Int(columns.firstPiece[chunk &+ 1]) {
      let piece = columns.pieces[number]
      let (symbol, end) = (Int(piece.symbol), piece.endRow)
      let (price, before) = (columns.price[number], columns.before[number])
      while place < rows.count, rows[place] < end {
        let row = Int(rows[place])
        body(
          WakeCall(
            place: place, row: row, agent: row &+ firstAgent, symbol: symbol, price: price, before: before,
            reasons: reasons[place]))
        place &+= 1
      }
    }
  }
}

/// What a woken agent is told: the light context of tier 2.
@frozen public struct WakeCall: Sendable {
  public let place: Int  // in the list of the woken
  public let row: Int  // of the population: the row in its strategy's columns
  public let agent: Int  // account row
  public let symbol: Int
  public let price, before: Int32  // ticks: at this scan and at the one before; equal at the start
  public let reasons: WakeReasons
}
