// A large order file for `qtg match`, on standard output; the same arguments give the same bytes.
//
//     order-file ROWS RESTING SYMBOLS ROWS_PER_TIME
//
// Once half of RESTING orders are there, about a third of the rows cancel one of them, which may have traded by then; a
// tenth are market orders; the others are limits up to 10 dollars from 100, so that up to RESTING orders wait, deep on
// both sides.

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
guard arguments.count == 4, arguments.allSatisfy({ $0 > 0 }) else {
  fatalError("usage: order-file ROWS RESTING SYMBOLS ROWS_PER_TIME")
}
let (rows, restingMax, symbols, rowsPerTime) = (arguments[0], arguments[1], arguments[2], arguments[3])

/// SplitMix64 (G. Steele, D. Lea, C. Flood, 2014).
struct Words: RandomNumberGenerator {
  var state: UInt64 = 42
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }
}

var words = Words()
func draw(_ range: Range<Int>) -> Int { Int.random(in: range, using: &words) }

var resting: [(id: Int, agent: Int, symbol: Int)] = []
var id = 0
print("time,id,agent,symbol,side,type,price,quantity,tif")
for row in 0..<rows {
  let time = row / rowsPerTime
  let kind = draw(0..<100)
  if resting.count >= restingMax || kind < 35 && resting.count > restingMax / 2 {
    let place = draw(0..<resting.count)
    let order = resting[place]
    resting[place] = resting[resting.count - 1]
    resting.removeLast()
    print("\(time),\(order.id),\(order.agent),S\(order.symbol),,cancel,,,")
    continue
  }
  id += 1
  let (agent, symbol, quantity) = (draw(1..<5_001), draw(0..<symbols), draw(1..<201))
  let isBid = draw(0..<2) == 0
  let side = isBid ? "buy" : "sell"
  if kind >= 90 {
    print("\(time),\(id),\(agent),S\(symbol),\(side),market,,\(quantity),ioc")
    continue
  }
  let away = draw(1..<1_001)  // cents
  let price = isBid ? 10_000 - away : 10_000 + away
  let cents = price % 100
  print(
    "\(time),\(id),\(agent),S\(symbol),\(side),limit,\(price / 100).\(cents < 10 ? "0" : "")\(cents),\(quantity),gtc")
  resting.append((id, agent, symbol))
}
