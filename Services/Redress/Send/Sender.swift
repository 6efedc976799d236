import AMQP
import DurableMessaging
import FoundationEssentials
import Logging

/// A connection to the broker as an outside system has one.
struct Sender: Sendable {
  private let configuration: AMQPConfiguration

  var user: String { self.configuration.user }

  init(url: String) throws(Failure) {
    do throws(AMQPError) {
      var configuration = try AMQPConfiguration(url: url, connectionName: "redress-send")
      configuration.confirmTimeout = .seconds(15)
      self.configuration = configuration
    } catch {
      throw Failure(
        "The broker's address cannot be used: \(error.detail ?? "\(error)").",
        advice: "It looks like amqp://USER:PASSWORD@HOST:PORT/redress.")
    }
  }

  /// - Returns: why the broker refuses the message; nil when it has confirmed it.
  /// - Throws: when the message was not sent, or nobody knows whether it arrived.
  func send(_ event: OutgoingEvent, at time: Date) async throws(Failure) -> Failure? {
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
    let refusal = publisher.lastRefusal
    running.cancel()
    await running.value
    guard let failure else { return nil }
    return try self.explain(failure, link: refusal, type: event.type)
  }

  private func explain(_ failure: AMQPError, link: AMQPError?, type: String) throws(Failure) -> Failure {
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
      return Failure("The message cannot be written in AMQP: \(failure).", advice: "Shorten its type and id.")
    case .notConfirmed:
      return Failure(
        "The broker could not keep the message.", advice: "Look at the broker's disk and memory, then again.")
    default:
      let cause = link ?? failure
      throw Failure(
        "Not confirmed: \(cause)\(cause.detail.map { ", \($0)" } ?? "").",
        advice: "Check the address and the password, and that the broker runs. If the link was lost after sending, the "
          + "message may have arrived: sending it again does no harm.")
    }
  }
}
