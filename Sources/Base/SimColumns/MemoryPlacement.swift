import CNuma

/// The memory nodes of this machine, as far as placement cares: how many there are.
public struct MemoryNodes: Sendable, Equatable {
  public let count: Int
  public init(count: Int) {
    precondition(count >= 1, "a machine has memory")
    self.count = count
  }

  /// What libnuma reports; one node where the kernel has no NUMA support.
  public static let ofThisMachine = MemoryNodes(
    count: numa_available() < 0 ? 1 : max(1, Int(numa_num_configured_nodes())))
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
  /// moves nothing and reports nothing when a node is full.
  @usableFromInline @unsafe func apply(to bytes: UnsafeMutableRawPointer, byteCount: Int) {
    for run in runs(byteCount: byteCount) {
      unsafe numa_tonode_memory(bytes + run.bytes.lowerBound, run.bytes.count, Int32(run.node))
    }
  }
}
