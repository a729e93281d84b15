/// How excited a crowd is.
///
///     regime      orders   contrarians   sentiment's own deviation
///     calm        1/3      0.30          0.05
///     normal      1        0.25          0.15
///     volatile    2        0.20          0.30
///     crisis      3        0.15          0.50
///
/// Orders are multiples of a normal tick's. Contrarians trade against the sentiment.
enum PoolRegime: UInt8, CaseIterable, Sendable {
  case calm, normal, volatile, crisis

  /// Orders of a tick, as a multiple of a normal one's.
  var activity: Double {
    switch self {
    case .calm: 1.0 / 3
    case .normal: 1
    case .volatile: 2
    case .crisis: 3
    }
  }

  /// Part of the crowd that trades against the sentiment.
  var contrarians: Double {
    switch self {
    case .calm: 0.30
    case .normal: 0.25
    case .volatile: 0.20
    case .crisis: 0.15
    }
  }

  /// Deviation of the sentiment that nobody can explain, in the long run.
  var moodiness: Double {
    switch self {
    case .calm: 0.05
    case .normal: 0.15
    case .volatile: 0.30
    case .crisis: 0.50
    }
  }

  static let activityMax = 3.0

  /// The next regime up or down; at an end, the only neighbour.
  func neighbour(up: Bool) -> PoolRegime {
    let next = Int(rawValue) + (up ? 1 : -1)
    return PoolRegime(rawValue: UInt8(clamping: next)) ?? PoolRegime(rawValue: UInt8(Int(rawValue) - 1)) ?? self
  }
}
