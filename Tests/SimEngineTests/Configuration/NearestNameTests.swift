import SimEngine
import Testing

struct NearestNameTests {
  static let known = ["order_probability", "price_deviation", "min_quantity", "max_quantity", "belief"]

  @Test(arguments: [
    ("order_probabilty", "order_probability"),  // a letter missing
    ("beleif", "belief"),  // two letters swapped
    ("Price_Deviation", "price_deviation"),  // case alone
    ("mix_quantity", "min_quantity"),  // as near to max_: the earlier one
  ])
  func offersWhatWasProbablyMeant(typed: String, meant: String) {
    #expect(NearestName.of(typed, among: Self.known) == meant)
  }

  @Test func offersNothingForNonsense() {
    #expect(NearestName.of("zzz", among: Self.known) == nil)
    #expect(NearestName.of("", among: Self.known) == nil)
    #expect(NearestName.of("belief", among: []) == nil)
  }
}
