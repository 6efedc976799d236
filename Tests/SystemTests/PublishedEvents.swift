import AMQP
import DurableMessaging
import Foundation
import Logging
import Messages
import Messaging
import NIOConcurrencyHelpers
import TestSupport

/// Everything that the five services publish, as a consumer sees it that drops repeats by their id.
final class PublishedEvents: Sendable {
  private struct Seen {
    var ids: Set<String> = []
    var versions: [String: [Int64]] = [:]
    var counts: [String: Int] = [:]
  }

  private let consumer: AMQPConsumer
  private let seen = NIOLockedValueBox(Seen())

  init() throws {
    let queue = "observer.\(UUID().uuidString)"
    let exchanges = Service.allCases.filter { $0 != .outside }.map(\.exchange)
    self.consumer = AMQPConsumer(
      configuration: try AMQPConfiguration(url: TestBroker.current.amqpURL, connectionName: "test-observer"),
      consumer: .init(queue: queue),
      topology: Topology(
        exchanges: exchanges.map { .foreign($0) }, queues: [.exclusive(queue)],
        bindings: exchanges.map { .init(exchange: $0, queue: queue, routingKey: "#") }),
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
  }

  func run() async {
    await self.consumer.run { deliveries in
      for delivery in deliveries {
        guard let envelope = try? CloudEventsCodec.decode(TransportMessage(delivery)) else { continue }
        self.add(envelope)
      }
      return .settled
    }
  }

  func ready() async throws {
    try await eventually("the observer's queue is bound") { await self.consumer.linkState == .ready }
  }

  func count(of type: String) -> Int {
    self.seen.withLockedValue { $0.counts[type] ?? 0 }
  }

  /// The subjects of which a source's events did not come as 1, 2, 3 and so on: a gap, an inversion or a second event
  /// under one version.
  var disorder: [String] {
    self.seen.withLockedValue { seen in
      seen.versions.filter { $0.value != Array(1...Int64($0.value.count)) }.map { "\($0.key): \($0.value)" }.sorted()
    }
  }

  private func add(_ envelope: Envelope) {
    self.seen.withLockedValue { seen in
      guard seen.ids.insert(envelope.id).inserted else { return }
      seen.counts[envelope.type, default: 0] += 1
      guard let version = envelope.aggregateVersion else { return }
      seen.versions["\(envelope.source) \(envelope.subject ?? "")", default: []].append(version)
    }
  }
}
