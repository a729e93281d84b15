import SimTestSupport
import SimTypes
import Testing

@testable import SimMarket

/// Random operations on a book: what a test needs to know about a flow, and nothing that favours one outcome.
///
/// A slot is drawn. If it is free an order is sent that may rest there, else the order in it is cancelled, made smaller
/// or replaced; so a book fills up to a balance of its own. Now and then a free slot is cancelled too, which is allowed.
struct BookFlow: Sendable, CustomTestStringConvertible {
  var name: String
  var prices: ClosedRange<Int32>
  var slots: Int
  var owners: Int32
  var quantityMax: Int32 = 20
  /// Of 100 orders, those that rest if they can.
  var restingPercent = 60
  /// One order in 16 is this many times as large, to sweep many levels.
  var sweep: Int32 = 10
  /// The book is filled for so many operations, then emptied for as many; nil: neither.
  var turn: Int?

  var testDescription: String { name }

  /// - Parameter step: how many operations came before.
  func next(_ step: Int, _ book: CheckedBook, _ random: inout TestGenerator) -> CheckedBook.Operation {
    let isEmptying = turn.map { step / $0 % 2 == 1 } ?? false
    let slot = book.slots[Int(random.next(upperBound: UInt64(book.slots.count)))]
    let left = book.orders.quantity[slot]
    let roll = Int(random.next(upperBound: UInt64(100)))
    if left > 0 {
      if isEmptying || roll < 40 { return .cancel(slot: slot) }
      if roll < 55 { return .shrink(slot: slot, to: 1 + Int32(random.next(upperBound: UInt64(left)))) }
      let price = roll < 75 ? book.orders.price[slot] : price(&random)
      return .replace(slot: slot, price: price, quantity: quantity(&random))
    }
    if roll < 3 { return .cancel(slot: slot) }
    if roll < 5 { return .replace(slot: slot, price: price(&random), quantity: quantity(&random)) }
    var order = IncomingOrder(
      side: random.next() & 1 == 0 ? .buy : .sell, price: price(&random), quantity: quantity(&random),
      owner: Int32(random.next(upperBound: UInt64(owners))), lifetime: .goodTillCancelled)
    if Int(random.next(upperBound: UInt64(100))) >= (isEmptying ? 0 : restingPercent) {
      switch random.next(upperBound: UInt64(3)) {
      case 0: order.lifetime = .immediateOrCancel
      case 1: order.lifetime = .fillOrKill
      default:
        order.price = order.side == .buy ? OrderBoxes.marketBuy : OrderBoxes.marketSell
        order.lifetime = TimeInForce.allCases[Int(random.next(upperBound: UInt64(3)))]
      }
    }
    return .submit(order, slot: slot)
  }

  private func price(_ random: inout TestGenerator) -> Int32 {
    prices.lowerBound + Int32(random.next(upperBound: UInt64(prices.upperBound - prices.lowerBound) + 1))
  }

  private func quantity(_ random: inout TestGenerator) -> Int32 {
    let quantity = 1 + Int32(random.next(upperBound: UInt64(quantityMax)))
    return random.next() & 15 == 0 ? quantity * sweep : quantity
  }
}
