/// Philox4x32-10: a keyed mixing of a 128-bit counter into four random words.
///
/// There is no state to step. Block `counter` of stream `key` is a pure function of the two, so any block can be had in
/// any order, on any core, eight at a time, and is the same block. One round, repeated ten times:
///
///     c0 ──× 0xD2511F53──┬─ high ─────⊕ c3 ⊕ k1 ──▶ c2'         k0 += 0x9E3779B9   (golden ratio)
///                        └─ low ──────────────────▶ c3'         k1 += 0xBB67AE85   (√3 − 1)
///     c2 ──× 0xCD9E8D57──┬─ high ─────⊕ c1 ⊕ k0 ──▶ c0'         between rounds
///                        └─ low ──────────────────▶ c1'
///
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
/// Ten rounds pass TestU01's BigCrush; seven are the fewest that do.
public enum Philox4x32 {
  @frozen public struct Key: Sendable, Equatable {
    public var low: UInt32
    public var high: UInt32

    @inlinable public init(low: UInt32, high: UInt32) {
      self.low = low
      self.high = high
    }
  }

  /// Eight blocks, transposed: lane `i` of `w0 ... w3` is block `i`.
  @frozen public struct Block8: Sendable, Equatable {
    public var w0, w1, w2, w3: SIMD8<UInt32>

    @inlinable public init(w0: SIMD8<UInt32>, w1: SIMD8<UInt32>, w2: SIMD8<UInt32>, w3: SIMD8<UInt32>) {
      self.w0 = w0
      self.w1 = w1
      self.w2 = w2
      self.w3 = w3
    }
  }

  /// The definition: the four words of one block. Read this one first.
  @inlinable public static func block(_ counter: SIMD4<UInt32>, key: Key) -> SIMD4<UInt32> {
    var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
    var key = key
    for _ in 0..<roundCount {
      let product0 = c0.multipliedFullWidth(by: multiplier0)
      let product2 = c2.multipliedFullWidth(by: multiplier2)
      c0 = product2.high ^ c1 ^ key.low
      c1 = product2.low
      c2 = product0.high ^ c3 ^ key.high
      c3 = product0.low
      key.low &+= keyStepLow
      key.high &+= keyStepHigh
    }
    return SIMD4(c0, c1, c2, c3)
  }

  /// Eight blocks at once: lane `i` is `block([c0[i], c1[i], c2[i], c3[i]], key: key)`, bit for bit.
  ///
  /// - Complexity: about 190 vector instructions of 256 bits for the eight blocks, no branch, no memory but the result.
  @inlinable @inline(__always)
  public static func blocks8(
    _ c0: SIMD8<UInt32>, _ c1: SIMD8<UInt32>, _ c2: SIMD8<UInt32>, _ c3: SIMD8<UInt32>, key: Key
  ) -> Block8 {
    let low = blocks4(c0.lowHalf, c1.lowHalf, c2.lowHalf, c3.lowHalf, key: key)
    let high = blocks4(c0.highHalf, c1.highHalf, c2.highHalf, c3.highHalf, key: key)
    return Block8(
      w0: SIMD8(lowHalf: SIMD4(truncatingIfNeeded: low.w0), highHalf: SIMD4(truncatingIfNeeded: high.w0)),
      w1: SIMD8(lowHalf: SIMD4(truncatingIfNeeded: low.w1), highHalf: SIMD4(truncatingIfNeeded: high.w1)),
      w2: SIMD8(lowHalf: SIMD4(truncatingIfNeeded: low.w2), highHalf: SIMD4(truncatingIfNeeded: high.w2)),
      w3: SIMD8(lowHalf: SIMD4(truncatingIfNeeded: low.w3), highHalf: SIMD4(truncatingIfNeeded: high.w3)))
  }

  /// Four blocks in flight. Every word rides in the low half of a 64-bit lane, because the vector product (`vpmuludq`)
  /// reads low halves and fills the whole lane. High halves go dirty: only a fresh product's is ever read.
  @usableFromInline typealias Wide4 = (w0: SIMD4<UInt64>, w1: SIMD4<UInt64>, w2: SIMD4<UInt64>, w3: SIMD4<UInt64>)

  @inlinable @inline(__always)
  static func blocks4(
    _ c0: SIMD4<UInt32>, _ c1: SIMD4<UInt32>, _ c2: SIMD4<UInt32>, _ c3: SIMD4<UInt32>, key: Key
  ) -> Wide4 {
    var words: Wide4 = (
      SIMD4(truncatingIfNeeded: c0), SIMD4(truncatingIfNeeded: c1), SIMD4(truncatingIfNeeded: c2),
      SIMD4(truncatingIfNeeded: c3)
    )
    var key = key
    // Ten lines and not a loop: the compiler leaves a loop rolled up, and then spills the words every round.
    round4(&words, &key)
    round4(&words, &key)
    round4(&words, &key)
    round4(&words, &key)
    round4(&words, &key)
    round4(&words, &key)
    round4(&words, &key)
    round4(&words, &key)
    round4(&words, &key)
    round4(&words, &key)
    return words
  }

  @inlinable @inline(__always)
  static func round4(_ words: inout Wide4, _ key: inout Key) {
    let lowHalf = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
    let shift = SIMD4<UInt64>(repeating: 32)
    let product0 = (words.w0 & lowHalf) &* SIMD4(repeating: UInt64(multiplier0))
    let product2 = (words.w2 & lowHalf) &* SIMD4(repeating: UInt64(multiplier2))
    words = (
      (product2 &>> shift) ^ words.w1 ^ SIMD4(repeating: UInt64(key.low)), product2,
      (product0 &>> shift) ^ words.w3 ^ SIMD4(repeating: UInt64(key.high)), product0
    )
    key.low &+= keyStepLow
    key.high &+= keyStepHigh
  }

  @inlinable static var roundCount: Int { 10 }
  @inlinable static var multiplier0: UInt32 { 0xD251_1F53 }
  @inlinable static var multiplier2: UInt32 { 0xCD9E_8D57 }
  @inlinable static var keyStepLow: UInt32 { 0x9E37_79B9 }
  @inlinable static var keyStepHigh: UInt32 { 0xBB67_AE85 }
}
