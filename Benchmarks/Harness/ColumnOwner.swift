import SimColumns

/// A column that closures can share: it lives as long as one of them does.
final class ColumnOwner<Scalar: BitwiseCopyable & Sendable & ExpressibleByIntegerLiteral> {
  private let column: Column<Scalar>
  let view: ColumnView<Scalar>

  init(count: Int, filledWith blank: Scalar = 0) {
    column = Column(count: count, filledWith: blank)
    view = column.view
  }
}
