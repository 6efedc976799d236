package import Logging

/// Publishes messages, each of which is confirmed by the broker or fails with a reason; survives the loss of the link.
///
/// The owner runs `run()` in a task of its own. A message that was in flight when the link was lost fails with
/// `AMQPError.Code.linkLost`: whether it arrived is not known, and whether it is sent again is the caller's decision.
package final class AMQPPublisher: Sendable {
  private let configuration: AMQPConfiguration
  private let link: Link<PublishingChannel>

  /// - Parameter topology: applied on each new link before anything is published.
  package init(configuration: AMQPConfiguration, topology: Topology = .empty, logger: Logger) {
    let metrics = LinkMetrics(link: configuration.connectionName)
    self.configuration = configuration
    self.link = Link(configuration, topology: topology, logger: logger, metrics: metrics) { _ in
      PublishingChannel(configuration, metrics: metrics)
    }
  }

  /// Keeps the link up. Returns when its task is cancelled, after the messages in flight are confirmed or
  /// `AMQPConfiguration.stopTimeout` is over; and at once when the topology differs from what the broker has (406) or the
  /// configuration is wrong, which is logged as an error: nothing this process does will mend it.
  package func run() async {
    await self.link.run { session in
      await session.untilStopOrEnd()
      return nil
    }
  }

  /// Publishes with `mandatory` and returns when the broker has confirmed.
  ///
  /// Waits for the link, at most `AMQPConfiguration.confirmTimeout`; then, without limit, for room in the window and as long
  /// as the broker is blocked. Messages of one task leave in its order.
  /// - Throws: `unroutable` when no queue takes the message, `notConfirmed` when the broker could not keep it, `linkLost`,
  ///   `timeout`, `closed`, `refused`, `notFound`, `invalidMessage`, `cancelled`.
  package func publish(_ message: AMQPMessage) async throws(AMQPError) {
    let session = try await self.link.session(within: self.configuration.confirmTimeout)
    let promise = Promise<Void>()
    await session.send(message, promise)
    try await promise.value()
  }

  package var linkState: LinkState {
    get async { self.link.state }
  }

  /// Why the last attempt to open the link failed; nil once it is up.
  package var lastRefusal: AMQPError? { self.link.lastRefusal }
}
