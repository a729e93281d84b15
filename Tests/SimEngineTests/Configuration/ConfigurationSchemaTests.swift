import SimEngine
import Testing

struct ConfigurationSchemaTests {
  @Test func namesEveryKeyDefaultAndStrategy() {
    let text = ConfigurationSchema(registry: ConfigurationFixture.registry).text
    #expect(text.contains("default [100, 300, 3600]"))
    #expect(text.contains("strategy \"noise_trader\" (tier 1)"))
    #expect(text.contains("order_probability"))
    #expect(text.contains("a number, { uniform: [low, high] }"))
    #expect(text.contains("required"))
  }
}
