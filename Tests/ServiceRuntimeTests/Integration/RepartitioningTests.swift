import AMQP
import DurableMessaging
import Foundation
import Messages
import Messaging
import TestSupport
import Testing

@testable import ServiceRuntime

/// A service whose queues are split differently from one start to the next, on a real broker and a real database.
@Suite(.broker(definitions: true), .database(schemas: true))
struct RepartitioningTests {
  @Test("Whatever the number changes to, nothing is lost or doubled, and each subject keeps its order")
  func changingTheNumber() async throws {
    // Queues exist once the service has run; the first has no partitions.
    try await Self.run(partitions: 1) {}
    var sent: [String: [String]] = [:]
    for partitions in [4, 3, 1] {
      // Published while nobody consumes, so that it lies in the queues of the number before.
      for (subject, ids) in try await self.publish(60) { sent[subject, default: []] += ids }
      try await Self.run(partitions: partitions) {
        for (subject, ids) in try await self.publish(60) { sent[subject, default: []] += ids }
        try await Self.eventuallyHeard(sent.values.joined().count)
      }
      let expected = QueueLayout.all(of: .callback, partitions: partitions).flatMap(\.queues) + ["callback.dead"]
      try await eventually("only the queues of \(partitions) are left") {
        try await TestBroker.current.queueNames().sorted() == expected.sorted()
      }
    }
    #expect(try await Self.heard() == sent)
    #expect(
      try await TestDatabase.current.run("SELECT DISTINCT partitions, is_draining FROM callback.inbox_layout") == "1|f")
  }

  @Test("A message that comes by the old queue and by the new one is handled once")
  func arrivingByBothLayouts() async throws {
    try await Self.run(partitions: 1) {}
    let new = try #require(QueueLayout.all(of: .callback, partitions: 2).first)
    // As an instance that died between binding the new queues and unbinding the old one has left it.
    try await AMQPErrand(configuration: try Self.broker(user: "callback")).apply(
      ServiceTopology.make(for: .callback, partitions: 2))
    let sent = try await self.publish(20)
    try await eventually("both layouts have them") {
      var depths: [Int?] = []
      for queue in [new.consumer] + new.queues { depths.append(try await TestBroker.current.queueDepth(queue)) }
      return depths.compactMap { $0 }.reduce(0, +) == 40
    }
    try await Self.run(partitions: 2) {
      try await eventually("the new queues are empty") {
        var depths: [Int?] = []
        for queue in new.queues { depths.append(try await TestBroker.current.queueDepth(queue)) }
        return depths == [0, 0]
      }
    }
    #expect(try await Self.heard() == sent)
    #expect(try await TestDatabase.current.run("SELECT sum(repeats) FROM callback.inbox_message") == "20")
  }

  @Test("Several instances change over at once; what one of them leaves, another takes up")
  func severalInstances() async throws {
    try await Self.run(partitions: 1) {}
    let sent = try await self.publish(200)
    try await Self.run(partitions: 4, instances: 3) { try await Self.eventuallyHeard(200) }
    #expect(try await Self.heard() == sent)
  }

  @Test("Instances that come one after another share the partitions out, and each subject keeps its order")
  func sharing() async throws {
    try await Self.run(partitions: 4) {}
    var sent: [String: [String]] = [:]
    try await Self.run(partitions: 4, instances: 3) {
      let giveUp = ContinuousClock.now + .seconds(120)
      while try await Self.instancesAtWork() < 3 {
        try #require(ContinuousClock.now < giveUp, "not every instance has work of its own")
        for (subject, ids) in try await self.publish(20) { sent[subject, default: []] += ids }
        try await Self.eventuallyHeard(sent.values.joined().count)
      }
    }
    #expect(try await Self.heard() == sent)
    #expect(try await TestDatabase.current.run("SELECT count(*) FROM callback.inbox_member") == "0")
  }

  /// Runs instances until `body` has returned.
  private static func run(
    partitions: Int, instances: Int = 1, _ body: () async throws -> Void
  ) async throws {
    let services = try (0..<instances).map { instance in
      try ServiceInstance(
        TinyService.self,
        configuration: try ServiceConfiguration(
          service: .callback,
          environment: [
            "AMQP_URL": try TestBroker.current.amqpURL(user: "callback"),
            "DATABASE_URL": try TestDatabase.current.url(role: "callback")
              + "?options=-c%20redress.instance%3D\(instance)",
            "DATABASE_POOL_SIZE": "4",
            "HTTP_PORT": "0", "ADMIN_PORT": "0", "INBOX_PARTITIONS": "\(partitions)",
          ]), logger: quiet)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for service in services { group.addTask { try await service.run() } }
      do {
        for service in services {
          _ = try await within(.seconds(60), "the change to \(partitions)") { try await service.ready() }
        }
        try await body()
      } catch {
        for service in services { service.stop() }
        throw error
      }
      for service in services { service.stop() }
      try await group.waitForAll()
    }
  }

  private static func eventuallyHeard(_ count: Int) async throws {
    try await eventually(within: .seconds(60), "\(count) messages are heard") {
      try await TestDatabase.current.run("SELECT count(*) FROM callback.heard") == "\(count)"
    }
  }

  /// How many instances have handled the last twenty messages.
  private static func instancesAtWork() async throws -> Int {
    let count = try await TestDatabase.current.run(
      "SELECT count(DISTINCT instance) FROM (SELECT instance FROM callback.heard ORDER BY position DESC LIMIT 20) AS last"
    )
    return Int(count) ?? 0
  }

  /// The messages of each subject in the order in which they were handled.
  private static func heard() async throws -> [String: [String]] {
    let rows = try await TestDatabase.current.run(
      "SELECT subject || '|' || key FROM callback.heard JOIN callback.inbox_message ON message_id = key ORDER BY position"
    )
    let pairs = rows.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
    return Dictionary(grouping: pairs, by: { $0[0] }).mapValues { $0.map { $0[1] } }
  }

  private static func broker(user: String) throws -> AMQPConfiguration {
    try AMQPConfiguration(url: TestBroker.current.amqpURL(user: user), connectionName: "test")
  }

  /// Publishes as dispatch does, about twenty complaints in turn. Returns the ids of each subject in order.
  private func publish(_ count: Int) async throws -> [String: [String]] {
    let publisher = AMQPPublisher(configuration: try Self.broker(user: "dispatch"), logger: quiet)
    let run = Task { await publisher.run() }
    var sent: [String: [String]] = [:]
    for number in 0..<count {
      let subject = "CLX-2023-\(100_000 + number % 20)"
      let id = UUID().uuidString.lowercased()
      let envelope = Envelope(
        id: id, source: "/dispatch", type: CaseHandled.type, subject: subject, time: Date(),
        data: try MessageCoding.encode(CaseHandled.samples[0]))
      try await publisher.publish(CloudEventsCodec.encode(envelope, exchange: "dispatch.events").amqpMessage)
      sent[subject, default: []].append(id)
    }
    run.cancel()
    await run.value
    return sent
  }
}
