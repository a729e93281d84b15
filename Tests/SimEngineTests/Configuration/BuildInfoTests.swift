import SimEngine
import Testing

struct BuildInfoTests {
  @Test func theDescriptionNamesTheConfigurationItWasBuiltIn() {
    #expect(BuildInfo.description.hasPrefix(BuildInfo.configuration + " " + BuildInfo.architecture))
    #expect(["debug", "release"].contains(BuildInfo.configuration))
    #if DEBUG
      #expect(BuildInfo.configuration == "debug")
    #endif
  }

  @Test func theVersionIsThreeNumbers() {
    let parts = BuildInfo.version.split(separator: ".")
    #expect(parts.count == 3 && parts.allSatisfy { Int($0) != nil })
  }
}
