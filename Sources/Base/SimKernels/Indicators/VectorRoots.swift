/// Square roots of a vector.
@usableFromInline enum VectorRoots {
  /// `√|x|`. The standard library's root of a vector calls the C library for each negative element, because C wants an
  /// error set, and the branches keep the elements apart. A magnitude cannot be negative, so these become two vector
  /// instructions. Bits are those of `squareRoot()`.
  @inlinable @inline(__always) static func ofMagnitudes(_ x: SIMD8<Double>) -> SIMD8<Double> {
    var roots = SIMD8<Double>()
    for element in 0..<8 { roots[element] = x[element].magnitude.squareRoot() }
    return roots
  }

  @inlinable @inline(__always) static func ofMagnitudes(_ x: SIMD4<Double>) -> SIMD4<Double> {
    var roots = SIMD4<Double>()
    for element in 0..<4 { roots[element] = x[element].magnitude.squareRoot() }
    return roots
  }
}
