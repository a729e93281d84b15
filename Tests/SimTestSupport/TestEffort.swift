import Foundation

/// How long the random tests run. `QTG_LONG_TESTS=1` in the environment makes them run for millions of operations,
/// which is meant for a release build.
public enum TestEffort {
  public static let isLong = ProcessInfo.processInfo.environment["QTG_LONG_TESTS"] == "1"
  public static func operations(_ usual: Int, long: Int) -> Int { isLong ? long : usual }
}
