import TestSupport

/// One of several servers dies, and the others go on without it.
extension Fault {
  static let failover: [Fault] = [
    Fault(
      name: "a streaming standby promoted while the primary dies", ground: .standby,
      setup: {
        let servers = PrivateServers.current
        let hosts = try ["database", "standby"].map { "127.0.0.1:\(try servers.port(of: $0))" }
        return FaultSetup(routes: Routes(database: hosts.joined(separator: ",")))
      },
      strike: { world in
        try await world.randomMoment()
        let start = ContinuousClock.now
        try await world.servers.run("stop_process", "database", "KILL")
        try await world.servers.run("promote_standby")
        world.database = try world.database.moved(to: world.servers.port(of: "standby"))
        let away = ContinuousClock.now - start
        try await world.recover()
        return "promoted after \(Self.seconds(away)) s; replication was synchronous"
      }),
    Fault(
      name: "a node of a three-node broker killed and brought back", ground: .cluster,
      setup: {
        let servers = PrivateServers.current
        let nodes = try Self.nodes.map { "127.0.0.1:\(try servers.port(of: $0))" }.joined(separator: ",")
        return FaultSetup(routes: Routes(broker: nodes, outsideBroker: nodes))
      },
      strike: { world in
        let node = world.shuffled(Self.nodes)[0]
        try await world.randomMoment()
        try await world.servers.run("stop_process", node, "KILL")
        try await world.recover()
        try await world.untilClosed(5)
        try await world.servers.run("start_broker", node)
        try await world.servers.run("wait_for_broker", node)
        try await world.recover()
        return "\(node) killed; the others go on"
      }),
  ]

  private static let nodes = ["broker", "broker-2", "broker-3"]
}
