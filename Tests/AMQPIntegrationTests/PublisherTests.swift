import AMQP
import Foundation
import TestSupport
import Testing

@Suite(.broker, .serialized, .timeLimit(.minutes(3))) struct PublisherTests {
  @Test func aConfirmedMessageIsInTheQueueWithAllItsProperties() async throws {
    let topology = World.topology("orders")
    let headers: FieldTable = [
      "bool": true, "int8": .int8(-1), "uint8": .uint8(255), "int16": .int16(-2), "uint16": .uint16(65535),
      "int32": .int32(-3), "uint32": .uint32(.max), "int64": .int64(.min), "float": .float(1.5), "double": .double(0.1),
      "decimal": .decimal(scale: 2, value: 314), "string": "漏水", "bytes": .bytes([0, 255]),
      "time": .timestamp(1_700_000_000),
      "table": .table(["a": .array(["b", .null])]),
    ]
    let properties = AMQPProperties(
      contentType: "application/json", contentEncoding: "identity", headers: headers, priority: 1, correlationID: "c",
      replyTo: "r", expiration: "600000", messageID: "m", timestamp: Date(timeIntervalSince1970: 1_700_000_000),
      type: "complaint.reported.v1", userID: try World.configuration().user, appID: "a")
    let message = AMQPMessage(exchange: "orders", routingKey: "a.b", properties: properties, body: [1, 2, 3])
    try await World.withPublisher(topology) { try await $0.publish(message) }
    try await World.withConsumer("orders", topology) { _, arrived in
      let delivery = try await arrived.next(within: World.patience)
      #expect(delivery.properties == properties)
      #expect(delivery.exchange == "orders" && delivery.routingKey == "a.b" && delivery.body == [1, 2, 3])
      #expect(!delivery.isRedelivered && !delivery.isTruncated)
    }
  }

  @Test func anEmptyBodyIsAMessageToo() async throws {
    let topology = World.topology("empty")
    try await World.withPublisher(topology) { try await $0.publish(World.message("empty", "")) }
    try await World.withConsumer("empty", topology) { _, arrived in
      let delivery = try await arrived.next(within: World.patience)
      #expect(delivery.body == [])
    }
  }

  @Test func whatIsPublishedBeforeTheLinkIsUpWaitsForIt() async throws {
    let publisher = AMQPPublisher(
      configuration: try World.configuration(), topology: World.topology("early"), logger: World.logger)
    let published = Task { try await publisher.publish(World.message("early", "1")) }
    try await World.start { await publisher.run() }.during { try await published.value }
  }

  /// R13, R15: the broker returns an unroutable message and then confirms it; its neighbours are not touched.
  @Test func anUnroutableMessageFailsAndItsNeighboursDoNot() async throws {
    let topology = Topology(
      exchanges: [.own("routed")], queues: [.quorum("routed")],
      bindings: [.init(exchange: "routed", queue: "routed", routingKey: "known")])
    try await World.withPublisher(topology) { publisher in
      let codes = await withTaskGroup(of: (Int, AMQPError.Code?).self) { group in
        for number in 0..<100 {
          let key = number % 10 == 3 ? "unknown" : "known"
          group.addTask {
            (number, await World.code(publishing: World.message("routed", "\(number)", key: key), by: publisher))
          }
        }
        return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      #expect(Set(codes.keys) == Set(stride(from: 3, to: 100, by: 10)))
      #expect(codes.values.allSatisfy { $0 == .unroutable })
    }
  }

  @Test func manyConcurrentMessagesAreAllConfirmedAndArriveOnce() async throws {
    let topology = World.topology("many")
    var configuration = try World.configuration("test.publisher")
    configuration.confirmWindow = 16
    try await World.withPublisher(topology, configuration) { publisher in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<2000 { group.addTask { try await publisher.publish(World.message("many", "\(number)")) } }
        try await group.waitForAll()
      }
    }
    try await World.withConsumer("many", topology) { _, arrived in
      let bodies = try await World.bodies(2000, arrived)
      #expect(Set(bodies).count == 2000)
    }
    try await eventually("an empty queue") { try await TestBroker.current.queueDepth("many") == 0 }
  }

  @Test func oneTasksMessagesKeepTheirOrder() async throws {
    let topology = World.topology("order")
    try await World.withPublisher(topology) { publisher in
      for number in 0..<100 { try await publisher.publish(World.message("order", "\(number)")) }
    }
    try await World.withConsumer("order", topology) { _, arrived in
      let bodies = try await World.bodies(100, arrived)
      #expect(bodies == (0..<100).map { "\($0)" })
    }
  }

  @Test func aMissingExchangeFailsTheMessageAndNotThePublisher() async throws {
    try await World.withPublisher(World.topology("there")) { publisher in
      #expect(await World.code(publishing: World.message("nowhere", "1"), by: publisher) == .notFound)
      // The channel was closed for it; what comes next finds a new link.
      try await eventually("a new link") {
        await World.code(publishing: World.message("there", "2"), by: publisher) == nil
      }
    }
  }

  @Test func aMessageThatCannotBeWrittenIsRefusedWithoutHarmToTheLink() async throws {
    try await World.withPublisher(World.topology("strict")) { publisher in
      try await publisher.publish(World.message("strict", "0"))
      var message = World.message("strict", "1")
      message.properties.headers["big"] = .bytes([UInt8](repeating: 0, count: 200_000))
      #expect(await World.code(publishing: message, by: publisher) == .invalidMessage)
      message = World.message("strict", "2", key: String(repeating: "k", count: 300))
      #expect(await World.code(publishing: message, by: publisher) == .invalidMessage)
      try await publisher.publish(World.message("strict", "3"))
    }
  }

  @Test func connectionsClosedByAnOperatorComeBack() async throws {
    let topology = World.topology("back")
    try await World.withPublisher(topology) { publisher in
      try await publisher.publish(World.message("back", "1"))
      for round in 2...4 {
        try await World.closeConnections()
        // In flight it may be lost; the caller of a lost message sends it again.
        try await eventually("message \(round)") {
          await World.code(publishing: World.message("back", "\(round)"), by: publisher) == nil
        }
      }
    }
    try await World.withConsumer("back", topology) { _, arrived in
      let bodies = try await World.bodies(4, arrived)
      #expect(bodies == ["1", "2", "3", "4"])
    }
  }

  @Test func withoutALinkPublishingTimesOut() async throws {
    var configuration = try World.configuration()
    configuration.addresses = [.init(host: "127.0.0.1", port: 1)]
    configuration.confirmTimeout = .milliseconds(300)
    try await World.withPublisher(.empty, configuration) { publisher in
      #expect(await World.code(publishing: World.message("x", "1"), by: publisher) == .timeout)
    }
  }

  @Test func aPublisherThatHasStoppedRefuses() async throws {
    let publisher = try await World.withPublisher(World.topology("stopped")) { publisher in
      try await publisher.publish(World.message("stopped", "1"))
      return publisher
    }
    #expect(await publisher.linkState == .closed)
    #expect(await World.code(publishing: World.message("stopped", "2"), by: publisher) == .closed)
  }

  @Test func stoppingWaitsForTheMessagesInFlight() async throws {
    let topology = World.topology("finish")
    let outcomes = try await World.withPublisher(topology) { publisher in
      try await publisher.publish(World.message("finish", "first"))
      // Not awaited here: they are on their way when the publisher is stopped.
      return Task {
        await withTaskGroup(of: AMQPError.Code?.self) { group in
          for number in 0..<200 {
            group.addTask { await World.code(publishing: World.message("finish", "\(number)"), by: publisher) }
          }
          return await group.reduce(into: []) { $0.append($1) }
        }
      }
    }
    // Each one is known to be kept, or known never to have left.
    let codes = await outcomes.value
    #expect(codes.allSatisfy { $0 == nil || $0 == .closed })
    let kept = codes.count { $0 == nil }
    try await eventually("\(kept) kept") { try await TestBroker.current.queueDepth("finish") == kept + 1 }
  }

  @Test func nothingIsLeftOfAPublisherThatHasReturned() async throws {
    let name = "left\(UInt16.random(in: 0...UInt16.max))"
    try await World.withPublisher(World.topology("left"), World.configuration(name)) { publisher in
      try await publisher.publish(World.message("left", "1"))
      #expect(try World.threads(named: name) == 1)
      // Connections before the last one are gone too.
      try await World.closeConnections()
      try await eventually("a new link") {
        await World.code(publishing: World.message("left", "2"), by: publisher) == nil
      }
      #expect(try World.threads(named: name) == 1)
    }
    #expect(try World.threads(named: name) == 0)
    try await eventually("no connection") { try await TestBroker.current.connectionNames().isEmpty }
  }
}
