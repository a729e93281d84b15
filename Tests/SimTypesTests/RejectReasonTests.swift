import SimTypes
import Testing

struct RejectReasonTests {
  @Test func rawValuesIndexCountersWithoutGaps() {
    #expect(RejectReason.allCases.map(\.rawValue) == Array(RejectReason.allCases.indices))
  }

  @Test func namesAreUniqueAndFitColumnNames() {
    let names = RejectReason.allCases.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0 == "_" || ("a"..."z").contains($0) } })
  }
}
