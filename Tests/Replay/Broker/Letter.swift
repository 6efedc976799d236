import DurableMessaging
import Messaging

/// A message on its way, in however many queues.
final class Letter {
  let message: TransportMessage
  let expectation: Expectation
  /// Reading a message says the same at each consumer, and is most of the work.
  private lazy var read = Arrival(consumer: "", transport: self.message)

  init(_ message: TransportMessage, _ expectation: Expectation) {
    self.message = message
    self.expectation = expectation
  }

  func arrival(at consumer: String, isRedelivered: Bool) -> Arrival {
    Arrival(
      key: self.read.key, consumer: consumer, transport: self.message, envelope: self.read.envelope,
      isRedelivered: isRedelivered)
  }
}
