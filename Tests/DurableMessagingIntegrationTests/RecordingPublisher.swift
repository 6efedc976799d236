import AMQP
import DurableMessaging
import Synchronization

/// A broker that does what the test says, and remembers in what order messages came.
final class RecordingPublisher: MessagePublisher {
  private let answer: @Sendable (AMQPMessage) async -> AMQPError?
  private let received = Mutex<[AMQPMessage]>([])

  /// - Parameter answer: nil confirms.
  init(_ answer: @escaping @Sendable (AMQPMessage) async -> AMQPError? = { _ in nil }) {
    self.answer = answer
  }

  var messages: [AMQPMessage] { self.received.withLock { $0 } }

  /// The first occurrences of each message, as a receiver sees them that drops repeats.
  var distinct: [AMQPMessage] {
    var seen: Set<String?> = []
    return self.messages.filter { seen.insert($0.properties.messageID).inserted }
  }

  func publish(_ message: AMQPMessage) async throws(AMQPError) {
    if let error = await self.answer(message) { throw error }
    self.received.withLock { $0.append(message) }
  }
}
