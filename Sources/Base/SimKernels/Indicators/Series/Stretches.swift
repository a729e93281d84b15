import SimColumns

/// Eight stretches of one series, a vector's elements: what has to be computed one after the other along a series can be
/// computed side by side in places of it that do not need each other.
///
///     element 0   x x x x x x
///     element 1               x x x x x x               `distance` places further on
///     element 2                           x x x …
enum Stretches {
  typealias Lanes = SIMD8<Double>
  static let count = Lanes.scalarCount

  /// How far apart eight stretches of `places` places are, the last of which are left over.
  static func distance(_ places: Int) -> Int {
    // An odd number of cache lines: stretches do not meet in the same few lines of the first cache.
    (places / 64 - 1 | 1) * 8
  }

  @inline(__always) static func load(_ values: ColumnView<Double>, _ place: Int, distance: Int) -> Lanes {
    Lanes(
      values[place], values[place &+ distance], values[place &+ 2 &* distance], values[place &+ 3 &* distance],
      values[place &+ 4 &* distance], values[place &+ 5 &* distance], values[place &+ 6 &* distance],
      values[place &+ 7 &* distance])
  }

  @inline(__always) static func store(_ lanes: Lanes, _ values: ColumnView<Double>, _ place: Int, distance: Int) {
    values[place] = lanes[0]
    values[place &+ distance] = lanes[1]
    values[place &+ 2 &* distance] = lanes[2]
    values[place &+ 3 &* distance] = lanes[3]
    values[place &+ 4 &* distance] = lanes[4]
    values[place &+ 5 &* distance] = lanes[5]
    values[place &+ 6 &* distance] = lanes[6]
    values[place &+ 7 &* distance] = lanes[7]
  }
}
