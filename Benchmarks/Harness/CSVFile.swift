import Foundation

/// The figures as a file: a row for each variant and workload, written as soon as it is measured, so that a run that is
/// stopped leaves what it had. A record is evidence, so a file that holds one is never overwritten.
final class CSVFile {
  static let header = [
    "suite", "variant", "size", "samples", "min_ns", "median_ns", "p99_ns", "per_item_ns", "items_per_s", "gb_per_s",
    "fraction_of_bandwidth", "machine", "build", "seed",
  ]

  private let path: String
  private let handle: FileHandle

  init(path: String) throws(BenchFailure) {
    self.path = path
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    if attributes?[.type] as? FileAttributeType == .typeRegular, attributes?[.size] as? Int ?? 0 > 0 {
      throw .cannotWrite(path: path, reason: "it holds figures already; name another file, or remove it")
    }
    do {
      if attributes == nil { try Data().write(to: URL(fileURLWithPath: path)) }
      handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    } catch {
      throw .cannotWrite(path: path, reason: Self.reason(error))
    }
    try write(Self.header)
  }

  /// - Parameter run: machine, build and seed.
  func add(_ measurements: [Measurement], run: [String]) throws(BenchFailure) {
    for row in measurements {
      let variant = row.setting.isEmpty ? row.variant : "\(row.variant), \(row.setting)"
      let figures = [
        row.min, row.median, row.p99, row.nanosecondsPerItem, row.itemsPerSecond, row.gigabytesPerSecond,
        row.fractionOfBandwidth,
      ]
      try write([row.suite, variant, "\(row.size)", "\(row.samples)"] + figures.map(number) + run)
    }
  }

  private func write(_ fields: [String]) throws(BenchFailure) {
    do {
      try handle.write(contentsOf: Data((fields.map(quoted).joined(separator: ",") + "\n").utf8))
    } catch {
      throw .cannotWrite(path: path, reason: Self.reason(error))
    }
  }

  /// Four decimals; empty when there is none.
  private func number(_ value: Double?) -> String { value.map { "\(($0 * 1e4).rounded() / 1e4)" } ?? "" }

  private func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }

  /// What the operating system said, without what Foundation says around it.
  private static func reason(_ error: any Error) -> String {
    var error = error as NSError
    while let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = cause }
    return error.localizedFailureReason ?? error.localizedDescription
  }
}
