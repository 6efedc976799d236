import AMQP
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite(.broker, .serialized, .timeLimit(.minutes(3))) struct ConsumerTests {
  private func publish(_ exchange: String, _ count: Int, from first: Int = 0) async throws {
    try await World.withPublisher(World.topology(exchange)) { publisher in
      for number in first..<first + count { try await publisher.publish(World.message(exchange, "\(number)")) }
    }
  }

  /// - Parameter topology: nil for an exchange and a queue of this name.
  private func consumer(
    _ queue: String, _ topology: Topology? = nil, _ change: (inout AMQPConsumer.Configuration) -> Void = { _ in }
  ) throws -> AMQPConsumer {
    var consumer = AMQPConsumer.Configuration(queue: queue)
    change(&consumer)
    return AMQPConsumer(
      configuration: try World.configuration("test.consumer"), consumer: consumer,
      topology: topology ?? World.topology(queue), logger: World.logger)
  }

  @Test func deliveriesComeInBatchesInOrderAndAreAcknowledged() async throws {
    try await self.publish("batches", 120)
    let consumer = try self.consumer("batches")
    let batches = TestSignal<[Delivery]>()
    let running = World.start {
      await consumer.run { batch in
        batches.send(batch)
        return .settled
      }
    }
    try await running.during {
      var bodies: [String] = []
      while bodies.count < 120 {
        let batch = try await batches.next(within: World.patience)
        #expect(!batch.isEmpty && batch.count <= 50)
        bodies += batch.map { String(decoding: $0.body, as: UTF8.self) }
      }
      #expect(bodies == (0..<120).map { "\($0)" })
      try await eventually("an empty queue") { try await TestBroker.current.queueDepth("batches") == 0 }
    }
  }

  @Test func aBatchThatIsAbandonedComesAgain() async throws {
    try await self.publish("again", 3)
    let consumer = try self.consumer("again")
    let batches = TestSignal<[Delivery]>()
    let isFirst = Mutex(true)
    let running = World.start {
      await consumer.run { batch in
        let outcome: BatchOutcome = isFirst.withLock { first in
          defer { first = false }
          return first ? .abandon : .settled
        }
        if outcome == .settled { batches.send(batch) }
        return outcome
      }
    }
    try await running.during {
      let batch = try await batches.next(within: World.patience)
      #expect(batch.first.map { String(decoding: $0.body, as: UTF8.self) } == "0")
      #expect(batch.first?.isRedelivered == true)
      try await eventually("an empty queue") { try await TestBroker.current.queueDepth("again") == 0 }
    }
  }

  /// The connection dies while a batch is handled: settling it then says nothing to the new one, and nothing is lost.
  @Test func aLinkLostInTheMiddleOfABatchRedelivers() async throws {
    try await self.publish("crash", 10)
    let consumer = try self.consumer("crash") { $0.batchSize = 10 }
    let started = TestSignal<[Delivery]>()
    let mayEnd = TestSignal<Void>()
    let running = World.start {
      await consumer.run { batch in
        started.send(batch)
        _ = try? await mayEnd.next(within: World.patience)
        return .settled
      }
    }
    try await running.during {
      let first = try await started.next(within: World.patience)
      // The loss is known although the handler is busy. (The publisher's connection may still be listed.)
      try await eventually(within: World.patience, "the loss") {
        try await World.closeConnections(0)
        return await consumer.linkState == .backingOff
      }
      mayEnd.send()
      var again: [Delivery] = []
      while again.count < 10 {
        again += try await started.next(within: World.patience)
        mayEnd.send()
      }
      #expect(first.allSatisfy { !$0.isRedelivered && $0.tag.generation == 1 })
      #expect(Set(again.map(\.body)) == Set((0..<10).map { Array("\($0)".utf8) }))
      #expect(again.allSatisfy { $0.tag.generation > 1 })
      for _ in 0..<10 { mayEnd.send() }
      try await eventually("an empty queue") { try await TestBroker.current.queueDepth("crash") == 0 }
    }
  }

  /// R3: without the capability in the log-in the broker deletes the queue and says nothing.
  @Test func aQueueDeletedUnderItsConsumerIsDeclaredAndConsumedAnew() async throws {
    try await World.withConsumer("deleted", World.topology("deleted")) { consumer, arrived in
      try await self.publish("deleted", 1)
      #expect(try await World.bodies(1, arrived) == ["0"])
      try await TestBroker.current.deleteQueue("deleted")
      try await eventually("the queue") { try await TestBroker.current.queueNames() == ["deleted"] }
      try await self.publish("deleted", 1, from: 1)
      #expect(try await World.bodies(1, arrived) == ["1"])
      #expect(await consumer.linkState == .ready)
    }
  }

  /// As on SIGTERM: `run`'s task is cancelled in the middle of 50 slow handlers.
  @Test(arguments: [true, false])
  func stoppingFinishesTheRunningBatchAndDeliversNothingTwice(_ byCancelling: Bool) async throws {
    try await self.publish("stop", 100)
    let consumer = try self.consumer("stop")
    let started = TestSignal<[Delivery]>()
    let mayEnd = TestSignal<Void>()
    let wasCancelled = Mutex(false)
    let running = Task {
      await consumer.run { batch in
        started.send(batch)
        _ = try? await mayEnd.next(within: World.patience)
        wasCancelled.withLock { $0 = $0 || Task.isCancelled }
        return .settled
      }
    }
    let first = try await started.next(within: World.patience)
    let stopping = Task { byCancelling ? running.cancel() : await consumer.stopTaking() }
    try await World.until(.closing) { await consumer.linkState }
    mayEnd.send()
    await stopping.value
    await running.value
    #expect(started.pending.isEmpty)
    #expect(wasCancelled.withLock { !$0 })
    #expect(await consumer.linkState == .closed)
    try await eventually("the rest") { try await TestBroker.current.queueDepth("stop") == 100 - first.count }
    try await World.withConsumer("stop", World.topology("stop")) { _, arrived in
      let rest = try await World.bodies(100 - first.count, arrived)
      #expect(Set(rest).isDisjoint(with: first.map { String(decoding: $0.body, as: UTF8.self) }))
    }
  }

  /// The next in line must not be given what comes after a batch before it is given what that batch left over.
  @Test(arguments: [true, false])
  func whatALeavingConsumerHadTakenComesFirstToTheNext(_ byStopping: Bool) async throws {
    let topology = Topology(
      exchanges: [.own("order")], queues: [.quorum("order", isSingleActiveConsumer: true)],
      bindings: [Topology.Binding(exchange: "order", queue: "order", routingKey: "#")])
    func makeConsumer() throws -> AMQPConsumer {
      try self.consumer("order", topology) {
        $0.prefetch = 10
        $0.batchSize = 4
      }
    }
    try await World.withPublisher(topology) { publisher in
      for number in 0..<20 { try await publisher.publish(World.message("order", "\(number)")) }
    }
    let leaving = try makeConsumer()
    let started = TestSignal<[Delivery]>()
    let mayEnd = TestSignal<Void>()
    let run = Task {
      await leaving.run { batch in
        started.send(batch)
        _ = try? await mayEnd.next(within: World.patience)
        return byStopping ? .settled : .handOver
      }
    }
    let first = try await started.next(within: World.patience)
    let next = try makeConsumer()
    let arrived = TestSignal<Delivery>()
    let running = World.start {
      await next.run { batch in
        for delivery in batch { arrived.send(delivery) }
        return .settled
      }
    }
    try await running.during {
      try await World.until(.ready) { await next.linkState }
      let stopping = Task { if byStopping { await leaving.stopTaking() } }
      if byStopping { try await World.until(.closing) { await leaving.linkState } }
      mayEnd.send()
      let bodies = try await World.bodies(20 - first.count, arrived)
      #expect(bodies == (first.count..<20).map { "\($0)" })
      await stopping.value
    }
    run.cancel()
    mayEnd.send()
    await run.value
  }

  @Test func aHandlerThatOutlastsTheLimitIsCancelled() async throws {
    try await self.publish("slow", 1)
    let consumer = try self.consumer("slow") { $0.finishTimeout = .milliseconds(100) }
    let started = TestSignal<Void>()
    let never = TestSignal<Void>()
    let running = Task {
      await consumer.run { _ in
        started.send()
        _ = try? await never.next(within: World.patience)
        return Task.isCancelled ? .abandon : .settled
      }
    }
    try await started.next(within: World.patience)
    running.cancel()
    try await within(World.patience, "the end of run") { await running.value }
    try await eventually("the message") { try await TestBroker.current.queueDepth("slow") == 1 }
  }

  @Test func stoppingAConsumerThatNeverRanReturns() async throws {
    let consumer = try self.consumer("never")
    await consumer.stopTaking()
    await consumer.run { _ in .settled }
    #expect(await consumer.linkState == .closed)
  }

  @Test func tenMegabytesAreDeliveredWhole() async throws {
    let body = (0..<10_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try await World.withPublisher(World.topology("big")) {
      try await $0.publish(AMQPMessage(exchange: "big", routingKey: "", body: body))
    }
    try await World.withConsumer("big", World.topology("big")) { _, arrived in
      let delivery = try await arrived.next(within: World.patience)
      #expect(delivery.body == body && !delivery.isTruncated)
    }
  }

  @Test func aBodyOverTheLimitIsDeliveredTruncatedAndTheNextOneWhole() async throws {
    try await World.withPublisher(World.topology("limit")) { publisher in
      for size in [300_000, 1000] {
        try await publisher.publish(
          AMQPMessage(exchange: "limit", routingKey: "", body: [UInt8](repeating: 7, count: size)))
      }
    }
    var configuration = try World.configuration("test.consumer")
    configuration.maximumBodyBytes = 200_000
    try await World.withConsumer("limit", World.topology("limit"), configuration) { _, arrived in
      let long = try await arrived.next(within: World.patience)
      #expect(long.isTruncated && long.body.count == 200_000)
      let short = try await arrived.next(within: World.patience)
      #expect(!short.isTruncated && short.body.count == 1000)
    }
  }

  /// R9: without releasing its buffers librabbitmq would keep every one of these bytes.
  @Test func memoryDoesNotGrowWithWhatIsConsumed() async throws {
    let topology = World.topology("memory")
    let body = [UInt8](repeating: 1, count: 1_000_000)
    try await World.withConsumer("memory", topology) { _, arrived in
      try await World.withPublisher(topology) { publisher in
        func passHundredMegabytes() async throws {
          for _ in 0..<100 {
            try await publisher.publish(AMQPMessage(exchange: "memory", routingKey: "", body: body))
            _ = try await arrived.next(within: World.patience)
          }
        }
        try await passHundredMegabytes()
        let before = try ConsumerTests.residentMegabytes()
        for _ in 0..<4 { try await passHundredMegabytes() }
        // Other tests run in this process too: the bound is wide, and still far below what has passed.
        #expect(try ConsumerTests.residentMegabytes() - before < 250)
      }
    }
  }

  private static func residentMegabytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 / 1024 } ?? 0
  }
}
