import Testing

@testable import ServiceRuntime

@Suite struct ConfigurationTextTests {
  @Test func helpNamesEveryKey() {
    #expect(ServiceConfiguration.help(of: .intake, settings: []) == help)
  }

  @Test func theEffectiveTableHidesSecrets() throws {
    let configuration = try ServiceConfiguration(
      service: .intake, arguments: ["--http-port", "0"], environment: required)
    #expect(configuration.table == table)
  }

  @Test(
    "No output holds a password, wherever it stands in the URL",
    arguments: [
      ("amqp://intake:guarded@broker:5672/redress", "amqp://intake:***@broker:5672/redress"),
      ("postgres://host/redress?user=intake&password=guarded", "postgres://host/redress"),
      ("postgres://intake:guarded@one:1,two:2/redress", "***"),
      ("amqp://intake:gua/rded@broker/redress", "***"),
      ("postgres://intake@host/redress", "postgres://intake@host/redress"),
      ("guarded", "***"),
    ])
  func passwordsAreMasked(url: String, shown: String) {
    #expect(ServiceConfiguration.masked(url) == shown)
  }

  @Test func problemsDoNotQuoteSecrets() {
    for value in ["guarded", "amqps://intake:guarded@broker", "amqp://intake:guarded@", "amqp://a:guarded@b/%ff"] {
      let problems = problems(environment: ["AMQP_URL": value, "DATABASE_URL": value])
      #expect(!problems.isEmpty)
      #expect(!problems.joined().contains("guarded"))
    }
  }
}

private let help = """
  """

private let table = """
  """
