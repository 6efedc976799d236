import Testing

@testable import AMQP

@Suite struct AMQPConfigurationTests {
  @Test func everyPartOfTheURLIsDecoded() throws {
    let configuration = try AMQPConfiguration(
      url: "amqp://us%40er:p%3Aw%2F@broker.example:5673/re%2Fdress", connectionName: "x")
    #expect(configuration.user == "us@er" && configuration.password == "p:w/")
    #expect(configuration.addresses.map(\.description) == ["broker.example:5673"])
    #expect(configuration.virtualHost == "re/dress")
  }

  @Test(arguments: ["amqp://localhost", "amqp://localhost/", "amqp://localhost/%2F"])
  func whatIsLeftOutHasADefault(_ url: String) throws {
    let configuration = try AMQPConfiguration(url: url, connectionName: "x")
    #expect(configuration.virtualHost == "/" && configuration.addresses.map(\.port) == [5672])
    #expect(configuration.user == "guest" && configuration.password == "guest")
  }

  @Test func anAddressInBracketsIsTakenOutOfThem() throws {
    let configuration = try AMQPConfiguration(url: "amqp://[::1]:5672/x", connectionName: "x")
    #expect(configuration.addresses.map(\.host) == ["::1"])
  }

  @Test func theNodesOfAClusterAreTriedInTurn() throws {
    let configuration = try AMQPConfiguration(url: "amqp://u:p@one,[::2]:2,three:3/x", connectionName: "x")
    let tried = (1...4).map { configuration.address(ofAttempt: $0)?.description }
    #expect(tried == ["one:5672", "[::2]:2", "three:3", "one:5672"])
    #expect(configuration.user == "u" && configuration.password == "p" && configuration.virtualHost == "x")
  }

  @Test(arguments: [
    "", "localhost", "http://localhost", "amqp://", "amqps://localhost", "amqp://localhost/a/b", "amqp://localhost:0",
    "amqp://localhost:99999", "amqp://us%00er@localhost", "amqp://localhost/%00", "amqp://local host",
    "amqp://one,", "amqp://,two", "amqp://one:x,two", "amqp://one:5672,two:0",
  ])
  func whatWouldNotWorkIsRefused(_ url: String) {
    let error = #expect(throws: AMQPError.self) { try AMQPConfiguration(url: url, connectionName: "x") }
    #expect(error?.code == .invalidConfiguration)
  }

  @Test func theRefusalOfTLSSaysSo() {
    let error = #expect(throws: AMQPError.self) { try AMQPConfiguration(url: "amqps://localhost", connectionName: "x") }
    #expect(error?.description.contains("TLS") == true)
  }

  /// R8: with a heartbeat of 0 a half-open link would never be noticed.
  @Test func aHeartbeatOfZeroIsRefused() throws {
    var configuration = try AMQPConfiguration(url: "amqp://localhost", connectionName: "x")
    configuration.heartbeat = 0
    let error = #expect(throws: AMQPError.self) { try configuration.check() }
    #expect(error?.description.contains("amqp.heartbeat") == true)
  }

  @Test func thePasswordIsNotInTheError() {
    let error = #expect(throws: AMQPError.self) {
      try AMQPConfiguration(url: "amqps://user:s3cret@localhost", connectionName: "x")
    }
    #expect(error.map { String(reflecting: $0).contains("s3cret") } == false)
  }
}
