import AMQP
import DurableMessaging
import FoundationEssentials
import Logging

/// A connection to the broker as an outside system has one.
struct Sender: Sendable {
  /// `max_message_size` of deploy/rabbitmq/rabbitmq.conf: the broker closes the channel of a longer one.
  static let mostBytes = 16 * 1024 * 1024

  private let configuration: AMQPConfiguration

  var user: String { self.configuration.user }

  init(url: String) throws(Failure) {
    var configuration = try AMQPConfiguration(operating: url, as: "redress-send")
    configuration.confirmTimeout = .seconds(15)
    self.configuration = configuration
  }

  /// - Returns: why the broker refuses the message; nil when it has confirmed it.
  /// - Throws: when the message was not sent, or nobody knows whether it arrived.
  func send(_ event: OutgoingEvent, at time: Date) async throws(Failure) -> Failure? {
    guard event.body.count <= Self.mostBytes else {
      throw Failure(
        "The message has \(event.body.count) bytes; the broker takes \(Self.mostBytes).",
        advice: "Nothing was sent. What the services read has a few kilobytes.")
    }
    try await self.logIn()
    let publisher = AMQPPublisher(
      configuration: self.configuration, logger: Logger(label: "redress") { _ in SwiftLogNoOpLogHandler() })
    let running = Task { await publisher.run() }
    let message = event.transport(by: self.user, at: time).amqpMessage
    let failure: AMQPError?
    do throws(AMQPError) {
      try await publisher.publish(message)
      failure = nil
    } catch {
      failure = error
    }
    running.cancel()
    await running.value
    guard let failure else { return nil }
    return try self.explain(failure, type: event.type)
  }

  /// A publisher tries a link that is refused again and again, which is right for a service and a wait for a person.
  private func logIn() async throws(Failure) {
    do throws(AMQPError) {
      try await AMQPErrand(configuration: self.configuration).apply(.empty)
    } catch {
      throw Failure(connecting: error, as: self.user)
    }
  }

  private func explain(_ failure: AMQPError, type: String) throws(Failure) -> Failure {
    switch failure.code {
    case .unroutable:
      return Failure(
        "The broker has no queue for \(type): nothing was kept.",
        advice:
          "Outside systems send complaint.reported.v1 and repair.completion-reported.v1; the service that reads the "
          + "type must have run once.")
    case .refused where failure.replyCode == 403:
      return Failure(
        "The broker does not let \(self.user) send \(type) (403).",
        advice:
          "Each outside user may send its own message types only: use another user's URL, or ask for the permission.")
    case .invalidMessage:
      throw Failure(
        "The message cannot be written in AMQP: \(failure.detail ?? "\(failure)").",
        advice: "Nothing was sent: shorten its type and id.")
    case .notConfirmed:
      return Failure(
        "The broker could not keep the message.", advice: "Look at the broker's disk and memory, then again.")
    default:
      throw Failure(
        "Not confirmed: \(failure).",
        advice: "Check that the broker runs and has no alarm. If the link was lost after sending, the message may have "
          + "arrived: sending it again does no harm.")
    }
  }
}

extension Failure {
  /// Why there is no connection to the broker.
  init(connecting error: AMQPError, as user: String) {
    switch error.code {
    case .refused:
      self.init(
        "The broker does not let \(user) in (\(error.replyCode.map { "\($0)" } ?? "refused")).",
        advice: "Check user, password and virtual host of the address.", isOutOfReach: true)
    default:
      self.init(
        "The broker does not answer: \(error).", advice: "Check the address, and that the broker runs.",
        isOutOfReach: true)
    }
  }
}
