import AMQP
import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres
import TestSupport
import Testing

/// From one service's outbox through a real broker into another's inbox, while things break.
@Suite("From outbox to inbox", .serialized, .database, .broker)
struct BrokerPathTests {
  private static let topology = Topology(
    exchanges: [.own("intake.events"), .own("dispatch.events"), .own("tally.dlx")],
    queues: [
      .quorum(World.queue, deadLetterExchange: "tally.dlx", deliveryLimit: 20, isSingleActiveConsumer: true),
      .quorum("tally.dead"), .quorum("tally.counted"),
    ],
    bindings: [
      .init(exchange: "dispatch.events", queue: World.queue, routingKey: "tally.asked.v1"),
      .init(exchange: "intake.events", queue: "tally.counted", routingKey: "tally.counted.v1"),
      .init(exchange: "tally.dlx", queue: "tally.dead", routingKey: "#"),
    ])

  private func publisher(_ world: World, _ name: String) throws -> AMQPPublisher {
    AMQPPublisher(
      configuration: try AMQPConfiguration(url: TestBroker.current.amqpURL, connectionName: name),
      topology: Self.topology, logger: world.logger)
  }

  private func consumer(_ world: World, queue: String = World.queue) throws -> InboxConsumer<TallyHandler> {
    let consumer = AMQPConsumer(
      configuration: try AMQPConfiguration(url: TestBroker.current.amqpURL, connectionName: "consumer"),
      consumer: .init(queue: queue), topology: Self.topology, logger: world.logger)
    return InboxConsumer(consumer: consumer, name: queue, work: world.work, logger: world.logger)
  }

  private func publish(
    _ publisher: AMQPPublisher, _ count: Int, subjects: Int, then body: (Int) async throws -> Void = { _ in }
  ) async throws {
    for number in 0..<count {
      let command = TallyCommand(kind: .count, reference: "r\(number)")
      let message = World.transport("s\(number % subjects)", command).amqpMessage
      try await Self.publish(publisher, message)
      try await body(number)
    }
  }

  /// The sender's side of at-least-once: what is not confirmed is sent again, and the inbox drops the repeat.
  private static func publish(_ publisher: AMQPPublisher, _ message: AMQPMessage) async throws {
    while true {
      do {
        return try await publisher.publish(message)
      } catch {
        guard error.isRetriable else { throw error }
      }
    }
  }

  @Test("Every message counts once, in order, though the broker closes all connections again and again")
  func connectionsClosed() async throws {
    try await World.run { world in
      let publisher = try self.publisher(world, "sender")
      let consumer = try self.consumer(world)
      let broker = TestBroker.current
      try await running([{ await publisher.run() }, { await consumer.run() }]) {
        try await self.publish(publisher, 120, subjects: 6) { number in
          if number % 40 == 20 { try await broker.closeAllConnections() }
        }
        try await eventually(within: .seconds(60), "all have counted") { try await world.marks().count == 120 }
        try await eventually(within: .seconds(30), "the queue is empty") {
          try await broker.queueDepth(World.queue) == 0
        }
      }
      for subject in 0..<6 {
        let expected = stride(from: subject, to: 120, by: 6).map { "r\($0)" }
        #expect(try await world.marks(of: "s\(subject)") == expected)
      }
      #expect(try await world.states() == ["processed": 120])
    }
  }

  @Test("The database's sessions are ended while messages arrive: they are held, and then count once")
  func sessionsTerminated() async throws {
    try await World.run { world in
      let publisher = try self.publisher(world, "sender")
      let consumer = try self.consumer(world)
      try await running([{ await publisher.run() }, { await consumer.run() }]) {
        try await self.publish(publisher, 100, subjects: 5) { number in
          if number % 25 == 10 { try await TestDatabase.current.terminateSessions() }
        }
        try await eventually(within: .seconds(60), "all have counted") { try await world.marks().count == 100 }
      }
      #expect(try await world.states() == ["processed": 100], "nobody's attempt was used up")
      #expect(try await world.sql("SELECT max(attempts) FROM inbox_message;") == "0")
    }
  }

  @Test("Committed and not acknowledged, a batch is delivered again and changes nothing")
  func crashBetweenCommitAndAck() async throws {
    try await World.run { world in
      let publisher = try self.publisher(world, "sender")
      let crashing = AMQPConsumer(
        configuration: try AMQPConfiguration(url: TestBroker.current.amqpURL, connectionName: "crashing"),
        consumer: .init(queue: World.queue), topology: Self.topology, logger: world.logger)
      let handled = TestSignal<Int>()
      try await running([{ await publisher.run() }]) {
        try await self.publish(publisher, 10, subjects: 2)
        let crash = Task {
          await crashing.run { deliveries in
            let arrivals = deliveries.map {
              Arrival(consumer: World.queue, transport: TransportMessage($0), isRedelivered: $0.isRedelivered)
            }
            try? await world.work.handle(arrivals)
            handled.send(deliveries.count)
            return .abandon
          }
        }
        _ = try await handled.next(within: .seconds(30))
        crash.cancel()
        await crash.value
        let consumer = try self.consumer(world)
        let broker = TestBroker.current
        try await running([{ await consumer.run() }]) {
          try await eventually(within: .seconds(30), "all have counted") { try await world.marks().count == 10 }
          try await eventually(within: .seconds(30), "the queue is empty") {
            try await broker.queueDepth(World.queue) == 0
          }
        }
      }
      #expect(try await world.marks().count == 10)
    }
  }

  @Test("Poison in every form ends in quarantine, and the messages around it count")
  func poison() async throws {
    try await World.run { world in
      let publisher = try self.publisher(world, "sender")
      let consumer = try self.consumer(world)
      let poison: [AMQPMessage] = [
        AMQPMessage(exchange: "dispatch.events", routingKey: "tally.asked.v1", body: []),
        AMQPMessage(exchange: "dispatch.events", routingKey: "tally.asked.v1", body: [0xff, 0xfe]),
        AMQPMessage(
          exchange: "dispatch.events", routingKey: "tally.asked.v1",
          properties: AMQPProperties(
            contentType: "application/cloudevents+json", headers: ["cloudEvents_id": .double(1)]),
          body: Array("{".utf8)),
        AMQPMessage(
          exchange: "dispatch.events", routingKey: "tally.asked.v1",
          body: [UInt8](repeating: 0x20, count: 10_000_000)),
      ]
      try await running([{ await publisher.run() }, { await consumer.run() }]) {
        for message in poison { try await publisher.publish(message) }
        try await self.publish(publisher, 5, subjects: 1)
        try await eventually(within: .seconds(120), "all are dealt with") {
          try await world.states() == ["processed": 5, "quarantined": poison.count]
        }
      }
      let entries = try await Quarantine(pool: world.pool).list()
      #expect(entries.allSatisfy { !$0.faults.isEmpty })
    }
  }

  @Test("Events leave through the broker in order and once, though it closes all connections while they are relayed")
  func relayedWhileConnectionsClose() async throws {
    try await World.run { world in
      let publisher = try self.publisher(world, "relay")
      let relay = OutboxRelay(
        configuration: world.configuration, publisher: publisher, commits: world.commits, logger: world.logger)
      let received = ReceivedEvents()
      let receiver = AMQPConsumer(
        configuration: try AMQPConfiguration(url: TestBroker.current.amqpURL, connectionName: "receiver"),
        consumer: .init(queue: "tally.counted"), topology: Self.topology, logger: world.logger)
      let broker = TestBroker.current
      try await running([
        { await publisher.run() }, { await relay.run() },
        {
          await receiver.run {
            received.add($0)
            return .settled
          }
        },
      ]) {
        for round in 0..<10 {
          try await world.work.handle((0..<20).map { world.arrival("s\($0)", .count, "s\($0) \(round)") })
          if round % 3 == 1 { try await broker.closeAllConnections() }
        }
        try await eventually(within: .seconds(60), "the outbox is empty") {
          try await world.sql("SELECT count(*) FROM outbox_message;") == "0"
        }
        try await eventually(within: .seconds(30), "all have arrived") { received.distinctCount == 200 }
      }
      #expect(received.versions.count == 20)
      #expect(received.versions.values.allSatisfy { $0 == Array(1...10) })
    }
  }

  @Test("Stopped in the middle of its work, a consumer finishes and acknowledges its batch")
  func stopping() async throws {
    try await World.run { world in
      let publisher = try self.publisher(world, "sender")
      let broker = TestBroker.current
      try await running([{ await publisher.run() }]) {
        try await self.publish(publisher, 60, subjects: 3)
        let consumer = try self.consumer(world)
        let run = Task { await consumer.run() }
        try await eventually(within: .seconds(30), "it has begun") { try await !world.marks().isEmpty }
        await consumer.stopTaking()
        try await within(.seconds(30), "the end of the consumer") { await run.value }
        let count = try await world.marks().count
        try await eventually(within: .seconds(30), "the rest is in the queue") {
          try await broker.queueDepth(World.queue) == 60 - count
        }
        #expect(try await world.sql("SELECT sum(repeats) FROM inbox_message;") == "0")
      }
    }
  }
}
