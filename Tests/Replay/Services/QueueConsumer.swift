import AMQP

/// The consumer of a queue that is active: which process it is in, and what it holds unacknowledged.
final class QueueConsumer {
  let queue: SimulatedQueue
  var instance: Instance
  /// A batch is being handled, and no other is taken.
  var isBusy = false
  /// Counts the channels: an acknowledgement on an earlier one is void.
  private(set) var channel = 0
  private var watermark = AckWatermark()
  private var lastTag: UInt64 = 0
  private var unacknowledged: [(tag: UInt64, parcel: Parcel)] = []

  /// As `AMQPConsumer.Configuration` has it.
  static let batchSize = 50

  init(queue: SimulatedQueue, instance: Instance) {
    self.queue = queue
    self.instance = instance
  }

  func take() -> [(tag: UInt64, parcel: Parcel)] {
    let batch = self.queue.take(atMost: Self.batchSize).map { parcel in
      self.lastTag += 1
      return (tag: self.lastTag, parcel: parcel)
    }
    self.unacknowledged += batch
    return batch
  }

  func acknowledge(_ tags: [UInt64]) {
    for tag in tags { self.watermark.settle(tag) }
    guard let ack = self.watermark.takeAck() else { return }
    self.unacknowledged.removeAll { $0.tag <= ack.tag }
  }

  /// The channel is gone; the broker has everything back that was not acknowledged.
  func loseChannel() {
    self.channel += 1
    let returned = self.unacknowledged.map(\.parcel)
    self.unacknowledged = []
    self.watermark = AckWatermark()
    self.lastTag = 0
    self.queue.giveBack(returned)
  }
}
