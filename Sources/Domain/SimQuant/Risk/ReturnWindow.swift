/// The last returns of an account that is watched, oldest first when asked for. Fixed memory.
///
/// Only who is looked at has one: a window of 500 returns is 4 KB, for 100,000 accounts 400 MB.
public struct ReturnWindow: Sendable {
  public let capacity: Int  // returns
  private var ring: [Double] = []
  private var oldest = 0  // place in the ring, once it is full

  public init(capacity: Int) {
    precondition(capacity >= 2, "a window holds at least two returns")
    self.capacity = capacity
    ring.reserveCapacity(capacity)
  }

  public var count: Int { ring.count }

  public mutating func add(_ r: Double) {
    if ring.count < capacity {
      ring.append(r)
    } else {
      ring[oldest] = r
      oldest = oldest + 1 == capacity ? 0 : oldest + 1
    }
  }

  public var returns: [Double] { Array(ring[oldest...] + ring[..<oldest]) }
}
