import TestSupport

/// A network that is slow, falls silent and drops connections.
extension Fault {
  static let network: [Fault] = [
    Fault(
      name: "network to the broker: 20 ms late, silent for 6 s, connections cut",
      setup: {
        let line = try TCPProxy(serverPorts: [PrivateServers.current.port(of: "broker")])
        return FaultSetup(
          routes: Routes(broker: "127.0.0.1:\(line.port)"), settings: ["AMQP_HEARTBEAT": "2"], lines: [line])
      }, strike: misbehave),
    Fault(
      name: "network to the database: 20 ms late, silent for 6 s, connections cut",
      setup: {
        let line = try TCPProxy(serverPorts: [PrivateServers.current.port(of: "database")])
        return FaultSetup(routes: Routes(database: "127.0.0.1:\(line.port)"), lines: [line])
      }, strike: misbehave),
  ]

  /// Each in its turn, and silence that ends with a cut, as when a host has gone.
  private static let misbehave: @Sendable (FaultWorld) async throws -> String = { world in
    for line in world.lines {
      line.delay(by: .milliseconds(20))
      try await world.randomMoment()
      line.freeze()
      try await world.lasting(.seconds(6))
      line.thaw()
      try await world.recover()
      try await world.randomMoment()
      line.cutConnections()
      try await world.recover()
      line.freeze()
      try await world.lasting(.seconds(6))
      line.cutConnections()
      line.thaw()
      try await world.recover()
      line.delay(by: .zero)
    }
    return "in turn, and a silence that ends with a cut"
  }
}
