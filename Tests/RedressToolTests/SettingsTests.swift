import Testing

@testable import RedressTool

@Suite struct SettingsTests {
  private let intake = Settings.Key(
    variable: "INTAKE_ADMIN_URL", option: "--intake-admin-url", meaning: "intake's address")

  @Test("An option goes before the environment")
  func precedence() throws {
    let settings = Settings(environment: ["AUDITOR_DATABASE_URL": "postgres://a/b"])
    #expect(try settings.values([.database], given: [nil]) == ["postgres://a/b"])
    #expect(try settings.values([.database], given: ["postgres://c/d"]) == ["postgres://c/d"])
  }

  @Test("All that is missing is named at once, an empty value too")
  func missing() {
    let settings = Settings(environment: ["INTAKE_ADMIN_URL": ""])
    #expect {
      try settings.values([.database, self.intake], given: [nil, nil])
    } throws: { error in
      let text = "\(error)"
      return text.contains("AUDITOR_DATABASE_URL or --database-url") && text.contains("INTAKE_ADMIN_URL")
        && text.contains("deploy/dev/start.sh")
    }
  }
}
