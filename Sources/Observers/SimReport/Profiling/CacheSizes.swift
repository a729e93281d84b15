import Foundation

/// The caches of this machine's first core, as the kernel describes them: what a working set may fit into.
public struct CacheSizes: Sendable, Equatable {
  public struct Level: Sendable, Equatable {
    public let level: Int
    public let bytes: Int
    public let sharedBy: Int  // logical cores

    public init(level: Int, bytes: Int, sharedBy: Int) {
      (self.level, self.bytes, self.sharedBy) = (level, bytes, sharedBy)
    }

    /// `L2 2.0 MB`
    public var name: String {
      bytes < 1 << 20 ? "L\(level) \(bytes >> 10) KB" : "L\(level) \(NumberText.fixed(Double(bytes) / 1_048_576, 1)) MB"
    }
  }

  /// Data and unified caches, the smallest first; empty where the kernel does not tell.
  public let levels: [Level]

  public init(levels: [Level]) { self.levels = levels.sorted { $0.bytes < $1.bytes } }

  public static func ofThisMachine() -> CacheSizes { CacheSizes(folder: "/sys/devices/system/cpu/cpu0/cache") }

  /// - Parameter folder: of one core, with a folder `index0`, `index1`, … for each of its caches.
  init(folder: String) {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix("index") }
    self.init(
      levels: names.compactMap { name in
        func text(_ file: String) -> String {
          ((try? String(contentsOfFile: "\(folder)/\(name)/\(file)", encoding: .utf8)) ?? "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard text("type") != "Instruction", let level = Int(text("level")), let bytes = Self.bytes(text("size")) else {
          return nil
        }
        return Level(level: level, bytes: bytes, sharedBy: Self.count(text("shared_cpu_list")))
      })
  }

  /// The largest level that `bytes` do not fit into; nil when they fit into all, or none is known.
  public func exceeded(by bytes: Int) -> Level? { levels.last { $0.bytes < bytes } }

  /// `2048K`, `32M`.
  static func bytes(_ text: String) -> Int? {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    guard let last = text.last, let unit = units[last] else { return Int(text) }
    return Int(text.dropLast()).map { $0 * unit }
  }

  /// Of a list such as `0-3,8`; at least 1.
  static func count(_ list: String) -> Int {
    let counts = list.split(separator: ",").map { part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      return ends.count == 2 ? max(0, ends[1] - ends[0] + 1) : ends.count
    }
    return max(1, counts.reduce(0, +))
  }
}
