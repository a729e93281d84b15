import Foundation
import SimColumns
import SimNews
import Testing

struct FairValueStepTests {
  @Test func publishedValuesStandOnTheGridWithinTheRange() {
    let value = Column<Double>([4_820, 4_820, 1.5, 2e9, 1])
    let deviation = Column<Double>([0, 0.01, -2, 0, 0.25])
    let fair = Column<Double>(count: 5, filledWith: 0)
    FairValueStep.publish(5, value: value.view, deviation: deviation.view, fair: fair.view)
    #expect(fair.view[0] == 4_820)
    #expect(abs(fair.view[1] - 4_820 * exp(0.01)) <= 0.5 / 1_024)
    #expect(fair.view[2] == 1)  // never below a tick
    #expect(fair.view[3] == 1_073_741_824)
    for row in 0..<5 { #expect((fair.view[row] * 1_024).rounded() == fair.view[row] * 1_024) }
  }

  @Test func theLimitIsTenfold() { #expect(abs(exp(FairValueStep.deviationMax) - 10) < 1e-12) }
}
