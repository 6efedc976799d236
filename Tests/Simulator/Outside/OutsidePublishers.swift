import AMQP
import Logging

/// One publisher for each broker user of the outside.
struct OutsidePublishers: Sendable {
  private let publishers: [String: AMQPPublisher]

  init(configurations: [AMQPConfiguration], logger: Logger) {
    let publishers = configurations.map { ($0.user, AMQPPublisher(configuration: $0, logger: logger)) }
    self.publishers = Dictionary(publishers) { first, _ in first }
  }

  /// Keeps the links up until cancelled.
  func run() async {
    await withTaskGroup(of: Void.self) { group in
      for publisher in self.publishers.values { group.addTask { await publisher.run() } }
    }
  }

  func publish(_ message: AMQPMessage, by user: String) async throws(AMQPError) {
    guard let publisher = self.publishers[user] else {
      throw AMQPError(.invalidConfiguration, detail: "no AMQP URL is given for broker user \(user)")
    }
    try await publisher.publish(message)
  }
}
