import Foundation
import TestSupport

/// The one broker dies, stops, refuses, or loses its connections.
extension Fault {
  static let broker: [Fault] = [
    Fault(name: "broker: kill -9 and restart", isInShortForm: true) { world in
      let start = ContinuousClock.now
      try await world.servers.run("stop_process", "broker", "KILL")
      try await world.servers.run("start_broker", "broker")
      try await world.servers.run("wait_for_broker", "broker")
      let away = ContinuousClock.now - start
      try await world.recover()
      return "away for \(Self.seconds(away)) s"
    },
    Fault(
      name: "broker: stopped (SIGSTOP) for longer than two heartbeats",
      setup: { FaultSetup(settings: ["AMQP_HEARTBEAT": "2"]) },
      strike: { world in
        let start = ContinuousClock.now
        try await world.servers.run("signal_process", "broker", "STOP")
        for service in FiveServices.names {
          try await eventually(within: .seconds(60), "\(service) notices") { await !world.services.isReady(service) }
        }
        let noticed = ContinuousClock.now - start
        try await world.lasting(.seconds(6))
        try await world.servers.run("signal_process", "broker", "CONT")
        try await world.recover()
        return "heartbeat 2 s; noticed by every service after \(Self.seconds(noticed)) s"
      }),
    Fault(name: "broker: memory alarm on and off") { world in
      try await world.servers.run("broker_control", "set_vm_memory_high_watermark", "absolute", "1MB")
      let before = world.load.closed
      try await world.lasting(.seconds(6))
      let meanwhile = world.load.closed - before
      try await world.servers.run("broker_control", "set_vm_memory_high_watermark", "0.4")
      try await world.recover()
      return "publishing blocked for 6 s, \(meanwhile) cases closed meanwhile"
    },
    Fault(name: "every connection closed by the management API, three times") { world in
      var closed = 0
      for _ in 1...3 {
        try await world.randomMoment()
        closed += try await world.broker.closeAllConnections()
        try await world.recover()
      }
      return "\(closed) connections closed"
    },
    Fault(name: "a queue deleted, three of them one after another", setup: { FaultSetup() }, strike: deleteQueues),
  ]

  /// What a deleted queue held is gone from the broker. An operator who keeps a journal of the exchanges puts it back:
  /// whoever has a message already knows it by its id.
  private static let deleteQueues: @Sendable (FaultWorld) async throws -> String = { world in
    let journal = try await ExchangeJournal(url: TestBroker.current.amqpURL)
    defer { journal.stop() }
    let queues = try await world.broker.queueNames().filter { name in
      FiveServices.names.contains { name.hasPrefix("\($0).") } && !name.hasSuffix(".dead")
    }
    var deleted: [String] = []
    var longest = Duration.zero
    for queue in world.shuffled(queues.sorted()).prefix(3) {
      try await world.randomMoment()
      let broker = world.broker
      let exchange = String(queue.drop { $0 != "." }.dropFirst())
      let bindings = try await broker.bindings(of: exchange).count { $0.queue == queue }
      let start = ContinuousClock.now
      try await broker.deleteQueue(queue)
      try await eventually(within: .seconds(60), "\(queue) is declared and bound again") {
        try await broker.bindings(of: exchange).count { $0.queue == queue } == bindings
      }
      longest = max(longest, ContinuousClock.now - start)
      try await journal.republish(from: exchange)
      try await world.recover()
      deleted.append(queue)
    }
    return "\(deleted.joined(separator: ", ")): there again within \(Self.seconds(longest)) s, "
      + "what they held put back from a journal of the exchange"
  }
}
