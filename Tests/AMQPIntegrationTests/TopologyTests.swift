import AMQP
import Logging
import Synchronization
import TestSupport
import Testing

@Suite(.broker, .serialized, .timeLimit(.minutes(3))) struct TopologyTests {
  @Test func aQueueThatDiffersFailsTheLinkAndNamesBothArguments() async throws {
    let queue = "differs"
    try await World.withPublisher(Topology(queues: [.quorum(queue, deliveryLimit: 20)])) { publisher in
      try await World.until(.ready) { await publisher.linkState }
    }
    let publisher = AMQPPublisher(
      configuration: try World.configuration(), topology: Topology(queues: [.quorum(queue, deliveryLimit: 5)]),
      logger: World.logger)
    // Returns by itself: nothing this process does would mend it.
    try await within(World.patience, "the end of run") { await publisher.run() }
    #expect(await publisher.linkState == .failed)
    do {
      try await publisher.publish(World.message("x", "1"))
      Issue.record("publishing on a failed link must throw")
    } catch {
      #expect(error.code == .preconditionFailed && !error.isRetriable && error.replyCode == 406)
      #expect(error.description.contains(#"queue differs [x-queue-type: "quorum", x-delivery-limit: 5]"#))
      #expect(error.debugDescription.contains("x-delivery-limit") && error.debugDescription.contains("20"))
    }
  }

  @Test func aMissingForeignExchangeIsWaitedFor() async throws {
    let topology = Topology(
      exchanges: [.foreign("dispatch.events")], queues: [.quorum("callback.dispatch.events")],
      bindings: [.init(exchange: "dispatch.events", queue: "callback.dispatch.events", routingKey: "#")])
    try await World.withConsumer("callback.dispatch.events", topology) { consumer, arrived in
      try await World.until(.backingOff) { await consumer.linkState }
      try await World.withPublisher(Topology(exchanges: [.own("dispatch.events")])) { publisher in
        try await World.until(.ready) { await consumer.linkState }
        try await publisher.publish(World.message("dispatch.events", "1"))
      }
      #expect(try await World.bodies(1, arrived) == ["1"])
    }
  }

  @Test func anObserverSeesSeveralExchangesThroughAQueueOfItsOwn() async throws {
    let exchanges = ["intake.events", "dispatch.events"]
    let topology = Topology(
      exchanges: exchanges.map { .own($0) }, queues: [.exclusive("observer.1")],
      bindings: exchanges.map { .init(exchange: $0, queue: "observer.1", routingKey: "#") })
    try await World.withConsumer("observer.1", topology) { consumer, arrived in
      try await World.until(.ready) { await consumer.linkState }
      try await World.withPublisher { publisher in
        for exchange in exchanges { try await publisher.publish(World.message(exchange, exchange)) }
        #expect(try await World.bodies(2, arrived) == exchanges)
        // Its queue goes with its connection, and comes back with the next one.
        try await World.closeConnections(2)
        try await eventually("a delivery over the next link") {
          _ = await World.code(publishing: World.message("intake.events", "again"), by: publisher)
          return arrived.pending.contains { $0.tag.generation > 1 }
        }
      }
    }
    try await eventually("no queue") { try await TestBroker.current.queueNames().isEmpty }
  }

  @Test func whatIsRedeliveredTooOftenEndsInTheDeadLetterQueue() async throws {
    let topology = Topology(
      exchanges: [.own("work"), .own("work.dlx")],
      queues: [
        .quorum("work", deadLetterExchange: "work.dlx", deliveryLimit: 2, isSingleActiveConsumer: true),
        .quorum("work.dead"),
      ],
      bindings: [
        .init(exchange: "work", queue: "work", routingKey: "#"),
        .init(exchange: "work.dlx", queue: "work.dead", routingKey: "#"),
      ])
    try await World.withPublisher(topology) { try await $0.publish(World.message("work", "poison")) }
    let consumer = AMQPConsumer(
      configuration: try World.configuration(), consumer: .init(queue: "work"), topology: topology, logger: World.logger
    )
    let attempts = Mutex(0)
    let running = World.start {
      await consumer.run { _ in
        attempts.withLock { $0 += 1 }
        return .abandon
      }
    }
    try await running.during {
      try await World.withConsumer("work.dead", topology) { _, arrived in
        let bodies = try await World.bodies(1, arrived)
        #expect(bodies == ["poison"])
      }
    }
    #expect(attempts.withLock { $0 } == 3)
  }

  @Test func aQueueThatNobodyDeclaresIsNotFoundAndTriedAgain() async throws {
    try await World.withConsumer("missing", .empty) { consumer, _ in
      try await World.until(.backingOff) { await consumer.linkState }
    }
  }

  @Test func aWrongPasswordIsRefusedAndTriedAgain() async throws {
    var configuration = try World.configuration()
    configuration.password += "x"
    try await World.withPublisher(.empty, configuration) { publisher in
      try await World.until(.backingOff) { await publisher.linkState }
    }
  }

  @Test func anErrandLooksAtQueuesAndTakesThemAway() async throws {
    let errand = AMQPErrand(configuration: try World.configuration())
    let inner = Topology.Binding(exchange: "outer", to: .exchange("inner"), routingKey: "a.#")
    try await errand.apply(
      Topology(
        exchanges: [.own("outer"), .own("inner")], queues: [.quorum("held")],
        bindings: [inner, Topology.Binding(exchange: "inner", queue: "held", routingKey: "#")]))
    try await World.withPublisher { publisher in
      try await publisher.publish(World.message("outer", "1", key: "a.b"))
      let depth = try #require(try await errand.depth(ofQueue: "held"))
      #expect(depth.ready == 1 && depth.consumers == 0)
      try await errand.unbind([inner])
      #expect(
        await World.code(publishing: World.message("outer", "2", key: "a.b"), by: publisher) == .unroutable)
    }
    for _ in 1...2 { try await errand.delete(queues: ["held"], exchanges: ["inner", "outer"]) }
    try await errand.unbind([Topology.Binding(exchange: "amq.topic", queue: "held", routingKey: "#")])
    #expect(try await errand.depth(ofQueue: "held") == nil)
  }

  @Test func aHashExchangeDealsOutByHeader() async throws {
    let errand = AMQPErrand(configuration: try World.configuration())
    let queues = ["part.1", "part.2"]
    try await errand.apply(
      Topology(
        exchanges: [.hashing("parts", onHeader: "subject")], queues: queues.map { .quorum($0) },
        bindings: queues.map { Topology.Binding(exchange: "parts", queue: $0, routingKey: "1") }))
    try await World.withPublisher { publisher in
      for number in 0..<64 {
        var message = World.message("parts", "\(number)")
        message.properties.headers["subject"] = .string("CASE-\(number % 32)")
        try await publisher.publish(message)
      }
    }
    let depths = try await [errand.depth(ofQueue: queues[0])?.ready, errand.depth(ofQueue: queues[1])?.ready]
    let counts = depths.compactMap { $0 }
    #expect(counts.reduce(0, +) == 64)
    // Both messages of a subject lie in one queue, and the subjects are dealt out.
    #expect(counts.allSatisfy { $0 > 0 && $0.isMultiple(of: 2) })
  }
}
