import SimAgents
import SimTestSupport
import Testing

struct AccountLayoutTests {
  private func plan(_ use: SymbolUse, row: Int, agent: Int, count: Int, symbols: [Int]) -> PopulationPlan {
    let schema = StrategySchema(
      name: "any", tier: 1, summary: "", parameters: [], ordersPerTickMax: 1, symbolUse: use)
    return PopulationPlan(
      name: "any", schema: schema, index: 0, firstRow: row, firstAgent: agent, count: count, symbols: symbols,
      cash: .constant(0), shares: .constant(0), parameters: [])
  }

  @Test func agentsWithOneAccountHaveItsNumber() {
    let layout = AccountLayout([
      plan(.one, row: 0, agent: 0, count: 4, symbols: [0, 1]), plan(.one, row: 4, agent: 4, count: 3, symbols: [0]),
    ])
    #expect(layout.agentCount == 7 && layout.accountCount == 7 && layout.singleCount == 7)
    for agent in 0..<7 {
      #expect(layout.agent(ofAccount: agent) == agent && layout.accounts(ofAgent: agent) == agent..<agent + 1)
    }
  }

  @Test func legsStandTogether() {
    let layout = AccountLayout([
      plan(.one, row: 0, agent: 0, count: 6, symbols: [0, 1]),
      plan(.pair, row: 6, agent: 6, count: 3, symbols: [0, 1]),
      plan(.all(sectorsMin: 0), row: 12, agent: 9, count: 2, symbols: [4, 2, 0]),
    ])
    #expect(layout.agentCount == 11 && layout.accountCount == 18 && layout.singleCount == 6)
    #expect(layout.accounts(ofAgent: 5) == 5..<6)
    #expect(layout.accounts(ofAgent: 6) == 6..<8 && layout.accounts(ofAgent: 8) == 10..<12)
    #expect(layout.accounts(ofAgent: 9) == 12..<15 && layout.accounts(ofAgent: 10) == 15..<18)
    var owner = 0
    for row in 0..<18 {
      while !layout.accounts(ofAgent: owner).contains(row) { owner += 1 }
      #expect(layout.agent(ofAccount: row) == owner)
    }
    #expect(AccountLayout([]).agentCount == 0)
  }

  @Test func pairsAreNeighboursInTheList() {
    let plan = plan(.pair, row: 10, agent: 8, count: 5, symbols: [3, 1, 4])
    #expect(plan.legs == 2 && plan.segments.isEmpty && plan.agents == 8..<13 && plan.rows == 10..<20)
    #expect(plan.groups.map(\.symbols) == [[3, 1], [1, 4], [4, 3]])
    #expect(plan.groups.map(\.rows) == [10..<14, 14..<18, 18..<20])
    #expect(plan.groups[1].legs(1) == 16..<18)
    #expect(plan.agents(in: 14..<18) == 10..<12)
    #expect(plan.groups(in: 12..<16).map(\.rows) == [12..<14, 14..<16])
    var accounts: [Int] = []
    plan.forEachAccount(in: 12..<18) { row, symbol in
      #expect(row == 12 + accounts.count)
      accounts.append(symbol)
    }
    #expect(accounts == [3, 1, 1, 4, 1, 4])
    // Two symbols make one pair, not the same one twice.
    #expect(self.plan(.pair, row: 0, agent: 0, count: 5, symbols: [3, 1]).groups.map(\.symbols) == [[3, 1]])
  }
}
