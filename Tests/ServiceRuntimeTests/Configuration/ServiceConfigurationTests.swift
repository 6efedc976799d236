import AMQP
import Foundation
import Messages
import Messaging
import Policy
import Postgres
import Testing

@testable import ServiceRuntime

@Suite struct ServiceConfigurationTests {
  @Test("The command line wins over the environment, the environment over the file, the file over the default")
  func precedence() throws {
    let file = try TemporaryFile(#"{"inbox": {"batch-size": 3}, "http": {"port": 3}, "admin": {"port": 3}}"#)
    let configuration = try ServiceConfiguration(
      service: .intake,
      arguments: ["--config", file.path, "--http-port", "1"],
      environment: required.merging(["HTTP_PORT": "2", "INBOX_BATCH_SIZE": "2"]) { $1 })
    #expect(configuration.http.port == 1)
    #expect(configuration.batchSize == 2)
    #expect(configuration.admin.port == 3)
    #expect(configuration.http.host == "127.0.0.1")
    let origins = ["http.port", "inbox.batch-size", "admin.port", "http.host"].map(configuration.origin)
    #expect(origins == ["command line", "environment", "configuration file", "default"])
  }

  @Test func eachServiceHasPortsOfItsOwn() throws {
    let services: [Service] = [.intake, .dispatch, .contractors, .callback, .reporting]
    let configurations = try services.map { try ServiceConfiguration(service: $0, environment: required) }
    #expect(configurations.map(\.http.port) == [8081, 8082, 8083, 8084, 8085])
    #expect(configurations.map(\.admin.port) == [9081, 9082, 9083, 9084, 9085])
  }

  @Test func commonKeysReachTheConnections() throws {
    let configuration = try ServiceConfiguration(
      service: .callback,
      arguments: ["--amqp-heartbeat=7", "--amqp-confirm-window", "9", "--database-pool-size", "3"],
      environment: required)
    #expect(configuration.amqp.heartbeat == 7)
    #expect(configuration.amqp.confirmWindow == 9)
    #expect(configuration.amqp.virtualHost == "redress")
    #expect(configuration.database.poolSize == 3)
    #expect(configuration.database.searchPath == "callback")
    #expect(configuration.batchDelay == .zero)
    #expect(configuration.stopTimeout == .seconds(20))
    #expect(configuration.policy.name == "cohl")
    #expect(configuration.clock is SystemClock)
  }

  @Test("An issuer of tokens needs its keys from one place; keys without an issuer are a mistake")
  func issuer() throws {
    let issuer = ["AUTH_ISSUER": "https://issuer.example"]
    let (url, file) = (["AUTH_JWKS_URL": "https://issuer.example/keys"], ["AUTH_JWKS_FILE": "keys.json"])
    func read(_ parts: [String: String]...) throws -> TokenSettings? {
      let environment = parts.reduce(required) { $0.merging($1) { $1 } }
      return try ServiceConfiguration(service: .intake, environment: environment).tokens
    }
    #expect(try read() == nil)
    let settings = try #require(try read(issuer, file))
    #expect(settings == TokenSettings(issuer: "https://issuer.example", audience: "redress", keys: .file("keys.json")))
    #expect(try read(issuer, url, ["AUTH_AUDIENCE": "us"])?.audience == "us")
    let oneOf = "auth.issuer needs its keys: give one of auth.jwks-url and auth.jwks-file"
    #expect(problems(environment: required.merging(issuer) { $1 }) == [oneOf])
    #expect(problems(environment: required.merging(issuer) { $1 }.merging(url) { $1 }.merging(file) { $1 }) == [oneOf])
    #expect(
      problems(environment: required.merging(url) { $1 }) == [
        "auth.issuer is missing: keys are given, and not whose"
      ])
  }

  @Test("R-011: Vanke's limits apply where policy.profile says so")
  func policyProfile() throws {
    let configuration = try ServiceConfiguration(
      service: .dispatch, arguments: ["--policy-profile", "vanke"], environment: required)
    #expect(configuration.policy == .vanke)
    #expect(configuration.policies.defaultProfile == "vanke")
  }

  @Test("R-011: everything that is wrong with an operator's policy files keeps the service from starting")
  func policyDirectory() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "policies-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try Data("{}".utf8).write(to: directory.appending(path: "own-1.json"))
    try Data("a note".utf8).write(to: directory.appending(path: "README"))
    let found = problems(arguments: ["--policy-directory", directory.path], environment: required)
    #expect(found.contains("policy.directory: own-1.json: limits: The field is missing."))
    #expect(found.contains("policy.directory: own-1.json: profile: The field is missing."))
    #expect(found.contains { $0.hasPrefix("policy.directory: SHA256SUMS: Release the policies") })
    #expect(
      problems(arguments: ["--policy-directory", "/nowhere"], environment: required)
        == ["policy.directory: /nowhere cannot be read"])
  }

  @Test func everyProblemIsNamedAtOnce() throws {
    let file = try TemporaryFile(#"{"amqp": {"heartbaet": 15, "confirm-window": [1]}, "log.level": "loud"}"#)
    let problems = problems(
      arguments: [
        "--config", file.path, "--htp-port", "1", "--stop-timeout", "soon", "stray", "--admin-port", "--http-port=x",
      ],
      environment: ["AMQP_URL": "http://broker", "INBOX_BATCH_SIZE": "0", "POLICY_PROFILE": "acme"])
    #expect(
      problems == [
        "--htp-port is not an option of this service; see --help",
        "an argument of the command line has no key: every value follows its --key; see --help",
        "--admin-port has no value",
        "amqp.confirm-window in the configuration file is a list: a text or a number is wanted",
        "amqp.heartbaet in the configuration file is not a key of this service",
        "amqp.url: the value (environment) is not a URL that begins with amqp://",
        "inbox.batch-size: \"0\" (environment) is not a whole number from 1 to 200",
        "database.url is missing: set DATABASE_URL or --database-url",
        "http.port: \"x\" (command line) is not a whole number from 0 to 65535",
        "log.level: \"loud\" (configuration file) is not one of trace, debug, info, notice, warning, error, critical",
        "stop.timeout: \"soon\" (command line) is not a duration such as 500ms, 20s, 5m or 2h",
        "policy.profile: there is no profile \"acme\"",
      ])
  }

  @Test(
    "An option that nobody knows is named, with a value or without",
    arguments: [["--bogus"], ["--bogus", "1"], ["--bogus=1"], ["--bogus", "--http-port", "1"]])
  func unknownOption(_ arguments: [String]) {
    #expect(
      problems(arguments: arguments, environment: required) == [
        "--bogus is not an option of this service; see --help"
      ])
  }

  @Test func aURLThatAsksForTLSIsToldThatThereIsNone() {
    let environment = required.merging(["AMQP_URL": "amqps://intake:guarded@broker:5671/redress"]) { $1 }
    let problems = problems(environment: environment)
    #expect(problems.count == 1)
    #expect(problems.first?.contains("TLS (amqps) is not offered") == true)
    #expect(problems.first?.contains("guarded") == false)
  }

  @Test func aSecretMayStandInAFileOfItsOwn() throws {
    let file = try TemporaryFile("amqp://dispatch:from-a-file@broker/redress\n")
    let configuration = try ServiceConfiguration(
      service: .dispatch,
      environment: ["AMQP_URL_FILE": file.path, "DATABASE_URL": required["DATABASE_URL"] ?? ""])
    #expect(configuration.amqp.password == "from-a-file")
    #expect(configuration.origin("amqp.url") == "file \(file.path)")
  }

  @Test func aSecretIsNotGivenTwiceInOnePlace() {
    let problems = problems(environment: required.merging(["AMQP_URL_FILE": "/run/secrets/amqp"]) { $1 })
    #expect(problems == ["amqp.url and amqp.url-file are both given (environment): one is enough"])
  }

  @Test func aSecretFileThatIsNotThereIsAProblem() {
    let problems = problems(arguments: ["--amqp-url-file", "/nowhere/amqp"], environment: required)
    #expect(problems == ["amqp.url-file (command line): /nowhere/amqp cannot be read as text"])
  }

  @Test func anEmptyVariableCountsAsNotSet() throws {
    let configuration = try ServiceConfiguration(
      service: .intake, environment: required.merging(["HTTP_PORT": "", "CLOCK_ORIGIN": ""]) { $1 })
    #expect(configuration.http.port == 8081)
    #expect(configuration.clock is SystemClock)
  }

  @Test(
    arguments: [
      ("", "Not JSON"), ("[]", "is not a JSON object"), (#"{"http": {"port": 1}, "http.port": 2}"#, "stands twice"),
    ])
  func aFileThatCannotBeUsedIsAProblem(text: String, words: String) throws {
    let file = try TemporaryFile(text)
    let problems = problems(arguments: ["--config", file.path], environment: required)
    #expect(problems.count == 1)
    #expect(problems.first?.contains(words) == true)
  }

  @Test func aMissingFileIsAProblem() {
    #expect(
      problems(arguments: ["--config", "/nowhere.json"], environment: required)
        == ["--config: /nowhere.json cannot be read"])
  }

  @Test func aServiceReadsItsOwnKeys() throws {
    let settings = [
      Setting("letter.limit", .integer(1...9), default: "4", help: "How many letters."),
      Setting("letter.pause", .duration, isOptional: true, help: "How long between two."),
    ]
    let configuration = try ServiceConfiguration(
      service: .contractors, settings: settings, arguments: ["--letter-pause", "2m"], environment: required)
    #expect(configuration.integer("letter.limit") == 4)
    #expect(configuration.duration("letter.pause") == .seconds(120))
    #expect(configuration.text("letter.unknown") == nil)
  }

  @Test(
    arguments: [
      ("500ms", Duration.milliseconds(500)), ("20s", .seconds(20)), ("5m", .seconds(300)), ("2h", .seconds(7200)),
      ("0s", .zero),
    ])
  func durationsHaveAUnit(text: String, duration: Duration) {
    #expect(Duration(configurationText: text) == duration)
  }

  @Test(arguments: ["", "5", "s", "-5s", "5 s", "5d", "1.5s", "９s", "9223372036854775807s", "200h"])
  func otherDurationsAreNone(text: String) {
    #expect(Duration(configurationText: text) == nil)
  }

  @Test func aRepeatedOptionIsAProblem() {
    #expect(
      problems(arguments: ["--http-port", "1", "--http-port", "2"], environment: required)
        == ["--http-port is given twice"])
  }
}

/// The keys that have no default.
let required = [
  "AMQP_URL": "amqp://intake:guarded@broker.example:5673/redress",
  "DATABASE_URL": "postgres://intake:guarded@database.example:5433/redress",
]

func problems(arguments: [String] = [], environment: [String: String]) -> [String] {
  do {
    _ = try ServiceConfiguration(service: .intake, arguments: arguments, environment: environment)
    return []
  } catch {
    return error.problems
  }
}

/// A file that goes with its last reference.
final class TemporaryFile {
  let path: String

  init(_ text: String) throws {
    self.path = FileManager.default.temporaryDirectory.appending(path: "redress-\(UUID()).json").path
    try text.write(toFile: self.path, atomically: true, encoding: .utf8)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: self.path)
  }
}
