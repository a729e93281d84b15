import Synchronization

/// How far behind the start of its memory a column begins.
///
/// Large blocks of memory all start on a page, and a kernel that walks a dozen columns at one row would touch a dozen
/// lines whose addresses agree in the low 12 bits: they fight over one set of the first cache, and a load has to wait for
/// a store that it cannot tell apart from its own row. So each column begins some other number of cache lines into its
/// page. Addresses reach no result.
/// - Source: Intel, *64 and IA-32 Architectures Optimization Reference Manual*, "4-KByte aliasing" and "set conflicts".
public enum ColumnStagger {
  /// Smaller columns are not worth the room.
  static let bytesMin = 16_384
  static let line = 64  // bytes
  static let linesOfPage = 64

  private static let columnsMade = Atomic<Int>(0)

  /// Bytes for the next column: a multiple of a cache line, below a page.
  public static func next(forBytes byteCount: Int) -> Int {
    guard byteCount >= bytesMin else { return 0 }
    return offset(ofColumn: columnsMade.wrappingAdd(1, ordering: .relaxed).oldValue)
  }

  /// 64 columns in a row begin at 64 places, and those made next to each other not side by side.
  static func offset(ofColumn number: Int) -> Int { ((number &* 13) & (linesOfPage - 1)) &* line }
}
