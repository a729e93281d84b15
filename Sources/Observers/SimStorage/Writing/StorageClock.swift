import Foundation

/// Tells when a run started and ended: the one use of wall-clock time in a database, so it is handed in from outside.
public struct StorageClock: Sendable {
  /// Seconds since 1970-01-01 00:00 UTC.
  public let unixSeconds: @Sendable () -> Int64

  public init(unixSeconds: @escaping @Sendable () -> Int64) { self.unixSeconds = unixSeconds }

  /// The system's clock.
  public static let system = StorageClock { Int64(Date().timeIntervalSince1970) }
}
