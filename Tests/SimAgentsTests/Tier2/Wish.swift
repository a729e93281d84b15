import SimAgents

/// What an agent of the tests waits for, spelled out.
struct Wish: Equatable {
  struct Level: Equatable {
    var price: Int32
    var stands = false
    var orAlready = false
  }
  enum Time: Equatable {
    case at(UInt32)
    case every(UInt32, from: UInt32)
  }
  var below: Level?
  var above: Level?
  var time: Time?
  var news: NewsScopes = []

  var conditions: WakeConditions {
    var conditions = WakeConditions()
    if let below { conditions.whenBelow(below.price, stands: below.stands, orAlready: below.orAlready) }
    if let above { conditions.whenAbove(above.price, stands: above.stands, orAlready: above.orAlready) }
    switch time {
    case .at(let tick): conditions.at(tick)
    case .every(let interval, let start): conditions.every(interval, from: start)
    case nil: break
    }
    conditions.onNews(news)
    return conditions
  }
}
