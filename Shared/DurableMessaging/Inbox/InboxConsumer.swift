package import AMQP
package import Logging
import Messaging

/// Takes a queue's messages to the unit of work, batch after batch, and acknowledges what is safely dealt with.
package struct InboxConsumer<Handler: MessageHandler>: Sendable {
  private let consumer: AMQPConsumer
  private let name: String
  private let work: UnitOfWork<Handler>
  private let logger: Logger
  private let stepsBack: @Sendable () -> Bool
  private let wakeUp: WakeUp
  private let stop: GracefulStop

  /// - Parameter consumer: its finish time limits how long the last batch may take.
  /// - Parameter name: what the inbox knows the consumer by: the queue, without its partition.
  /// - Parameter stepsBack: asked after each batch whether the queue is to be left to another instance.
  package init(
    consumer: AMQPConsumer, name: String, work: UnitOfWork<Handler>, logger: Logger,
    stepsBack: @escaping @Sendable () -> Bool = { false }
  ) {
    self.consumer = consumer
    self.name = name
    self.work = work
    self.logger = logger
    self.stepsBack = stepsBack
    self.wakeUp = WakeUp()
    self.stop = GracefulStop(waking: self.wakeUp)
  }

  /// Consumes until the task is cancelled or `stopTaking` is called; the batch that is running then is finished and
  /// acknowledged.
  package func run() async {
    await withTaskCancellationHandler {
      await self.consumer.run { await self.handle($0) }
    } onCancel: {
      self.stop.request()
    }
  }

  /// Takes no more messages. Returns when the batch that was running is finished and acknowledged.
  package func stopTaking() async {
    self.stop.request()
    await self.consumer.stopTaking()
  }

  /// Holds the batch unacknowledged for as long as the database is away: that is nobody's fault and uses up no attempts,
  /// neither ours nor the broker's. Only a service that stops meanwhile gives it back.
  private func handle(_ deliveries: [Delivery]) async -> BatchOutcome {
    let arrivals = deliveries.map {
      Arrival(consumer: self.name, transport: TransportMessage($0), isRedelivered: $0.isRedelivered)
    }
    var pause = Pause()
    while true {
      do {
        try await self.work.handle(arrivals)
        return self.stepsBack() ? .handOver : .settled
      } catch {
        self.logger.warning(
          "A batch waits until it can be handled.",
          metadata: ["queue": "\(self.name)", "count": "\(deliveries.count)", "reason": "\(error)"])
      }
      if self.stop.isRequested || Task.isCancelled { return .abandon }
      await self.wakeUp.wait(atMost: pause.next())
    }
  }
}
