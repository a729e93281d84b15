import SimTypes
import Testing

struct TradeRecordHashTests {
  @Test func aSingleByteHasThePublishedHash() {
    var hash = TradeRecordHash()
    #expect(hash.value == 0xcbf2_9ce4_8422_2325)
    hash.combine(byte: UInt8(ascii: "a"))
    #expect(hash.value == 0xaf63_dc4c_8601_ec8c)
  }

  @Test func aRecordIsFortyFourLittleEndianBytes() {
    var hash = TradeRecordHash()
    hash.combine(tick: 7, symbol: 0, price: 995_333, quantity: 300, buyer: 5, seller: 1)
    #expect(hash.value == 0xcb50_da57_c2da_fd43)
  }

  @Test func everyFieldCounts() {
    let fields: [[UInt64]] = [[1, 2, 3, 4, 5, 6]] + (0..<6).map { field in (0..<6).map { $0 == field ? 99 : $0 + 1 } }
    let hashes = fields.map { field in
      var hash = TradeRecordHash()
      hash.combine(
        tick: field[0], symbol: UInt32(field[1]), price: Int64(field[2]), quantity: field[3], buyer: field[4],
        seller: field[5])
      return hash.value
    }
    #expect(Set(hashes).count == 7)
  }
}
