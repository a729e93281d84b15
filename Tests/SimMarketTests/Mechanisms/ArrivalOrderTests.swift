import SimColumns
import SimRandom
import Testing

@testable import SimMarket

struct ArrivalOrderTests {
  private let key = StreamKey(seed: 8, purpose: .auctionPriority)

  /// Counts on both sides of a vector's and a bucket count's edge, up to all there is room for.
  static let counts = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 500, 4_000]

  /// The definition: names by their sender's draw, then by name. A few senders send most of the orders.
  @Test(arguments: counts, [2, 40, 100_000])
  func isTheSortedOrderOfTheDraws(count: Int, senders: Int) {
    let order = ArrivalOrder(capacity: 4_000)
    var random = SplitMix64(state: UInt64(count + senders))
    for tick in [0, 1, UInt32.max] {
      let agents = Column<Int32>((0..<4_000).map { _ in Int32(random.next() >> 33) % Int32(senders) })
      order.draw(key, tick: tick, count: count, sender: { agents.view[$0] }, name: { 2 * Int32($0) + 7 })
      let expected = (0..<count).sorted { left, right in
        let draws = [left, right].map { row in key.words(row: UInt32(agents.view[row]), tick: tick)[0] }
        return draws[0] == draws[1] ? left < right : draws[0] < draws[1]
      }
      #expect((0..<count).map { order[$0] } == expected.map { 2 * $0 + 7 })
    }
  }
}
