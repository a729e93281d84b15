/// Some rows of an order file, read ahead of being taken.
///
/// A cancel in a deep market touches five places that lie anywhere in memory, each known only from the one before. Taken
/// one by one, rows wait for each of them; a batch asks for the first places of all its rows, then for the second ones,
/// and the waiting of one row is that of all.
struct OrderBatch: ~Copyable {
  struct Entry {
    var line: Int  // of the file, the first being 1
    var row: OrderFile.Row
    var id: Range<Int> = 0..<0  // of a rejected row, in `rejectedIDs`
  }

  /// Few enough that nothing asked for is gone again when it is needed.
  static let rowsMax = 32

  private(set) var entries: [Entry] = []
  private var rejectedIDs: [UInt8] = []
  /// Why no more was read, if that is so.
  private(set) var failure: Failure?

  /// Replaces the rows by the next ones of a file. False when there are none, and nothing went wrong.
  mutating func read(_ file: inout OrderFile) -> Bool {
    entries.removeAll(keepingCapacity: true)
    rejectedIDs.removeAll(keepingCapacity: true)
    do throws(Failure) {
      while entries.count < Self.rowsMax, let row = try file.next() {
        var entry = Entry(line: file.line, row: row)
        if case .rejected = row {
          let first = rejectedIDs.count
          file.withID { bytes in for at in 0..<bytes.count { rejectedIDs.append(bytes[at]) } }
          entry.id = first..<rejectedIDs.count
        }
        entries.append(entry)
      }
    } catch {
      failure = error
    }
    return !entries.isEmpty || failure != nil
  }

  /// The id of a row that was rejected when it was read, as the row writes it.
  func rejectedID(_ entry: Entry) -> ArraySlice<UInt8> { rejectedIDs[entry.id] }

  /// Asks memory for what the rows will touch. What it looks up may have changed by then: then the hint was wrong.
  /// - Parameter restAtOnce: whether new orders meet their book as they are taken, or only when the time is over.
  func prefetch(_ live: borrowing LiveOrders, _ shelf: borrowing BookShelf, restAtOnce: Bool) {
    for entry in entries {
      if case .order(let row) = entry.row { live.prefetch(id: row.id) }
    }
    for entry in entries {
      guard case .order(let row) = entry.row else { continue }
      if row.action == .enter {
        shelf.expect(row, .far)
      } else if let slot = live.slot(of: row.id) {
        live.prefetch(slot: slot)
        shelf.expectCancel(row.symbol, slot: slot, .far)
      }
    }
    for entry in entries {
      guard case .order(let row) = entry.row else { continue }
      if row.action == .enter {
        shelf.expect(row, .near)
      } else if let slot = live.slot(of: row.id) {
        shelf.expectCancel(row.symbol, slot: slot, .near)
      }
    }
    guard restAtOnce else { return }
    for entry in entries {
      if case .order(let row) = entry.row, row.action == .enter { shelf.expect(row, .next) }
    }
  }
}
