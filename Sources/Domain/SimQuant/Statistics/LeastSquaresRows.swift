import SimColumns

/// Takes in the observations of a regression, any number of them in the memory of a block.
///
///     ⎡ R  c ⎤        ⎡ R' c' ⎤
///     ⎣ X  y ⎦   →    ⎣ 0  r  ⎦        remainder += Σ r²         X, y: a block of observations
///
/// Each column of X is reflected into the diagonal of R above it. A column of the stack has only that one number of R and
/// the block to reflect, so a block costs no more than its observations would in one factorisation of all of them.
/// - Source: G. H. Golub, C. F. Van Loan, *Matrix Computations*, 4th ed. (2013), §6.5.3, appending rows.
public struct LeastSquaresRows: ~Copyable, Sendable {
  private static let blockRows = 128
  private typealias Lanes = SIMD8<Double>

  public private(set) var columns: Int
  private var observations = 0
  private var filled = 0  // observations in the block
  private let block: Column<Double>  // column by column, `blockRows` each; the target is the last
  private let triangle: Column<Double>  // R and c, column by column, `columns` rows each
  private let squares: Column<Double>  // Σ x² of each column
  private var remainder = 0.0

  /// - Parameter columns: of X, at least 1; also the most that ``begin(columns:)`` may ask for.
  public init(columns: Int) {
    precondition(columns >= 1, "a regression has a column")
    self.columns = columns
    block = Column(count: (columns + 1) * Self.blockRows, filledWith: 0)
    triangle = Column(count: (columns + 1) * columns, filledWith: 0)
    squares = Column(count: columns, filledWith: 0)
  }

  /// Forgets all observations: what comes now belongs to another regression, in the same memory.
  public mutating func begin(columns: Int) {
    precondition(columns >= 1 && columns <= squares.count, "a regression has no more columns than there is room for")
    self.columns = columns
    (observations, filled, remainder) = (0, 0, 0)
    block.view.fill(0..<(columns + 1) * Self.blockRows, with: 0)
    triangle.view.fill(0..<(columns + 1) * columns, with: 0)
    squares.view.fill(0..<columns, with: 0)
  }

  var byteCount: Int { (block.count + triangle.count + squares.count) * MemoryLayout<Double>.stride }

  /// One observation.
  ///
  /// - Parameter regressor: its value in a column.
  /// - Complexity: 2 · k² multiplications, in blocks.
  public mutating func add(target: Double, _ regressor: (_ column: Int) -> Double) {
    let squares = squares.view
    for column in 0..<columns {
      let value = regressor(column)
      block.view[column * Self.blockRows + filled] = value
      squares[column] += value * value
    }
    block.view[columns * Self.blockRows + filled] = target
    observations += 1
    filled += 1
    if filled == Self.blockRows { takeIn() }
  }

  /// The regression on all observations so far.
  ///
  /// - Returns: nil with fewer observations than columns, and when a column follows from those before it (to 12
  ///   digits), so that coefficients would mean nothing.
  public mutating func fit() -> LeastSquares? {
    takeIn()
    guard observations >= columns else { return nil }
    let triangle = triangle.view
    for j in 0..<columns {
      let diagonal = triangle[j * columns + j].magnitude
      guard diagonal > 1e-12 * squares.view[j].squareRoot(), diagonal.isFinite else { return nil }
    }
    let square = columns * columns
    return LeastSquares(
      observations: observations, columns: columns, triangle: triangle[0..<square],
      rotated: triangle[square..<square + columns], remainder: remainder)
  }

  /// Reflects the block into R. Places of the block that no observation fills are 0 and change nothing.
  private mutating func takeIn() {
    guard filled > 0 else { return }
    let (view, triangle) = (block.view, triangle.view)
    for j in 0..<columns {
      let own = j * Self.blockRows
      let top = triangle[j * columns + j]
      let norm = (top * top + Self.dot(view, own, own)).squareRoot()
      guard norm > 0 else { continue }
      // v = (top, x) ± norm·e, the sign that does not cancel; what is reflected becomes ∓norm·e.
      let diagonal = top > 0 ? -norm : norm
      let head = top - diagonal
      let scale = -1 / (diagonal * head)  // 2 / v'v
      for column in j + 1...columns {
        let above = triangle[column * columns + j]
        let share = scale * (head * above + Self.dot(view, own, column * Self.blockRows))
        triangle[column * columns + j] = above - share * head
        Self.subtract(view, from: column * Self.blockRows, share: share, of: own)
      }
      triangle[j * columns + j] = diagonal
    }
    remainder += Self.dot(view, columns * Self.blockRows, columns * Self.blockRows)
    view.fill(0..<(columns + 1) * Self.blockRows, with: 0)
    filled = 0
  }

  private static func dot(_ view: ColumnView<Double>, _ a: Int, _ b: Int) -> Double {
    var sum = Lanes()
    for row in stride(from: 0, to: blockRows, by: Lanes.scalarCount) {
      sum += view.load(a &+ row, as: Lanes.self) * view.load(b &+ row, as: Lanes.self)
    }
    let four = sum.lowHalf + sum.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }

  private static func subtract(_ view: ColumnView<Double>, from target: Int, share: Double, of source: Int) {
    let shares = Lanes(repeating: share)
    for row in stride(from: 0, to: blockRows, by: Lanes.scalarCount) {
      let old = view.load(target &+ row, as: Lanes.self)
      view.store(old - shares * view.load(source &+ row, as: Lanes.self), target &+ row)
    }
  }
}
