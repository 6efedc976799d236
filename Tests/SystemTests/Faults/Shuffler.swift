import AMQP
import Foundation
import Logging
import Messages
import NIOConcurrencyHelpers
import TestSupport

/// Stands between the services' exchanges and their queues, and passes events on as badly as a broker is allowed to: some
/// twice, some long after those that came later. Only the order within one subject is kept, as the broker keeps it.
final class Shuffler: Sendable {
  private struct State {
    var random: SeededGenerator
    /// In the order of their arrival.
    var held: [AMQPMessage] = []
    var doubled = 0
    var delayed = 0
    var isStopping = false

    /// - Returns: what goes now.
    mutating func shuffle(_ arrived: [AMQPMessage]) -> [AMQPMessage] {
      if self.isStopping {
        defer { self.held = [] }
        return self.held + arrived
      }
      var leaving: [AMQPMessage] = []
      for message in arrived {
        // Whatever follows a message that is held waits behind it.
        let waits = self.held.contains { $0.subject == message.subject }
        if waits || self.happens(20) {
          self.held.append(message)
          self.delayed += 1
        } else {
          leaving.append(message)
        }
      }
      let released = Set(self.held.map(\.subject)).sorted().filter { _ in self.happens(30) }
      leaving += self.held.filter { released.contains($0.subject) }
      self.held.removeAll { released.contains($0.subject) }
      return self.interleaved(leaving).flatMap { message in
        guard self.happens(15) else { return [message] }
        self.doubled += 1
        return [message, message]
      }
    }

    /// Subjects overtake each other; within one, the order stays.
    private mutating func interleaved(_ messages: [AMQPMessage]) -> [AMQPMessage] {
      var order = messages.map(\.subject).shuffled(using: &self.random)[...]
      var bySubject = Dictionary(grouping: messages, by: \.subject).mapValues { $0[...] }
      var result: [AMQPMessage] = []
      while let subject = order.popFirst() {
        if let message = bySubject[subject]?.popFirst() { result.append(message) }
      }
      return result
    }

    private mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self.random) < percent }
  }

  private static let exchanges = Service.allCases.filter { $0 != .outside }.map(\.exchange)

  private let broker: TestBroker
  private let publisher: AMQPPublisher
  private let consumer: AMQPConsumer
  private let state: NIOLockedValueBox<State>
  private let running: Task<Void, Never>

  /// From now on everything goes through here.
  init(broker: TestBroker, random: SeededGenerator) async throws {
    self.broker = broker
    let state = NIOLockedValueBox(State(random: random))
    self.state = state
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let configuration = try AMQPConfiguration(url: broker.amqpURL, connectionName: "test-shuffler")
    var detour = Topology(exchanges: Self.exchanges.map { .own(Self.detour($0)) })
    var direct: [(exchange: String, queue: String)] = []
    for exchange in Self.exchanges {
      for binding in try await broker.bindings(of: exchange) where !binding.queue.hasPrefix("observer.") {
        detour.bindings.append(
          .init(exchange: Self.detour(exchange), queue: binding.queue, routingKey: binding.routingKey))
        direct.append((exchange, binding.queue))
      }
    }
    let queue = Topology.Queue.quorum("shuffler.\(UUID().uuidString)")
    let publisher = AMQPPublisher(configuration: configuration, topology: detour, logger: logger)
    let consumer = AMQPConsumer(
      configuration: configuration, consumer: .init(queue: queue.name, batchDelay: .milliseconds(50)),
      topology: Topology(
        exchanges: Self.exchanges.map { .foreign($0) }, queues: [queue],
        bindings: Self.exchanges.map { .init(exchange: $0, queue: queue.name, routingKey: "#") }),
      logger: logger)
    (self.publisher, self.consumer) = (publisher, consumer)
    self.running = Task {
      async let publishing: Void = publisher.run()
      await consumer.run { deliveries in
        await Self.pass(deliveries.map(AMQPMessage.init(again:)), state, publisher)
        return .settled
      }
      await publishing
    }
    try await eventually("the detour is there") {
      let (publishing, consuming) = (await publisher.linkState, await consumer.linkState)
      return publishing == .ready && consuming == .ready
    }
    // Last, so that nothing falls between the two ways; what takes both is doubled, which is what we are here for.
    for (exchange, queue) in direct { try await broker.unbind(queue, from: exchange) }
  }

  /// From now on everything is passed on as it comes, what is held first. The services' queues stay behind the detour.
  /// - Returns: how many messages went twice, and how many were held back while others overtook them.
  func stop() async throws -> (doubled: Int, delayed: Int) {
    let state = self.state
    state.withLockedValue { $0.isStopping = true }
    try await eventually(within: .seconds(60), "what was held has gone") { state.withLockedValue(\.held.isEmpty) }
    return state.withLockedValue { ($0.doubled, $0.delayed) }
  }

  deinit { self.running.cancel() }

  private static func detour(_ exchange: String) -> String { "detour.\(exchange)" }

  private static func pass(
    _ arrived: [AMQPMessage], _ state: NIOLockedValueBox<State>, _ publisher: AMQPPublisher
  ) async {
    let messages = state.withLockedValue { $0.shuffle(arrived) }
    for message in messages { await self.publish(message, publisher) }
  }

  /// What nobody reads is returned by the broker; what was not confirmed is tried until it is.
  private static func publish(_ message: AMQPMessage, _ publisher: AMQPPublisher) async {
    var message = message
    message.exchange = self.detour(message.exchange)
    while true {
      do throws(AMQPError) {
        return try await publisher.publish(message)
      } catch {
        guard error.isRetriable, error.code != .unroutable else { return }
      }
    }
  }
}

extension AMQPMessage {
  /// What order is kept for: nothing is promised between two exchanges.
  fileprivate var subject: String { "\(self.exchange) \(self.properties.headers["cloudEvents_subject"]?.text ?? "")" }
}
