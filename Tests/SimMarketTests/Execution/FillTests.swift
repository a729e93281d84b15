import SimMarket
import SimTypes
import Testing

struct FillTests {
  private func fill(_ side: Side, _ price: Int32, doubled reference: Int32) -> Fill {
    Fill(side: side, price: price, quantity: 5, doubledReference: reference, isAggressor: true)
  }

  @Test func whatIsWorseIsPositiveOnBothSides() {
    #expect(fill(.buy, 101, doubled: 201).doubledSlippage == 1)  // the middle was 100.5
    #expect(fill(.sell, 100, doubled: 201).doubledSlippage == 1)
    #expect(fill(.buy, 100, doubled: 201).doubledSlippage == -1)
    #expect(fill(.buy, 1_014, doubled: 2_000).slippageBasisPoints == 140)
  }

  @Test func withoutAReferenceThereIsNoSlippage() {
    #expect(fill(.buy, 101, doubled: 0).doubledSlippage == nil)
    #expect(fill(.buy, 101, doubled: 0).slippageBasisPoints == nil)
  }
}
