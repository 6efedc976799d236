import AMQP
import DurableMessaging
import Logging

/// The consumer of one queue as a part of a service.
struct QueueConsumer<Handler: MessageHandler>: Sendable {
  let queue: String
  let link: AMQPConsumer
  private let inbox: InboxConsumer<Handler>

  /// - Parameter consumer: its name in the inbox, the same for all partitions.
  /// - Parameter sharing: nil for a queue that only one instance consumes, or that none has a share of.
  init(
    queue: String, consumer: String, configuration: ServiceConfiguration, work: UnitOfWork<Handler>,
    sharing: PartitionSharing? = nil, logger: Logger
  ) {
    var amqp = configuration.amqp
    amqp.connectionName = queue
    self.queue = queue
    self.link = AMQPConsumer(
      configuration: amqp,
      consumer: AMQPConsumer.Configuration(
        queue: queue,
        // The same in every instance, whatever its batches are: what a consumer gives back goes to the end of what others
        // have given back, so one that takes less than all of it could leave a case's later message before an earlier one.
        prefetch: 200, batchSize: configuration.batchSize,
        batchDelay: configuration.batchDelay, finishTimeout: configuration.stopTimeout),
      topology: ServiceTopology.make(for: configuration.service, partitions: configuration.partitions), logger: logger)
    self.inbox = InboxConsumer(consumer: self.link, name: consumer, work: work, logger: logger) {
      sharing?.stepsBack(from: queue) ?? false
    }
  }

  /// Consumes until the task is cancelled or `stop` is called; what is running then is finished.
  func run() async { await self.inbox.run() }

  func stop() async { await self.inbox.stopTaking() }

  /// - Parameter limit: how long the batch that is running may take when the service stops.
  func part(limit: Duration) -> Part {
    Part(
      name: "consumer of \(self.queue)", kind: .entrance,
      // The batch has all of the limit; closing the link comes after it.
      limit: limit + .seconds(5),
      run: { hasStarted in
        hasStarted()
        await self.run()
      },
      stop: { await self.stop() })
  }
}
