import Testing

@testable import SimAgents

struct ReactivePartsTests {
  private func objections(_ chances: [Double]) -> [ParameterObjection] {
    ReactiveParts.objections(to: chances.map { .constant($0) })
  }

  @Test func theParametersAreInTheOrderOfTheBits() {
    #expect(
      ReactiveParts.parameters.map(\.name) == [
        "threshold_buyer", "momentum_follower", "stop_loss", "trailing_stop", "take_profit", "threshold_seller",
        "news_reactor",
      ])
    #expect(ReactiveParts.groups.flatMap { $0 }.map(\.rawValue) == [1, 2, 4, 8, 16, 32, 64])
    #expect(ReactiveParts.objections(to: ReactiveParts.parameters.map(\.standard)).isEmpty)
  }

  @Test func alternativesShareADraw() {
    func parts(_ draws: [Double]) -> ReactiveParts {
      ReactiveParts.drawn([0.6, 0.4, 0.5, 0.25, 0, 1, 0.3]) { draws[$0] }
    }
    #expect(parts([0, 0, 0, 0]) == [.thresholdBuyer, .stopLoss, .thresholdSeller, .newsReactor])
    #expect(parts([0.59, 0.49, 0.99, 0.29]) == [.thresholdBuyer, .stopLoss, .thresholdSeller, .newsReactor])
    #expect(parts([0.61, 0.51, 0.5, 0.31]) == [.momentumFollower, .trailingStop, .thresholdSeller])
    #expect(parts([0.99, 0.76, 0.5, 0.5]) == [.momentumFollower, .thresholdSeller])
  }

  @Test func nobodyIsLeftWithoutAnEntryOrAnExit() {
    #expect(objections([1, 0, 1, 0, 0, 0, 0]).isEmpty)
    #expect(objections([0.1, 0.9, 0, 0, 0.3, 0.7, 0]).isEmpty)
    #expect(objections([0, 0, 0, 0, 0, 0, 1]).isEmpty)
    #expect(objections([0.2, 0, 0.5, 0.5, 0, 0, 0.9]).map(\.parameter) == ["threshold_buyer"])
    #expect(objections([1, 0, 0.5, 0.4, 0.9, 0, 0.9]).map(\.parameter) == ["stop_loss"])
    #expect(objections([0, 0, 0, 0, 0, 0, 0]).map(\.parameter) == ["threshold_buyer", "stop_loss"])
  }

  @Test func alternativesAreAtMostCertain() {
    #expect(objections([0.7, 0.4, 1, 0, 0, 0, 0]).map(\.parameter) == ["threshold_buyer"])
    #expect(objections([1, 0, 1, 0, 1, 0.1, 0]).map(\.parameter) == ["take_profit"])
  }

  @Test func probabilitiesAreNumbers() {
    var distributions = [1, 0, 1, 0, 0, 0].map { Distribution.constant($0) }
    distributions.append(.uniform(0...1))
    #expect(ReactiveParts.objections(to: distributions).map(\.parameter) == ["news_reactor"])
  }
}
