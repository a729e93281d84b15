/// What eight lanes come to. The standard library's own spellings go lane by lane; these halve.
extension SIMD8<Int32> {
  /// Their sum, modulo 2³².
  @inline(__always) var sumOfLanes: Int32 {
    let four = lowHalf &+ highHalf
    let two = four.lowHalf &+ four.highHalf
    return two[0] &+ two[1]
  }

  /// The bits that any of them has.
  @inline(__always) var bitsOfLanes: Int32 {
    let four = lowHalf | highHalf
    let two = four.lowHalf | four.highHalf
    return two[0] | two[1]
  }

  @inline(__always) var highestLane: Int32 {
    let four = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    return Swift.max(Swift.max(four[0], four[1]), Swift.max(four[2], four[3]))
  }

  @inline(__always) var lowestLane: Int32 { ~(~self).highestLane }
}
