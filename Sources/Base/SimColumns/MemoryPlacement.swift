import CNuma

/// The memory nodes of a machine, as far as placement and sharing care: how many there are, and where a thread is.
/// Equal if there are as many. A made-up one lets several nodes be tested on a machine with one.
public struct MemoryNodes: Sendable, Equatable {
  public let count: Int
  /// The node whose core the calling thread runs on at the moment, 0 ..< count.
  public let ofCurrentThread: @Sendable () -> Int

  public init(count: Int, ofCurrentThread: @escaping @Sendable () -> Int = { 0 }) {
    precondition(count >= 1, "a machine has memory")
    (self.count, self.ofCurrentThread) = (count, ofCurrentThread)
  }

  public static func == (one: MemoryNodes, other: MemoryNodes) -> Bool { one.count == other.count }

  /// What libnuma reports; one node where the kernel has no NUMA support.
  public static let ofThisMachine: MemoryNodes = {
    let count = numa_available() < 0 ? 1 : max(1, Int(numa_num_configured_nodes()))
    guard count > 1 else { return MemoryNodes(count: 1) }
    return MemoryNodes(count: count) { min(count - 1, max(0, Int(numa_node_of_cpu(sched_getcpu())))) }
  }()

  /// The node that holds the middle of part `part` of `parts` equal parts of spread columns.
  public func node(ofPart part: Int, of parts: Int) -> Int {
    precondition((0..<parts).contains(part), "a part of the whole")
    return (2 * part + 1) * count / (2 * parts)
  }
}

/// Where a column's pages should live.
///
/// Agents' columns are cut into as many equal runs as there are nodes, so that chunks far apart in row order do not
/// all lean on one node's memory. With one node nothing is done.
public enum MemoryPlacement: Sendable, Equatable {
  /// Wherever the first touch puts them.
  case anywhere
  /// Run `n` of `nodes.count` equal runs on node `n`.
  case spread(over: MemoryNodes)

  /// Bytes the kernel moves at a time on this machine.
  public static let pageSize = Int(numa_pagesize())

  /// What memory to be placed has to start on: a page, since the kernel refuses to place a part of one; `bytes`
  /// otherwise.
  @usableFromInline func alignment(atLeast bytes: Int) -> Int {
    guard case .spread(let nodes) = self, nodes.count > 1 else { return bytes }
    return max(bytes, Self.pageSize)
  }

  /// The byte runs, one per node, each starting on a page. Pure, so that several nodes can be tested on a machine with
  /// one.
  public func runs(byteCount: Int, pageSize: Int = Self.pageSize) -> [(node: Int, bytes: Range<Int>)] {
    guard case .spread(let nodes) = self, nodes.count > 1 else { return [] }
    let pages = (byteCount + pageSize - 1) / pageSize
    return (0..<nodes.count).compactMap { node in
      let first = pages * node / nodes.count * pageSize
      let end = min(byteCount, pages * (node + 1) / nodes.count * pageSize)
      return first < end ? (node, first..<end) : nil
    }
  }

  /// Asks the kernel to put the pages of `bytes`, which nobody has touched yet, where they belong. A wish: libnuma
  /// moves nothing and reports nothing when a node is full. A node that this machine does not have is left aside.
  @usableFromInline @unsafe func apply(to bytes: UnsafeMutableRawPointer, byteCount: Int) {
    for run in runs(byteCount: byteCount) where run.node < MemoryNodes.ofThisMachine.count {
      unsafe numa_tonode_memory(bytes + run.bytes.lowerBound, run.bytes.count, Int32(run.node))
    }
  }
}
