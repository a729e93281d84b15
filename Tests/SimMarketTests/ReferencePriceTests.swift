import SimMarket
import SimTypes
import Testing

struct ReferencePriceTests {
  @Test func itIsTheMiddleOfABookThatLivesOn() {
    let table = SymbolTable(initialTicks: [1_000, 1_000], tickSize: .cent, mechanisms: [.call, .continuous])
    let symbols = table.view
    for symbol in 0..<2 { #expect(symbols.reference(symbol) == 1_000) }
    for symbol in 0..<2 { (symbols.bid[symbol], symbols.ask[symbol]) = (1_010, 1_013) }
    #expect(symbols.reference(0) == 1_000 && symbols.reference(1) == 1_011.5)
    symbols.ask[1] = 0  // nobody sells
    #expect(symbols.reference(1) == 1_000)
  }
}
