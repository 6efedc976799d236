import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres

/// A batch of 50 messages from its arrival to what is going to be written about it, with one event each.
enum InboxWorkloads {
  static var all: [(name: String, run: (Int) throws -> Int)] {
    [("inbox.arrival", self.arrive), ("inbox.batch", self.decide)]
  }

  private static let messages = (0..<50).map { number in
    var message = Example.binary
    message.headers["cloudEvents_id"] = .string("PMS-\(number)")
    return message
  }

  private static func arrive(times: Int) throws -> Int {
    (0..<times).reduce(0) { total, time in
      total + Arrival(consumer: "intake.inbound", transport: self.messages[time % 50]).consumer.utf8.count
    }
  }

  private static func decide(times: Int) throws -> Int {
    let arrivals = self.messages.map { Arrival(consumer: "intake.inbound", transport: $0) }
    var total = 0
    for _ in 0..<times {
      var decision = BatchDecision(
        handler: RegisteringHandler(), service: .intake, retryPolicy: RetryPolicy(),
        now: Date(timeIntervalSince1970: 1_672_709_400), state: [])
      try decision.decide(InboxCandidate.distinct(arrivals), blocked: [], condemnedFor: nil, isStored: false)
      total += decision.outbox.count
    }
    return total
  }
}

/// Answers each message with an event, and remembers it.
private struct RegisteringHandler: MessageHandler {
  func load(
    _ inputs: [Input<Never>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> [ComplaintRegistered] {
    { _ in [] }
  }

  func handle(
    _ input: Input<Never>, state: inout [ComplaintRegistered], now: Date, effects: inout Effects
  ) throws(HandlingFailure) {
    state.append(ComplaintRegistered.samples[0])
    effects.publish(ComplaintRegistered.samples[0], version: 1)
  }

  func store(_ state: [ComplaintRegistered], into pipeline: inout Pipeline) {}
}
