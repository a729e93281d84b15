/// FNV-1a over the trade log: the portable fingerprint two trade logs are compared by.
///
///     record = tick u64 · symbol u32 · price i64 · quantity u64 · buyer u64 · seller u64     44 bytes, little endian
///
/// A byte at a time, so slow (about 50 ns a record): for exported logs and tests. The engine's own state hash is
/// ``StateHasher``.
/// - Source: Fowler, Noll, Vo; basis and prime of the 64-bit variant.
public struct TradeRecordHash: Sendable {
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
  public init() {}

  public mutating func combine(byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  /// - Parameter price: money per share at 1/10,000 dollar.
  public mutating func combine(
    tick: UInt64, symbol: UInt32, price: Int64, quantity: UInt64, buyer: UInt64, seller: UInt64
  ) {
    combine(little: tick, bytes: 8)
    combine(little: UInt64(symbol), bytes: 4)
    combine(little: UInt64(bitPattern: price), bytes: 8)
    combine(little: quantity, bytes: 8)
    combine(little: buyer, bytes: 8)
    combine(little: seller, bytes: 8)
  }

  private mutating func combine(little word: UInt64, bytes: Int) {
    for byte in 0..<bytes { combine(byte: UInt8(truncatingIfNeeded: word >> UInt64(8 * byte))) }
  }
}
