import SimMarket
import SimTypes

/// A row of an order file, checked.
struct OrderRow {
  enum Action {
    case enter  // a new order
    case cancel
    case replace  // the named order gets another price and quantity
  }

  var action: Action
  var time: Int64
  var id: Int64  // as `MixedNames` has it; of the order to cancel or to replace
  var agent: Int32
  var symbol: Int32  // index in order of first appearance
  var side = Side.buy
  var price: Int32 = 0  // ticks; `OrderBoxes.marketBuy` or `marketSell`
  var quantity: Int32 = 0  // shares
  var lifetime = TimeInForce.goodTillCancelled
}
