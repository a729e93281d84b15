import SimColumns
import SimTrace

@testable import SimParallel

/// A work that a closure does.
final class ClosureWork: TeamWork {
  private let body: @Sendable (_ phase: Int, _ item: Int, _ worker: Int) -> Void

  init(_ body: @escaping @Sendable (_ phase: Int, _ item: Int, _ worker: Int) -> Void) { self.body = body }

  func run(phase: Int, item: Int, worker: Int) { body(phase, item, worker) }
}

extension WorkerTeam {
  /// A team whose workers all call `body`.
  convenience init(
    workers: Int, regions: [Region], nodes: MemoryNodes = .ofThisMachine, spans: SpanLog? = nil,
    _ body: @escaping @Sendable (_ phase: Int, _ item: Int, _ worker: Int) -> Void
  ) {
    self.init(workers: workers, regions: regions, nodes: nodes, spans: spans) { ClosureWork(body) }
  }
}
