import Foundation
import Messaging
import TestSupport
import Testing

/// One promise of ``MessageBus``, to be kept by every implementation.
struct BusCheck: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let run: @Sendable (any MessageBus) async throws -> Void

  init(_ promise: String, _ run: @escaping @Sendable (any MessageBus) async throws -> Void) {
    self.testDescription = promise
    self.run = run
  }

  static let all = [
    BusCheck("a queue gets what its patterns match, in order") { bus in
      try await bus.declare(
        queue: "q",
        bindings: [QueueBinding(exchange: "e", pattern: "complaint.*.v1"), QueueBinding(exchange: "f", pattern: "#")])
      try await bus.declare(queue: "rest", bindings: [QueueBinding(exchange: "e", pattern: "#")])
      for key in ["complaint.reported.v1", "case.closed.v1", "complaint.rejected.v1", "complaint.v1"] {
        try await bus.publish(Self.message("e", key))
      }
      try await bus.publish(Self.message("f", "case.closed.v1"))
      try await Self.expect(
        ["e complaint.reported.v1", "e complaint.rejected.v1", "f case.closed.v1"], from: "q", of: bus)
    },
    BusCheck("every queue gets a copy, and one only where two patterns match") { bus in
      for queue in ["a", "b"] {
        try await bus.declare(
          queue: queue,
          bindings: [QueueBinding(exchange: "e", pattern: "x.#"), QueueBinding(exchange: "e", pattern: "*.y")])
      }
      for key in ["x.y", "x"] { try await bus.publish(Self.message("e", key)) }
      try await Self.expect(["e x.y", "e x"], from: "a", of: bus)
      try await Self.expect(["e x.y", "e x"], from: "b", of: bus)
    },
    BusCheck("a message that no queue gets is refused") { bus in
      try await bus.declare(queue: "q", bindings: [QueueBinding(exchange: "e", pattern: "x")])
      await #expect(throws: (any Error).self) { try await bus.publish(Self.message("e", "y")) }
      try await bus.publish(Self.message("e", "x"))
      try await Self.expect(["e x"], from: "q", of: bus)
    },
    BusCheck("messages wait for their consumer, also when the queue is declared again") { bus in
      let bindings = [QueueBinding(exchange: "e", pattern: "#")]
      try await bus.declare(queue: "q", bindings: bindings)
      for key in ["1", "2", "3"] { try await bus.publish(Self.message("e", key)) }
      try await bus.declare(queue: "q", bindings: bindings)
      try await Self.expect(["e 1", "e 2", "e 3"], from: "q", of: bus)
    },
    BusCheck("what a consumer failed with comes again to the next, before what follows") { bus in
      try await bus.declare(queue: "q", bindings: [QueueBinding(exchange: "e", pattern: "#")])
      for key in ["1", "2"] { try await bus.publish(Self.message("e", key)) }
      await #expect(throws: Crash.self) {
        try await bus.consume("q") { _, _ in throw Crash() }
      }
      try await Self.expect(["e 1 again", "e 2"], from: "q", of: bus)
    },
    BusCheck("what was handled does not come again") { bus in
      try await bus.declare(queue: "q", bindings: [QueueBinding(exchange: "e", pattern: "#")])
      for key in ["1", "2", "3"] { try await bus.publish(Self.message("e", key)) }
      await #expect(throws: Crash.self) {
        try await bus.consume("q") { message, _ in if message.routingKey == "2" { throw Crash() } }
      }
      try await Self.expect(["e 2 again", "e 3"], from: "q", of: bus)
    },
    BusCheck("a cancelled consumer finishes the message that it has") { bus in
      try await bus.declare(queue: "q", bindings: [QueueBinding(exchange: "e", pattern: "#")])
      try await bus.publish(Self.message("e", "1"))
      let (began, mayEnd) = (TestSignal<Void>(), TestSignal<Void>())
      let consumer = Task {
        try await bus.consume("q") { _, _ in
          began.send()
          // Not bound to this task's cancellation: the handler is one that ends in its own time.
          try await Task { try await mayEnd.next(within: .seconds(10)) }.value
        }
      }
      try await began.next(within: .seconds(10))
      consumer.cancel()
      mayEnd.send()
      try await consumer.value
      try await bus.publish(Self.message("e", "2"))
      try await Self.expect(["e 2"], from: "q", of: bus)
    },
    BusCheck("one consumer is active; the next takes over when it ends") { bus in
      try await bus.declare(queue: "q", bindings: [QueueBinding(exchange: "e", pattern: "#")])
      let arrived = TestSignal<String>()
      try await bus.publish(Self.message("e", "0"))
      let first = Self.consumer("first", of: bus, arrived)
      #expect(try await arrived.next(within: .seconds(10)) == "first 0")
      let second = Self.consumer("second", of: bus, arrived)
      for key in 1...20 {
        try await bus.publish(Self.message("e", "\(key)"))
        #expect(try await arrived.next(within: .seconds(10)) == "first \(key)")
      }
      first.cancel()
      try await first.value
      try await bus.publish(Self.message("e", "21"))
      #expect(try await arrived.next(within: .seconds(10)) == "second 21")
      second.cancel()
      try await second.value
    },
  ]

  private struct Crash: Error {}

  private static func message(_ exchange: String, _ key: String) -> TransportMessage {
    TransportMessage(exchange: exchange, routingKey: key, body: Array(key.utf8))
  }

  private static func consumer(_ name: String, of bus: any MessageBus, _ arrived: TestSignal<String>) -> Task<
    Void, any Error
  > {
    Task { try await bus.consume("q") { message, _ in arrived.send("\(name) \(message.routingKey)") } }
  }

  /// Consumes just these, and finds nothing behind them: a last message of our own is the next to arrive.
  private static func expect(_ messages: [String], from queue: String, of bus: any MessageBus) async throws {
    try await bus.declare(queue: queue, bindings: [QueueBinding(exchange: "end", pattern: queue)])
    try await bus.publish(Self.message("end", queue))
    let arrived = TestSignal<String>()
    let consumer = Task {
      try await bus.consume(queue) { message, isRedelivered in
        arrived.send("\(message.exchange) \(message.routingKey)\(isRedelivered ? " again" : "")")
      }
    }
    defer { consumer.cancel() }
    for expected in messages + ["end \(queue)"] {
      #expect(try await arrived.next(within: .seconds(10)) == expected)
    }
    consumer.cancel()
    try await consumer.value
  }
}
