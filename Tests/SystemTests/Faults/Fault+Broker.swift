import Glibc
import TestSupport

/// The one broker dies, stops, or loses its connections.
extension Fault {
  static let broker: [Fault] = [
    Fault(name: "broker: kill -9 and restart", isInShortForm: true) { world in
      let start = ContinuousClock.now
      try world.servers.signal("broker", SIGKILL)
      try await world.servers.run("start_broker", "broker")
      try await world.servers.run("wait_for_broker", "broker")
      world.faultEnds()
      return "away for \(Self.seconds(ContinuousClock.now - start)) s"
    },
    Fault(name: "every connection closed by the management API, three times", isInShortForm: true) { world in
      var closed = 0
      for _ in 1...3 {
        try await world.randomMoment()
        closed += try await world.broker.closeAllConnections()
        world.faultEnds()
      }
      return "\(closed) connections closed"
    },
  ]
}
