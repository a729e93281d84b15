import SimColumns

/// A column that grows at its end and keeps its memory when it is emptied.
///
/// Belongs to one thread at a time: whoever holds the batch it is part of.
final class ColumnBuffer<Scalar: FixedWidthInteger & SIMDScalar & BitwiseCopyable & Sendable> {
  private(set) var count = 0  // rows
  private var column: Column<Scalar>

  init(capacity: Int = 0) { column = Column(count: capacity, filledWith: 0) }

  /// The rows there are. Not to be kept: the next growth moves them.
  var view: ColumnView<Scalar> { column.view[0..<count] }

  /// Makes room for `extra` more rows and returns all the room there is, the present rows first.
  func reserve(_ extra: Int) -> ColumnView<Scalar> {
    if count + extra > column.count {
      let larger = Column<Scalar>(count: max(count + extra, 2 * column.count), filledWith: 0)
      larger.view.copy(from: view)
      column = larger
    }
    return column.view
  }

  /// Says that `count` rows of the room are in use.
  func resize(to count: Int) {
    precondition(count <= column.count, "rows lie in the room that was reserved")
    self.count = count
  }

  /// The rows there are and room up to the next multiple of `width`: what whole vectors touch. What is in that room is
  /// not said.
  func view(roundedTo width: Int) -> ColumnView<Scalar> {
    let rounded = (count + width - 1) / width * width
    return reserve(rounded - count)[0..<rounded]
  }

  /// Makes it hold `count` values, to be written, with room for whole vectors of 8.
  func roomForVectors(_ count: Int) -> ColumnView<Scalar> {
    self.count = 0
    let room = reserve((count + 7) / 8 * 8)
    resize(to: count)
    return room
  }

  func append(_ rows: ColumnView<Scalar>) {
    let room = reserve(rows.count)
    room[count..<count + rows.count].copy(from: rows)
    count += rows.count
  }

  func append(_ value: Scalar) {
    let room = reserve(1)
    room[count] = value
    count += 1
  }

  func removeAll() { count = 0 }
}
