/// What this program was built as. Decided by the compiler, so it cannot be wrong about itself.
public enum BuildInfo {
  public static let version = "0.1.0"

  /// `debug` or `release`.
  public static var configuration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  /// The instruction set the vector code was compiled for: the `-march` of Package.swift, or `default` where it sets
  /// none.
  public static var instructionSet: String {
    #if MARCH_X86_64_V4
      "x86-64-v4"
    #elseif MARCH_X86_64_V3
      "x86-64-v3"
    #elseif MARCH_X86_64_V2
      "x86-64-v2"
    #elseif MARCH_X86_64
      "x86-64"
    #elseif MARCH_NATIVE
      "native"
    #else
      "default"
    #endif
  }

  public static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }

  /// The compiler's own version, as far as its conditions tell: major and minor.
  public static var swiftVersion: String {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  /// Whether chunks are of toy size, as the tests that cross every chunk edge want them.
  public static var hasTinyChunks: Bool {
    #if TINY_CHUNKS
      true
    #else
      false
    #endif
  }

  /// All of it on one line, as `release x86_64 x86-64-v3 swift-6.3`.
  public static var description: String {
    let parts = [configuration, architecture, instructionSet, "swift-\(swiftVersion)"]
    return (parts + (hasTinyChunks ? ["tiny-chunks"] : [])).joined(separator: " ")
  }
}
