/// Gathers deliveries into batches; a value, without I/O.
///
/// A batch is ready when it is full, or when its first delivery has waited for the delay: a busy consumer gets full ones, an
/// idle one is not kept waiting. Deliveries that come while a batch is being handled are waiting when it is done.
struct DeliveryBuffer: Sendable {
  private let batchSize: Int
  private let batchDelay: Duration
  private var deliveries: [Delivery] = []
  private var firstArrivedAt: ContinuousClock.Instant?

  init(batchSize: Int, batchDelay: Duration) {
    self.batchSize = max(1, batchSize)
    self.batchDelay = batchDelay
  }

  /// When an unfilled batch is ready all the same.
  var dueAt: ContinuousClock.Instant? { self.firstArrivedAt.map { $0 + self.batchDelay } }

  mutating func append(_ delivery: Delivery, at now: ContinuousClock.Instant) {
    if self.deliveries.isEmpty { self.firstArrivedAt = now }
    self.deliveries.append(delivery)
  }

  /// The next batch if it is ready: the oldest deliveries, in their order.
  mutating func takeBatch(at now: ContinuousClock.Instant) -> [Delivery]? {
    guard let dueAt, self.deliveries.count >= self.batchSize || dueAt <= now else { return nil }
    let batch = Array(self.deliveries.prefix(self.batchSize))
    self.deliveries.removeFirst(batch.count)
    self.firstArrivedAt = self.deliveries.isEmpty ? nil : now
    return batch
  }

  mutating func removeAll() {
    self.deliveries = []
    self.firstArrivedAt = nil
  }
}
