import Testing

@testable import Postgres

@Suite("Postgres configuration")
struct PostgresConfigurationTests {
  private let url = "postgres://intake:s3cret@db.example:5433/redress"

  @Test("A URL is taken, anything else refused without repeating it")
  func urls() throws {
    _ = try PostgresConfiguration(url: url, applicationName: "intake")
    _ = try PostgresConfiguration(url: "postgresql://a,b:2/x?target_session_attrs=read-write", applicationName: "x")
    for wrong in ["host=/tmp password=s3cret", "mysql://u:s3cret@h/x", "postgres://u:s3cret@h:port/x?what", ""] {
      let error = #expect(throws: PostgresError.self) {
        try PostgresConfiguration(url: wrong, applicationName: "intake")
      }
      #expect(error?.code == .configuration)
      #expect(error?.debugDescription.contains("s3cret") == false)
    }
  }

  @Test("The password is in no description")
  func description() throws {
    let configuration = try PostgresConfiguration(url: url, applicationName: "intake")
    #expect("\(configuration)" == "PostgresConfiguration(intake)")
    #expect(!String(reflecting: configuration).contains("s3cret"))
  }

  @Test("P6, P10: each session has its time limits, keepalive and schema")
  func parameters() throws {
    var configuration = try PostgresConfiguration(url: url + "?options=-c%20work_mem%3D8MB", applicationName: "intake")
    configuration.searchPath = #"in "take\"#
    configuration.statementTimeout = .milliseconds(1500)
    let parameters = Dictionary(uniqueKeysWithValues: configuration.connectionParameters.map { ($0.keyword, $0.value) })
    #expect(
      parameters["options"]
        == #"-c work_mem=8MB -c statement_timeout=1500 -c client_connection_check_interval=5000 -c timezone=UTC "#
        + #"-c search_path="in\ ""take\\""#)
    #expect(parameters["keepalives_idle"] == "30" && parameters["tcp_user_timeout"] == "30000")
    #expect(parameters["application_name"] == "intake")
  }

  @Test("The pool is twice the cores, and sixteen at most")
  func poolSize() throws {
    let size = try PostgresConfiguration(url: url, applicationName: "intake").poolSize
    #expect((2...16).contains(size))
  }
}
