import SimNews
import Testing

struct DividendModelTests {
  /// Gordon's values of a share that earns 5 and pays out 40 %, clamped to 5 … 100 times the earnings.
  @Test(arguments: [
    (0.05, 0.09, 52.5), (0.07, 0.09, 107), (0.07, 0.0875, 122.2857), (0, 0.09, 25), (-0.02, 0.09, 25),
    (0.05, 0.0875, 56), (0.05, 0.0925, 49.4118),
  ])
  func oneStageIsGordonsModel(growth: Double, required: Double, expected: Double) {
    let value = 5 * DividendModel.gordon().multiple(growth: growth, payout: 0.4, requiredReturn: required)
    #expect(abs(value - expected) < 0.000_05)
  }

  /// Growth near the required return: with the standard distance the value stays finite and small, at 143.33; with
  /// none it runs into the largest multiple, and stays there when growth passes the return: no jump down.
  @Test func theDistanceOfGrowthAndReturnHasAFloor() {
    for growth in [0.075, 0.0899, 0.09, 0.2] {
      let value = 5 * DividendModel.gordon().multiple(growth: growth, payout: 0.4, requiredReturn: 0.09)
      #expect(abs(value - 2 * 1.075 / 0.015) < 1e-9, "\(growth)")
    }
    for growth in [0.0899, 0.09, 0.2] {
      let model = DividendModel.gordon(spreadMin: 0)
      #expect(5 * model.multiple(growth: growth, payout: 0.4, requiredReturn: 0.09) == 500, "\(growth)")
    }
    var stages = DividendModel()
    stages.terminalGrowth = 0.2
    #expect(abs(stages.lastGrowth(0.05, requiredReturn: 0.09) - 0.075) < 1e-12)
    #expect(stages.lastGrowth(0.05, requiredReturn: 0.09) <= 0.09 - stages.spreadMin)
  }

  /// The definition, dividend by dividend, until nothing more is worth anything.
  private func sum(_ model: DividendModel, growth: Double, payout: Double, required: Double) -> Double {
    var (dividend, discount, total) = (payout, 1.0, 0.0)
    for year in 1...4_000 {
      let rate: Double
      if year <= model.growthYears {
        rate = growth
      } else if year < model.growthYears + model.fadeYears {
        let part = Double(year - model.growthYears) / Double(model.fadeYears)
        rate = growth * (1 - part) + model.terminalGrowth * part
      } else {
        rate = model.terminalGrowth
      }
      dividend *= 1 + rate
      discount /= 1 + required
      total += dividend * discount
    }
    return total
  }

  @Test(arguments: [(5, 10), (3, 0), (0, 7), (1, 1)], [-0.05, 0, 0.03, 0.08])
  func stagesAddUpAllDividends(years: (Int, Int), growth: Double) {
    var model = DividendModel()
    (model.growthYears, model.fadeYears, model.terminalGrowth) = (years.0, years.1, 0.03)
    model.multiples = 0...1_000
    let found = model.multiple(growth: growth, payout: 0.6, requiredReturn: 0.09)
    let expected = sum(model, growth: growth, payout: 0.6, required: 0.09)
    #expect(abs(found / expected - 1) < 1e-9)
  }

  @Test func stagesOfOneGrowthAreOneStage() {
    var model = DividendModel()
    model.terminalGrowth = 0.05
    let stages = model.multiple(growth: 0.05, payout: 0.4, requiredReturn: 0.09)
    let one = DividendModel.gordon().multiple(growth: 0.05, payout: 0.4, requiredReturn: 0.09)
    #expect(abs(stages / one - 1) < 1e-12)
  }

  /// Dear with growth and payout, cheap with the rate, and never beyond the multiples.
  @Test func theValueMovesTheRightWay() {
    let model = DividendModel()
    var previous = 0.0
    for step in 0...60 {
      let multiple = model.multiple(growth: -0.1 + 0.005 * Double(step), payout: 0.5, requiredReturn: 0.09)
      #expect(multiple >= previous)
      previous = multiple
    }
    for step in 1...50 {
      let required = 0.06 + 0.002 * Double(step)
      #expect(
        model.multiple(growth: 0.05, payout: 0.5, requiredReturn: required)
          <= model.multiple(growth: 0.05, payout: 0.5, requiredReturn: required - 0.002))
    }
    #expect(model.multiple(growth: 0.05, payout: 0, requiredReturn: 0.09) == 5)
    #expect(model.multiple(growth: 0.5, payout: 1, requiredReturn: 0.03) == 100)
    #expect(model.multiple(growth: 0.05, payout: 0.8, requiredReturn: 0.09) > 10)
  }

  /// Whatever the company, its earnings make it worth what it is to be worth.
  @Test(arguments: [-0.1, 0, 0.05, 0.089], [0, 0.1, 0.4, 1])
  func earningsAreCalibrated(growth: Double, payout: Double) {
    let model = DividendModel()
    let earnings = model.earnings(worth: 4_820, growth: growth, payout: payout, requiredReturn: 0.09)
    let value = earnings * model.multiple(growth: growth, payout: payout, requiredReturn: 0.09)
    #expect(earnings > 0 && abs(value - 4_820) < 1e-9)
  }

  @Test func nonsenseTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = DividendModel().multiple(growth: 0.05, payout: 1.1, requiredReturn: 0.09)
    }
    await #expect(processExitsWith: .failure) {
      _ = DividendModel().multiple(growth: -1, payout: 0.4, requiredReturn: 0.09)
    }
  }
}
