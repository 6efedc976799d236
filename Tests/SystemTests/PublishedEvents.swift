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
    var repeats = 0
    var versions: [String: [Int64]] = [:]
    var counts: [String: Int] = [:]
  }

  private let consumer: AMQPConsumer
  private let seen = NIOLockedValueBox(Seen())

  /// - Parameter url: the broker's, with every right in the virtual host.
  init(url: String) throws {
    // Not exclusive, so that nothing is missed when the broker or the link is lost.
    var queue = Topology.Queue.quorum("observer.\(UUID().uuidString)")
    queue.arguments["x-expires"] = .int32(600_000)
    let exchanges = Service.allCases.filter { $0 != .outside }.map(\.exchange)
    self.consumer = AMQPConsumer(
      configuration: try AMQPConfiguration(url: url, connectionName: "test-observer"),
      consumer: .init(queue: queue.name),
      topology: Topology(
        exchanges: exchanges.map { .foreign($0) }, queues: [queue],
        bindings: exchanges.map { .init(exchange: $0, queue: queue.name, routingKey: "#") }),
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

  /// The version of the newest event about a subject; nil when there was none.
  func lastVersion(of subject: String, from source: String) -> Int64? {
    self.seen.withLockedValue { $0.versions["\(source) \(subject)"]?.last }
  }

  /// How often an event came that had come before.
  var repeats: Int { self.seen.withLockedValue { $0.repeats } }

  private func add(_ envelope: Envelope) {
    self.seen.withLockedValue { seen in
      guard seen.ids.insert(envelope.id).inserted else {
        seen.repeats += 1
        return
      }
      seen.counts[envelope.type, default: 0] += 1
      guard let version = envelope.aggregateVersion else { return }
      seen.versions["\(envelope.source) \(envelope.subject ?? "")", default: []].append(version)
    }
  }
}
