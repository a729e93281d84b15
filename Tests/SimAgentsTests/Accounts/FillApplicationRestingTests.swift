import SimAgents
import SimMarket
import SimRandom
import SimTypes
import Testing

/// Money and shares through resting, filling, replacing and cancelling. Everybody starts with 100 dollars and 10 shares.
struct FillApplicationRestingTests {
  typealias Message = RestingBench.Message

  @Test(arguments: Mechanism.allCases) func aRestingOrderHoldsWhatItNeedsUntilItIsGone(mechanism: Mechanism) {
    let bench = RestingBench(mechanism)
    bench.tick([Message(0, .buy, 900, 5, .resting(slot: 0)), Message(1, .sell, 1_100, 4, .resting(slot: 1))])
    #expect(bench.purse(0) == .init(100, free: 55, 10, free: 10))
    #expect(bench.purse(1) == .init(100, free: 100, 10, free: 6))
    bench.tick([])
    #expect(bench.purse(0) == .init(100, free: 55, 10, free: 10))
    bench.tick([Message(0, .buy, 900, 2, .resting(slot: 0)), .cancel(1, slot: 1)])
    #expect(bench.purse(0) == .init(100, free: 82, 10, free: 10))
    #expect(bench.purse(1) == .init(100, free: 100, 10, free: 10))
    bench.tick([.cancel(0, slot: 0)])
    #expect(bench.purse(0) == .init(100, free: 100, 10, free: 10) && bench.filledOrders == 0)
  }

  /// Slots at the edges of words and of the blocks they are settled in, alone and side by side.
  @Test(arguments: [3, 4, 5, 21, 300], [1, 7])
  func everySlotIsToldOnceAndForgotten(agents: Int, step: Int) {
    let bench = RestingBench(agents: agents)
    let senders = (0..<agents).filter { $0 % step == 0 || $0 == agents - 1 }.suffix(60)
    bench.tick(senders.map { Message($0, .buy, 900, 1, .resting(slot: $0 % 2)) })
    let (boxes, accounts) = (bench.boxes.view, bench.accounts.view)
    for agent in 0..<agents {
      let sent = senders.contains(agent)
      for slot in 0..<2 {
        let row = 2 * agent + slot
        #expect(boxes.slotNews[row] == (sent && agent % 2 == slot ? .rested : []), "slot \(row)")
        #expect(boxes.slotEvents[row].isDisjoint(with: .anything), "slot \(row)")
      }
      #expect(accounts.freeCash[agent] == (sent ? 91_0000 : 100_0000), "agent \(agent)")
    }
    bench.tick([])
    #expect((0..<2 * agents).allSatisfy { boxes.slotNews[$0].isEmpty })
  }

  /// 5 at 9.00 dollars, two of them sold to at once and three later: in a book at the bid, in an auction at its price.
  @Test func aRestingBidIsFilledInParts() {
    let bench = RestingBench()
    bench.tick([Message(0, .buy, 900, 5, .resting(slot: 0))])
    bench.tick([Message(1, .sell, 800, 2, .thisTick)])
    #expect(bench.filledOrders == 2 && bench.left(0, slot: 0) == 3)
    #expect(bench.purse(0) == .init(82, free: 55, 12, free: 12))
    #expect(bench.purse(1) == .init(118, free: 118, 8, free: 8))
    bench.tick([Message(1, .sell, 900, 3, .thisTick)])
    #expect(bench.purse(0) == .init(55, free: 55, 15, free: 15) && bench.left(0, slot: 0) == 0)
    #expect(bench.accounts.view.fills[0] == 2 && bench.accounts.view.cost[0] == 145_0000)
  }

  @Test func aRestingSaleRealisesItsProfit() {
    let bench = RestingBench()
    bench.tick([Message(0, .sell, 1_200, 4, .resting(slot: 1))])
    bench.tick([Message(1, .buy, 1_300, 3, .thisTick)])
    #expect(bench.purse(0) == .init(136, free: 136, 7, free: 6))
    #expect(bench.accounts.view.realised[0] == 6_0000)
    #expect(bench.purse(1) == .init(64, free: 64, 13, free: 13))
  }

  /// The auction's price is better than the limit: what was held beyond it is free again.
  @Test func inAnAuctionARestingBidPaysTheAuctionsPrice() {
    let bench = RestingBench(.call)
    bench.tick([Message(0, .buy, 900, 10, .resting(slot: 0))])
    bench.tick([Message(1, .sell, 700, 10, .thisTick), Message(2, .buy, 700, 5, .thisTick)])
    // 15 wanted at 7.00, 10 offered; at any price above there are 10 for 10, and 9.00 is the nearest to 10.00.
    #expect(bench.tape.view.price[0] == 900)
    #expect(bench.purse(0) == .init(10, free: 10, 20, free: 20))
    bench.tick([Message(0, .buy, 400, 2, .resting(slot: 0))])
    bench.tick([Message(1, .buy, 300, 4, .thisTick), Message(2, .sell, 300, 4, .thisTick)])
    // 2 left over for the second of the bids at 3.00; nobody pays more than that price.
    #expect(bench.tape.view.price[0] == 300)
    #expect(bench.purse(0) == .init(4, free: 4, 22, free: 22))
  }

  /// One order, three prices.
  @Test func anOrderPaysEachRestingPrice() {
    let bench = RestingBench()
    bench.tick([
      Message(0, .sell, 1_000, 1, .resting(slot: 0)), Message(0, .sell, 1_100, 2, .resting(slot: 1)),
      Message(1, .sell, 1_200, 5, .resting(slot: 0)),
    ])
    bench.tick([Message(2, .buy, 1_200, 4, .resting(slot: 0))])
    #expect(bench.purse(2) == .init(56, free: 56, 14, free: 14))  // 10 + 22 + 12
    #expect(bench.purse(0) == .init(132, free: 132, 7, free: 7) && bench.purse(1) == .init(112, free: 112, 9, free: 5))
  }

  @Test func anOrderKeptFromItsOwnerFreesWhatItHeld() {
    let bench = RestingBench()
    bench.tick([Message(0, .sell, 1_000, 3, .resting(slot: 0))])
    bench.tick([Message(0, .buy, 1_000, 5, .thisTick)])
    #expect(bench.purse(0) == .init(100, free: 100, 10, free: 10))
    #expect(bench.left(0, slot: 0) == 0)
    let auction = RestingBench(.call)
    auction.tick([Message(0, .sell, 1_000, 3, .resting(slot: 0))])
    auction.tick([Message(0, .buy, 1_000, 5, .thisTick)])
    #expect(auction.purse(0) == .init(100, free: 100, 10, free: 10))
    #expect(auction.left(0, slot: 0) == 0)
  }

  /// Random orders of every kind, many beyond what their senders own: after each tick all cash and shares are there,
  /// nobody owes anything, and what is not free is what the resting orders need.
  @Test(arguments: Mechanism.allCases) func pursesAddUpThroughRandomTicks(mechanism: Mechanism) {
    let bench = RestingBench(mechanism, agents: 5)
    let view = bench.accounts.view
    var stream = RowStream(StreamKey(seed: 51, purpose: .spawn), row: UInt32(mechanism.rawValue), tick: 0)
    var (fills, refused) = (0, 0)
    for tick in 0..<2_000 {
      var messages: [Message] = []
      for agent in 0..<5 {
        func order(_ kind: OrderKind) {
          messages.append(
            Message(
              agent, stream.bounded(2) == 0 ? .buy : .sell, 995 + Int32(stream.bounded(10)),
              Int32(stream.bounded(6)) + 1, kind))
        }
        for slot in 0..<2 {
          switch stream.bounded(5) {
          case 0, 1: order(.resting(slot: slot))
          case 2: messages.append(.cancel(agent, slot: slot))
          default: break
          }
        }
        for _ in 0..<stream.bounded(3) { order(stream.bounded(3) == 0 ? .fillOrKill : .thisTick) }
      }
      refused += bench.tick(messages).count { !$0 }
      fills += bench.filledOrders
      #expect(view.cash.array().reduce(0, +) == 5 * 100_0000, "tick \(tick)")
      #expect(view.quantity.array().reduce(0, +) == 50, "tick \(tick)")
      for agent in 0..<5 {
        var (cash, shares) = (Int64(0), Int32(0))
        for slot in 2 * agent..<2 * agent + 2 where bench.resting.view.quantity[slot] > 0 {
          #expect(bench.resting.view.owner[slot] == Int32(agent))
          if bench.boxes.view.slotEvents[slot].contains(.sells) {
            shares += bench.resting.view.quantity[slot]
          } else {
            cash += Int64(bench.resting.view.price[slot]) * Int64(bench.resting.view.quantity[slot]) * 100
          }
        }
        #expect(view.cash[agent] - view.freeCash[agent] == cash, "tick \(tick), agent \(agent)")
        #expect(view.quantity[agent] - view.freeShares[agent] == shares, "tick \(tick), agent \(agent)")
        #expect(view.freeCash[agent] >= 0 && view.freeShares[agent] >= 0, "tick \(tick), agent \(agent)")
      }
    }
    #expect(fills > 500 && refused > 200)
  }
}
