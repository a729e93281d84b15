import SimQuant
import Testing

struct HalfLifeTests {
  @Test func halfIsGoneAfterIt() {
    #expect(isClose(HalfLife.of(rho: -0.5), 1, 1e-15))
    #expect(isClose(HalfLife.of(rho: -0.1), 6.578813478960585, 1e-14))
  }

  @Test func whatDoesNotReturnHasNone() {
    for rho in [0, 0.1, -1, -1.5, -1e-17, .nan] { #expect(HalfLife.of(rho: rho) == nil) }
  }
}
