import SimNews
import Testing

struct CompanyTableTests {
  @Test func everyColumnHoldsItsOwn() {
    var companies = NewsFixture.companies(2)
    (companies[1].growth, companies[1].payout) = (0.02, 0.7)
    let model = DividendModel()
    let table = CompanyTable(companies, model: model, macro: MacroEnvironment())
    let view = table.view
    #expect(view.count == 2)
    #expect(view.sector.array() == [0, 1])
    #expect(view.growth.array() == [0.05, 0.02] && view.homeGrowth.array() == [0.05, 0.02])
    #expect(view.payout.array() == [0.4, 0.7])
    #expect(view.value.array() == [2_000, 2_750])
    let multiple = model.multiple(growth: 0.02, payout: 0.7, requiredReturn: 0.09)
    #expect(abs(view.earnings[1] * multiple - 2_750) < 1e-9)
  }

  @Test func whatTheLoadingsLeaveIsTheCompanysOwn() {
    var company = Company(initialTicks: 100, sector: 0)
    (company.marketLoading, company.sectorLoading) = (0.6, 0.8)
    #expect(company.ownLoading < 1e-7)
    (company.marketLoading, company.sectorLoading) = (0, 0)
    #expect(company.ownLoading == 1)
  }
}
