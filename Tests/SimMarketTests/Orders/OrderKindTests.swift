import SimMarket
import Testing

struct OrderKindTests {
  @Test func everyKindIsToldFromTheOthersInEverySlot() {
    for slot in 0..<OrderKind.slotsMax {
      let (rests, cancels) = (OrderKind.resting(slot: slot), OrderKind.cancel(slot: slot))
      #expect(rests.rests && !rests.isCancel && rests.usesSlot && rests.slot == slot)
      #expect(rests.lifetime == .goodTillCancelled)
      #expect(!cancels.rests && cancels.isCancel && cancels.usesSlot && cancels.slot == slot)
    }
    for kind in [OrderKind.thisTick, .fillOrKill] { #expect(!kind.rests && !kind.isCancel && !kind.usesSlot) }
    #expect(OrderKind.thisTick.lifetime == .immediateOrCancel && OrderKind.fillOrKill.lifetime == .fillOrKill)
    let all = (0..<OrderKind.slotsMax).flatMap { [OrderKind.resting(slot: $0), .cancel(slot: $0)] }
    #expect(Set(all + [.thisTick, .fillOrKill]).count == 2 * OrderKind.slotsMax + 2)
  }

  @Test func aSideIsNoEvent() {
    #expect(SlotEvents.sells.isDisjoint(with: .anything))
    for event in [SlotEvents.rested, .filled, .cancelled, .selfTrade] { #expect(SlotEvents.anything.contains(event)) }
  }
}
