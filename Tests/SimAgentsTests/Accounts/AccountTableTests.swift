import SimAgents
import Testing

struct AccountTableTests {
  struct Recipe: BitwiseCopyable, Sendable, Equatable {
    var a, b, c, d, e, f, g: Int32
  }

  /// Every field of every row gets a value of its own; whichever overlapped another would lose its value.
  @Test func noFieldOverlapsAnother() {
    let table = AccountTable(count: 5)
    let view = table.view
    let recipes = view.strategySpace.rebound(to: Recipe.self)
    func value(_ row: Int, _ field: Int) -> Int64 { Int64(row * 100 + field + 1) << 20 }
    func short(_ row: Int, _ field: Int) -> Int32 { Int32(value(row, field)) }
    for row in 0..<5 {
      view.cash[row] = value(row, 0) << 24
      view.freeCash[row] = value(row, 1) << 24
      view.realised[row] = value(row, 2) << 24
      view.cost[row] = value(row, 3) << 24
      view.quantity[row] = short(row, 4)
      view.freeShares[row] = short(row, 5)
      view.symbol[row] = short(row, 6)
      view.orders[row] = UInt32(short(row, 7))
      view.fills[row] = UInt32(short(row, 8))
      view.rejected[row] = UInt32(short(row, 9))
      recipes[row] = Recipe(
        a: short(row, 10), b: short(row, 11), c: short(row, 12), d: short(row, 13), e: short(row, 14),
        f: short(row, 15), g: short(row, 16))
    }
    for row in 0..<5 {
      #expect(
        [view.cash[row], view.freeCash[row], view.realised[row], view.cost[row]] == (0..<4).map { value(row, $0) << 24 }
      )
      #expect([view.quantity[row], view.freeShares[row], view.symbol[row]] == (4..<7).map { short(row, $0) })
      #expect([view.orders[row], view.fills[row], view.rejected[row]] == (7..<10).map { UInt32(short(row, $0)) })
      let recipe = recipes[row]
      #expect(
        [recipe.a, recipe.b, recipe.c, recipe.d, recipe.e, recipe.f, recipe.g] == (10..<17).map { short(row, $0) })
    }
  }

  @Test func aRecipeThatIsTooLargeTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = AccountTable(count: 1).view.strategySpace.rebound(to: SIMD8<Int32>.self)
    }
  }
}
