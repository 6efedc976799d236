import Foundation
import TestSupport
import Testing

@testable import AMQP

/// Each test puts a proxy between client and broker that misbehaves in one way.
@Suite(.broker, .serialized, .timeLimit(.minutes(3))) struct BadNetworkTests {
  private func throughProxy(
    _ name: String = "test.proxied", _ body: (TCPProxy, AMQPConfiguration) async throws -> Void
  ) async throws {
    var configuration = try World.configuration(name)
    let proxy = try TCPProxy(serverPorts: configuration.addresses.map(\.port))
    defer { proxy.stop() }
    configuration.addresses = [.init(host: "127.0.0.1", port: Int(proxy.port))]
    configuration.heartbeat = 1
    try await body(proxy, configuration)
  }

  /// R1: librabbitmq would wait for ever inside publish, once the heartbeat is overdue.
  @Test func stoppedBrokerIsNoticedByPublisher() async throws {
    try await self.throughProxy { proxy, configuration in
      try await World.withPublisher(World.topology("silent"), configuration) { publisher in
        try await publisher.publish(World.message("silent", "1"))
        proxy.freeze()
        let code = try await within(World.patience, "an answer") {
          await World.code(publishing: World.message("silent", "2"), by: publisher)
        }
        #expect(code == .linkLost)
        proxy.thaw()
        try await eventually("a new link") {
          await World.code(publishing: World.message("silent", "3"), by: publisher) == nil
        }
      }
    }
  }

  /// R1, R7: a body that fills the socket sticks in `send`, where librabbitmq reads nothing and misses no heartbeat.
  @Test func aBodyThatTheBrokerNeverTakesIsGivenUp() async throws {
    try await self.throughProxy { proxy, configuration in
      try await World.withPublisher(World.topology("stuck"), configuration) { publisher in
        try await publisher.publish(World.message("stuck", "1"))
        proxy.freeze()
        var large = World.message("stuck", "2")
        large.body = Array(repeating: 0, count: 32 * 1024 * 1024)
        let message = large
        let code = try await within(World.patience, "an answer") {
          await World.code(publishing: message, by: publisher)
        }
        #expect(code == .linkLost)
        proxy.thaw()
        try await eventually("a new link") {
          await World.code(publishing: World.message("stuck", "3"), by: publisher) == nil
        }
      }
    }
  }

  @Test func aNodeThatIsDownIsPassedOver() async throws {
    var configuration = try World.configuration("test.nodes")
    let down = try TCPProxy(serverPorts: configuration.addresses.map(\.port))
    down.stop()
    configuration.addresses.insert(.init(host: "127.0.0.1", port: Int(down.port)), at: 0)
    try await World.withPublisher(World.topology("nodes"), configuration) { publisher in
      try await publisher.publish(World.message("nodes", "1"))
    }
  }

  /// R8: nobody calls the library on an idle link but the thread that wakes up for heartbeats.
  @Test func stoppedBrokerIsNoticedByIdleConsumer() async throws {
    try await self.throughProxy { proxy, configuration in
      try await World.withConsumer("idle", World.topology("idle"), configuration) { consumer, _ in
        try await World.until(.ready) { await consumer.linkState }
        proxy.freeze()
        try await eventually(within: World.patience, "the loss") { await consumer.linkState != .ready }
        proxy.thaw()
        try await World.until(.ready) { await consumer.linkState }
      }
    }
  }

  /// R8, the other way round: the broker would close a link on which it hears nothing for two heartbeats.
  @Test func anIdleLinkIsKeptAliveByOurHeartbeats() async throws {
    try await self.throughProxy { _, configuration in
      try await World.withPublisher(World.topology("alive"), configuration) { publisher in
        try await publisher.publish(World.message("alive", "1"))
        let name = try await eventuallyOne { try await TestBroker.current.connectionNames().first }
        let start = ContinuousClock.now
        try await eventually(within: World.patience, "four heartbeats") { ContinuousClock.now - start > .seconds(4) }
        #expect(try await TestBroker.current.connectionNames() == [name])
        #expect(await publisher.linkState == .ready)
      }
    }
  }

  /// R5: an answer that never comes is not waited for longer than the limit.
  @Test func aBrokerThatNeverAnswersTheLogInTimesOut() async throws {
    try await self.throughProxy { proxy, configuration in
      var configuration = configuration
      configuration.rpcTimeout = .milliseconds(300)
      proxy.freeze()
      let session = try AMQPSession(
        configuration, role: PublishingChannel(configuration, metrics: LinkMetrics(link: "test")), onEvent: { _ in })
      let code = try await within(World.patience, "the end of open") {
        await World.code { try await session.open(.empty) }
      }
      #expect(code == .timeout)
      _ = await session.finish(within: .zero)
    }
  }

  /// R5, R12: the answer to a declaration does not come; the library has closed its socket, and nothing calls it again.
  @Test func stoppingDuringASilentLogInDoesNotWaitForTheLimit() async throws {
    try await self.throughProxy { proxy, configuration in
      var configuration = configuration
      configuration.rpcTimeout = .seconds(60)
      proxy.freeze()
      let publisher = AMQPPublisher(configuration: configuration, logger: World.logger)
      let running = Task { await publisher.run() }
      try await World.until(.connecting) { await publisher.linkState }
      running.cancel()
      try await within(World.patience, "the end of run") { await running.value }
      #expect(await publisher.linkState == .closed)
    }
  }

  /// R6: under a memory or disk alarm the broker stops reading. What would be sent then fills the socket and sticks.
  @Test func aBlockedLinkWaitsAndGoesOnWhenUnblocked() async throws {
    try await self.throughProxy { proxy, configuration in
      var configuration = configuration
      configuration.confirmTimeout = .seconds(3)
      try await World.withPublisher(World.topology("alarm"), configuration) { publisher in
        try await World.until(.ready) { await publisher.linkState }
        try await publisher.publish(World.message("alarm", "1"))
        proxy.sayToClient(WireFrame.connectionBlocked(reason: "low on memory"))
        try await World.until(.blocked) { await publisher.linkState }
        let answered = TestSignal<AMQPError.Code?>()
        async let publishing: Void = answered.send(
          World.code(publishing: World.message("alarm", "2"), by: publisher))
        // Longer than the time a confirm may take: being blocked is not being late.
        let start = ContinuousClock.now
        try await eventually("four seconds") { ContinuousClock.now - start > .seconds(4) }
        #expect(answered.pending.isEmpty)
        #expect(try await TestBroker.current.queueDepth("alarm") == 1)
        proxy.sayToClient(WireFrame.connectionUnblocked)
        #expect(try await answered.next(within: World.patience) == nil)
        await publishing
        #expect(await publisher.linkState == .ready)
      }
    }
  }

  @Test func whoIsCancelledWhileBlockedDoesNotWait() async throws {
    try await self.throughProxy { proxy, configuration in
      try await World.withPublisher(World.topology("cancel"), configuration) { publisher in
        try await publisher.publish(World.message("cancel", "1"))
        proxy.sayToClient(WireFrame.connectionBlocked(reason: "low on memory"))
        try await World.until(.blocked) { await publisher.linkState }
        let publishing = Task {
          await World.code(publishing: World.message("cancel", "2"), by: publisher)
        }
        publishing.cancel()
        #expect(try await within(World.patience, "an answer") { await publishing.value } == .cancelled)
        proxy.sayToClient(WireFrame.connectionUnblocked)
        try await publisher.publish(World.message("cancel", "3"))
        // What was cancelled before it could leave has not left.
        try await eventually("two messages") { try await TestBroker.current.queueDepth("cancel") == 2 }
      }
    }
  }

  /// R7: a thread that is stuck in `send` cannot run the job that would stop it.
  @Test func aStuckSendIsFreedByTheWatchdog() async throws {
    let name = "stuck\(UInt16.random(in: 0...UInt16.max))"
    try await self.throughProxy(name) { proxy, configuration in
      var configuration = configuration
      configuration.stopTimeout = .milliseconds(500)
      // Long, or the broker would end the link itself because it hears nothing.
      configuration.heartbeat = 60
      let publisher = AMQPPublisher(
        configuration: configuration, topology: World.topology("stuck"), logger: World.logger)
      let running = Task { await publisher.run() }
      try await publisher.publish(World.message("stuck", "1"))
      proxy.stopReadingFromClient()
      // More than any socket buffer between us and the broker takes.
      let body = [UInt8](repeating: 0, count: 32_000_000)
      let publishing = Task {
        await World.code(publishing: AMQPMessage(exchange: "stuck", routingKey: "", body: body), by: publisher)
      }
      try await eventually("a full socket") { try proxy.bytesNotTaken() > 0 }
      running.cancel()
      try await within(World.patience, "the end of run") { await running.value }
      #expect(await publishing.value != nil)
      #expect(try World.threads(named: name) == 0)
    }
  }

  /// The broker is heard but hears nothing: the confirm is late, and the link is lost for it.
  @Test func aConfirmThatDoesNotComeLosesTheLink() async throws {
    try await self.throughProxy { proxy, configuration in
      var configuration = configuration
      configuration.heartbeat = 60
      configuration.confirmTimeout = .seconds(3)
      try await World.withPublisher(World.topology("late"), configuration) { publisher in
        try await World.until(.ready) { await publisher.linkState }
        try await publisher.publish(World.message("late", "1"))
        proxy.stopReadingFromClient()
        let code = await World.code(publishing: World.message("late", "2"), by: publisher)
        #expect(code == .linkLost)
      }
    }
  }

  /// R10: a heartbeat that comes as a frame disturbs nothing. R2: a frame of another channel is not lost in silence.
  @Test func strayFramesAreHandled() async throws {
    try await self.throughProxy { proxy, configuration in
      try await World.withConsumer("stray", World.topology("stray"), configuration) { consumer, arrived in
        try await World.until(.ready) { await consumer.linkState }
        for _ in 0..<10 { proxy.sayToClient(WireFrame.heartbeat) }
        try await World.withPublisher { try await $0.publish(World.message("stray", "1")) }
        let first = try await arrived.next(within: World.patience)
        #expect(first.tag.generation == 1)
        try await eventually("its acknowledgement") { try await TestBroker.current.queueDepth("stray") == 0 }
        proxy.sayToClient(WireFrame.delivery(tag: 9, channel: 2, headers: []))
        try await self.expectNewLink(2, "stray", arrived)
      }
    }
  }

  /// A sender decides how deep its headers are nested; neither librabbitmq's recursion nor ours may run out of stack.
  @Test func headersNestedAsDeepAsAFrameAllowsAreDelivered() async throws {
    try await self.throughProxy { proxy, configuration in
      try await World.withConsumer("deep", World.topology("deep"), configuration) { consumer, arrived in
        try await World.until(.ready) { await consumer.linkState }
        proxy.sayToClient(WireFrame.delivery(tag: 1, channel: 1, headers: WireFrame.nestedArrays(depth: 26_000)))
        let delivery = try await arrived.next(within: World.patience)
        #expect(delivery.properties.headers["deep"] != nil)
      }
    }
  }

  @Test func bytesThatAreNoFrameLoseTheLinkAndNothingElse() async throws {
    var generator = SeededGenerator()
    print(generator)
    try await self.throughProxy { proxy, configuration in
      try await World.withConsumer("garbage", World.topology("garbage"), configuration) { consumer, arrived in
        for round: UInt64 in 1...5 {
          try await World.until(.ready) { await consumer.linkState }
          // A short frame that says it is a method, and is none.
          var bytes: [UInt8] = [1, 0, 1, 0, 0, 0, 8]
          for _ in 0..<40 { bytes.append(.random(in: 0...255, using: &generator)) }
          proxy.sayToClient(bytes)
          try await self.expectNewLink(round + 1, "garbage", arrived)
        }
      }
    }
  }

  /// R14: the name is looked up on the link's own thread, and one that does not exist is an error like others.
  @Test func aHostThatDoesNotExistIsTriedAgain() async throws {
    var configuration = try World.configuration()
    configuration.addresses = [.init(host: "nowhere.invalid", port: 5672)]
    try await World.withPublisher(.empty, configuration) { publisher in
      try await World.until(.backingOff) { await publisher.linkState }
    }
  }

  @Test func aConnectionCutWithoutFarewellComesBack() async throws {
    try await self.throughProxy { proxy, configuration in
      try await World.withPublisher(World.topology("cut"), configuration) { publisher in
        try await publisher.publish(World.message("cut", "1"))
        proxy.cutConnections()
        try await eventually("a new link") {
          await World.code(publishing: World.message("cut", "2"), by: publisher) == nil
        }
      }
    }
  }

  /// Publishes past the proxy until a delivery comes over the link of this generation.
  private func expectNewLink(_ generation: UInt64, _ exchange: String, _ arrived: TestSignal<Delivery>) async throws {
    try await World.withPublisher { publisher in
      try await eventually(within: World.patience, "link \(generation)") {
        try await publisher.publish(World.message(exchange, "probe"))
        let delivery = try await arrived.next(within: World.patience)
        #expect(delivery.tag.generation <= generation)
        return delivery.tag.generation == generation
      }
    }
  }

  private func eventuallyOne<Value: Sendable>(_ value: @escaping @Sendable () async throws -> Value?) async throws
    -> Value
  {
    let found = TestSignal<Value>()
    try await eventually("a value") {
      guard let value = try await value() else { return false }
      found.send(value)
      return true
    }
    return try await found.next(within: World.patience)
  }
}

/// Frames as a broker writes them.
private enum WireFrame {
  static let heartbeat = frame(type: 8, channel: 0, [])
  static let connectionUnblocked = frame(type: 1, channel: 0, [0, 10, 0, 61])

  static func connectionBlocked(reason: String) -> [UInt8] {
    frame(type: 1, channel: 0, [0, 10, 0, 60] + shortString(reason))
  }

  /// A delivery of one byte.
  static func delivery(tag: UInt8, channel: UInt16, headers: [UInt8]) -> [UInt8] {
    let method: [UInt8] = [0, 60, 0, 60] + shortString("redress") + [0, 0, 0, 0, 0, 0, 0, tag, 0]
    let flags: [UInt8] = headers.isEmpty ? [0, 0] : [0x20, 0]
    let properties: [UInt8] = [0, 60, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 1] + flags + headers
    return frame(type: 1, channel: channel, method + shortString("") + shortString("key"))
      + frame(type: 2, channel: channel, properties) + frame(type: 3, channel: channel, [42])
  }

  /// A header table with one name, whose value is an array in an array, and so on.
  static func nestedArrays(depth: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for level in 0..<depth { bytes += [0x41] + size((depth - level - 1) * 5) }
    let entry = shortString("deep") + bytes
    return size(entry.count) + entry
  }

  private static func frame(type: UInt8, channel: UInt16, _ payload: [UInt8]) -> [UInt8] {
    [type, UInt8(channel >> 8), UInt8(truncatingIfNeeded: channel)] + size(payload.count) + payload + [206]
  }

  private static func shortString(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + text.utf8 }

  private static func size(_ count: Int) -> [UInt8] {
    (0..<4).reversed().map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
  }
}
