/// One stream of a run: all draws of one seed for one purpose, addressed by (row, tick, block).
///
///     key      k1:k0 = mix(mix(seed + γ) ⊕ purpose)         mix, γ: SplitMix64's
///     counter  c0 = row    c1 = 0    c2 = tick    c3 = block
///
/// A row's draws depend on that row, the tick and the key, and on nothing else: not on how many other rows there are,
/// nor on the order in which rows are visited. `mix` is one-to-one, so two purposes of one seed never have the same
/// key, nor have two seeds for one purpose; mixing twice makes keys of neighbouring seeds and purposes unrelated.
@frozen public struct StreamKey: Sendable, Equatable {
  public let philox: Philox4x32.Key

  @inlinable public init(seed: UInt64, purpose: StreamPurpose) {
    // The step first, because `mix` leaves zero alone, and zero is the most likely seed.
    let mixed = SplitMix64.mix(SplitMix64.mix(seed &+ SplitMix64.step) ^ UInt64(purpose.rawValue))
    philox = Philox4x32.Key(
      low: UInt32(truncatingIfNeeded: mixed), high: UInt32(truncatingIfNeeded: mixed &>> 32))
  }

  /// The four words of one block.
  @inlinable public func words(row: UInt32, tick: UInt32, block: UInt32 = 0) -> SIMD4<UInt32> {
    Philox4x32.block(SIMD4(row, 0, tick, block), key: philox)
  }

  /// Eight rows at once: lane `i` is `words(row: rows[i], tick: tick, block: block)`, bit for bit. Rows may be any, in
  /// any order.
  @inlinable @inline(__always)
  public func words8(rows: SIMD8<UInt32>, tick: UInt32, block: UInt32 = 0) -> Philox4x32.Block8 {
    Philox4x32.blocks8(
      rows, SIMD8(repeating: 0), SIMD8(repeating: tick), SIMD8(repeating: block), key: philox)
  }
}
