/// A broker inside the process, for tests that need no wire.
package actor InMemoryBus: MessageBus {
  private struct Queue {
    var bindings: Set<QueueBinding> = []
    var messages: [(message: TransportMessage, isRedelivered: Bool)] = []
    /// In the order they came; the first is active.
    var consumers: [Int] = []
  }

  private var queues: [String: Queue] = [:]
  private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  private var lastConsumer = 0

  package init() {}

  package func declare(queue: String, bindings: [QueueBinding]) {
    self.queues[queue, default: Queue()].bindings.formUnion(bindings)
  }

  package func publish(_ message: TransportMessage) throws(UnroutableMessage) {
    let reached = self.queues.filter { _, queue in
      queue.bindings.contains { $0.exchange == message.exchange && $0.pattern.matches(message.routingKey) }
    }
    guard !reached.isEmpty else {
      throw UnroutableMessage(exchange: message.exchange, routingKey: message.routingKey)
    }
    for name in reached.keys {
      self.queues[name]?.messages.append((message, false))
      self.wakeActive(of: name)
    }
  }

  package func consume(
    _ queue: String, _ handle: @escaping @Sendable (TransportMessage, Bool) async throws -> Void
  ) async throws {
    self.lastConsumer += 1
    let consumer = self.lastConsumer
    self.queues[queue, default: Queue()].consumers.append(consumer)
    defer {
      self.queues[queue]?.consumers.removeAll { $0 == consumer }
      self.wakeActive(of: queue)
    }
    while !Task.isCancelled {
      guard self.queues[queue]?.consumers.first == consumer, let next = self.queues[queue]?.messages.first else {
        await self.wait(consumer)
        continue
      }
      self.queues[queue]?.messages.removeFirst()
      do {
        try await handle(next.message, next.isRedelivered)
      } catch {
        self.queues[queue]?.messages.insert((next.message, true), at: 0)
        throw error
      }
    }
  }

  private func wait(_ consumer: Int) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { self.waiting[consumer] = $0 }
    } onCancel: {
      // It gets onto the actor only when the operation above has left it, and so finds the continuation.
      Task { await self.wake(consumer) }
    }
  }

  private func wakeActive(of queue: String) {
    if let active = self.queues[queue]?.consumers.first { self.wake(active) }
  }

  private func wake(_ consumer: Int) {
    self.waiting.removeValue(forKey: consumer)?.resume()
  }
}
