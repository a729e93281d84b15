// swift-tools-version: 6.2
import Foundation
import PackageDescription

// MARK: - The table of modules, lowest layer first
//
// A module may use only modules that stand above it in this table and in a lower layer; `Module.targets()` traps on
// anything else, so an upward dependency cannot even be described. The folder follows from the layer.

let modules: [Module] = [
  Module(.base, 0, "SimTypes"),
  Module(.base, 0, "SimRandom"),
  Module(.base, 1, "SimColumns", uses: ["SimTypes"], system: ["CNuma", "CPrefetch"]),
  Module(.base, 1, "SimTrace", uses: ["SimTypes"]),
  Module(.base, 2, "SimKernels", uses: ["SimTypes", "SimRandom", "SimColumns"]),
  Module(.base, 2, "SimParallel", uses: ["SimTypes", "SimColumns", "SimTrace"], system: ["CNuma"]),
  Module(.domain, 3, "SimMarket", uses: ["SimTypes", "SimRandom", "SimColumns", "SimKernels"]),
  Module(.domain, 3, "SimQuant", uses: ["SimTypes", "SimRandom", "SimColumns", "SimKernels"]),
  Module(.domain, 3, "SimNews", uses: ["SimRandom", "SimColumns", "SimKernels"]),
  Module(
    .domain, 4, "SimAgents",
    uses: ["SimTypes", "SimRandom", "SimColumns", "SimKernels", "SimMarket", "SimQuant", "SimNews"]),
  Module(
    .engine, 5, "SimEngine",
    uses: [
      "SimTypes", "SimRandom", "SimColumns", "SimTrace", "SimKernels", "SimParallel", "SimMarket", "SimQuant",
      "SimNews", "SimAgents",
    ]),
  Module(
    .observers, 6, "SimHooks",
    uses: ["SimTypes", "SimColumns", "SimTrace", "SimMarket", "SimQuant", "SimAgents", "SimEngine"]),
  Module(
    .observers, 6, "SimStorage",
    uses: [
      "SimTypes", "SimColumns", "SimTrace", "SimKernels", "SimParallel", "SimMarket", "SimQuant", "SimNews",
      "SimAgents", "SimEngine",
    ], system: ["CSQLite"]),
  Module(
    .observers, 6, "SimReport",
    uses: ["SimTypes", "SimRandom", "SimColumns", "SimTrace", "SimParallel", "SimQuant", "SimAgents", "SimEngine"]),
]

let package = Package(
  name: "quant-trading-gym",
  products: [
    .executable(name: "qtg", targets: ["qtg"]),
    .executable(name: "qtg-bench", targets: ["Benchmarks"]),
    .library(name: "QuantTradingGym", targets: modules.map(\.name)),
  ],
  targets: [
    .systemLibrary(
      name: "CNuma", path: "Sources/Base/CNuma", providers: [.apt(["libnuma-dev"])]),
    .systemLibrary(name: "CPrefetch", path: "Sources/Base/CPrefetch"),
    .systemLibrary(
      name: "CSQLite", path: "Sources/Observers/CSQLite", providers: [.apt(["libsqlite3-dev"])]),
  ] + Module.targets(modules) + [
    .executableTarget(
      name: "qtg", dependencies: modules.map { .target(name: $0.name) }, path: "Sources/qtg",
      swiftSettings: strictSettings()),
    .executableTarget(
      name: "Benchmarks", dependencies: modules.map { .target(name: $0.name) }, path: "Benchmarks",
      swiftSettings: strictSettings()),
  ] + testTargets()
)

// MARK: - One set of strict settings for every target

/// The instruction set that release builds on x86-64 are compiled for. `QTG_MARCH` overrides it (`x86-64`, `x86-64-v2`,
/// `x86-64-v4`, `native`, or `none` for the compiler's own default); other processors are left alone.
func march() -> String {
  #if arch(x86_64)
    let chosen = ProcessInfo.processInfo.environment["QTG_MARCH"] ?? "x86-64-v3"
    let known = ["none", "native", "x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"]
    precondition(known.contains(chosen), "QTG_MARCH=\(chosen) is not one of \(known.joined(separator: ", "))")
    return chosen
  #else
    return "none"
  #endif
}

/// `QTG_CHUNK_ROWS=8` builds with tiny chunks, so that the tests cross every chunk edge.
func tinyChunks() -> Bool { ProcessInfo.processInfo.environment["QTG_CHUNK_ROWS"] == "8" }

func strictSettings() -> [SwiftSetting] {
  var settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .strictMemorySafety(), .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
  ]
  let march = march()
  if march != "none" {
    settings += [
      .unsafeFlags(["-Xcc", "-march=\(march)"], .when(configuration: .release)),
      // Lets the program say which instruction set it was built for.
      .define("MARCH_\(march.uppercased().replacing("-", with: "_"))", .when(configuration: .release)),
    ]
  }
  if tinyChunks() { settings.append(.define("TINY_CHUNKS")) }
  return settings
}

func testTargets() -> [Target] {
  let allocations = Target.target(name: "CAllocationCount", path: "Tests/CAllocationCount")
  let support = Target.target(
    name: "SimTestSupport",
    dependencies: modules.filter { $0.layer <= 5 }.map { .target(name: $0.name) } + ["CAllocationCount"],
    path: "Tests/SimTestSupport", swiftSettings: strictSettings())
  let perModule = modules.map { module in
    Target.testTarget(
      name: "\(module.name)Tests",
      dependencies: (modules.filter { $0.layer < module.layer }.map(\.name) + [module.name, "SimTestSupport"])
        .map { .target(name: $0) },
      path: "Tests/\(module.name)Tests", swiftSettings: strictSettings())
  }
  let scenarios = Target.testTarget(
    name: "SimScenarioTests",
    dependencies: (modules.map(\.name) + ["SimTestSupport", "qtg"]).map { .target(name: $0) },
    path: "Tests/SimScenarioTests", swiftSettings: strictSettings())
  return [allocations, support] + perModule + [scenarios]
}

// MARK: - What a row of the table means

struct Module {
  enum Folder: String { case base = "Base", domain = "Domain", engine = "Engine", observers = "Observers" }

  let folder: Folder
  let layer: Int
  let name: String
  let uses: [String]
  let system: [String]

  init(_ folder: Folder, _ layer: Int, _ name: String, uses: [String] = [], system: [String] = []) {
    (self.folder, self.layer, self.name, self.uses, self.system) = (folder, layer, name, uses, system)
  }

  static func targets(_ table: [Module]) -> [Target] {
    var layers: [String: Int] = [:]
    return table.map { module in
      for used in module.uses {
        guard let layer = layers[used], layer < module.layer else {
          preconditionFailure("\(module.name) (layer \(module.layer)) may not use \(used): it does not stand below it")
        }
      }
      layers[module.name] = module.layer
      return .target(
        name: module.name, dependencies: (module.uses + module.system).map { .target(name: $0) },
        path: "Sources/\(module.folder.rawValue)/\(module.name)", swiftSettings: strictSettings())
    }
  }
}
