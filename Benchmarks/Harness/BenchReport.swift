import Foundation
import SimEngine
import SimReport

/// Where the figures go: a table on standard output as they come, and a CSV file.
final class BenchReport {
  private let csvFile: CSVFile?
  private let seed: UInt64
  private let machine = MachineInfo.ofThisMachine()

  /// Creates the CSV file, so that a path that cannot be written fails before anything is measured.
  init(csvPath: String?, seed: UInt64) throws(BenchFailure) {
    self.seed = seed
    csvFile = if let csvPath { try CSVFile(path: csvPath) } else { nil }
  }

  /// The machine, the build, and how busy the machine is with other things.
  func printHeader(_ options: BenchOptions) {
    var lines = [
      "machine  \(machine.cpu), \(machine.cores) cores, \(machine.memoryBytes >> 30) GB",
      "build    \(BuildInfo.description), qtg \(BuildInfo.version)",
      "load     \(MachineLoad.average ?? "unknown")   (1, 5, 15 minutes, before measuring)",
      "run      seed \(seed), \(options.workers) workers, "
        + (options.isToy ? "toy sizes" : "\(NumberText.short(options.secondsPerVariant)) s for each variant"),
    ]
    if BuildInfo.configuration != "release" {
      lines.append("WARNING  not a release build: these figures say nothing about speed")
    }
    write(lines.joined(separator: "\n") + "\n")
  }

  func open(_ suite: BenchmarkSuite) { write("\n== \(suite.name): \(suite.summary)\n") }

  /// Prints the table of one workload. Ratios are to the first measurement.
  func add(_ workload: Workload, _ measurements: [Measurement]) throws(BenchFailure) {
    let setting = workload.setting.isEmpty ? "" : ", \(workload.setting)"
    write("\n\(NumberText.grouped(workload.size)) \(workload.unit)\(setting)\n")
    var table = TextTable(header: [
      "", "samples", "min", "median", "p99", "ns/item: min", "median", "p99", "items/s", "ratio", "GB/s",
      "of bandwidth",
    ])
    for measurement in measurements {
      let items = Double(measurement.items)
      table.add([
        measurement.variant, NumberText.grouped(measurement.samples),
        measurement.min.map(NumberText.duration) ?? "", NumberText.duration(measurement.median),
        NumberText.duration(measurement.p99),
        measurement.min.map { NumberText.short($0 / items) } ?? "", NumberText.short(measurement.nanosecondsPerItem),
        NumberText.short(measurement.p99 / items), NumberText.rate(measurement.itemsPerSecond),
        NumberText.short(measurements[0].nanosecondsPerItem / measurement.nanosecondsPerItem) + " x",
        measurement.gigabytesPerSecond.map(NumberText.short) ?? "",
        measurement.fractionOfBandwidth.map { NumberText.short(100 * $0) + " %" } ?? "",
      ])
    }
    write(table.text)
    try record(measurements)
  }

  /// Rows for the CSV file alone.
  func record(_ measurements: [Measurement]) throws(BenchFailure) {
    try csvFile?.add(
      measurements, run: ["\(machine.cpu) x \(machine.cores)", BuildInfo.description, "\(seed)"])
  }

  func note(_ text: String) { write("  \(text)\n") }

  private func write(_ text: String) { BenchmarkProgram.write(text, to: .standardOutput) }
}
