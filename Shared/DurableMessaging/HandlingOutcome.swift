import CoreMetrics
import Dispatch
import FoundationEssentials
import Logging
import Messages
import Messaging

/// What became of one input, for metrics and log; told only when it is committed.
struct HandlingOutcome: Sendable {
  private enum Subject {
    case message(key: UUID, consumer: String, traceID: String?)
    case deadline(DeadlineKey)
  }

  private let subject: Subject
  private let type: String
  private let outcome: String
  private let attempts: Int
  private let reason: String?
  private let level: Logger.Level
  private let time: Date?

  init(_ candidate: InboxCandidate, _ settlement: InboxSettlement) {
    let envelope = try? candidate.arrival.envelope.get()
    self.subject = .message(
      key: candidate.id.messageID, consumer: candidate.id.consumer, traceID: envelope?.traceContext?.traceID)
    self.type = Self.known(envelope?.type)
    self.outcome = settlement.state.rawValue
    self.attempts = settlement.attempts
    self.reason = settlement.lastError
    self.level =
      switch settlement.state {
      case .processed, .parked: .debug
      case .retrying: .info
      case .quarantined: .warning
      }
    self.time = envelope?.time
  }

  init(_ stored: StoredDeadline, failure: HandlingFailure?, now: Date) {
    self.subject = .deadline(stored.deadline.key)
    self.type = "deadline"
    self.outcome = failure == nil ? "fired" : "postponed"
    self.attempts = stored.attempts + 1
    self.reason = failure?.code
    // Nobody can correct a deadline: one that is refused shows a mistake in this service.
    self.level = if case .rejected = failure { .error } else { failure == nil ? .debug : .info }
    self.time = stored.deadline.dueAt
  }

  /// Counts them, and writes to the log what it wants to hear, without any of the contents.
  static func report(_ outcomes: [HandlingOutcome], now: Date, to logger: Logger) {
    // Looked up once a batch and not once a message: a metric is found by its label and all of its dimensions.
    let kinds = Dictionary(outcomes.map { (Kind(type: $0.type, outcome: $0.outcome), 1) }, uniquingKeysWith: +)
    for (kind, count) in kinds {
      Counter(label: "messages_handled_total", dimensions: [("type", kind.type), ("outcome", kind.outcome)])
        .increment(by: count)
    }
    let (age, lag) = (Timer(label: "message_age_seconds"), Timer(label: "deadline_lag_seconds"))
    for outcome in outcomes {
      if let time = outcome.time {
        let isMessage = if case .message = outcome.subject { true } else { false }
        Self.record(now.timeIntervalSince(time), in: isMessage ? age : lag)
      }
      if logger.logLevel <= outcome.level { outcome.log(to: logger) }
    }
  }

  private struct Kind: Hashable {
    let type: String
    let outcome: String
  }

  private func log(to logger: Logger) {
    var metadata: Logger.Metadata = [
      "message_type": "\(self.type)", "outcome": "\(self.outcome)", "attempt": "\(self.attempts)",
    ]
    switch self.subject {
    case .message(let key, let consumer, let traceID):
      metadata["message_id"] = "\(key.uuidString.lowercased())"
      metadata["queue"] = "\(consumer)"
      if let traceID { metadata["trace_id"] = "\(traceID)" }
    case .deadline(let key):
      metadata["subject"] = "\(key.subject)"
      metadata["deadline"] = "\(key.name)"
    }
    if let reason { metadata["reason"] = "\(reason)" }
    logger.log(level: self.level, "Handled an input.", metadata: metadata)
  }

  static func reportHandling(_ duration: Duration) {
    Self.record(duration / .seconds(1), in: Timer(label: "message_handling_seconds"))
  }

  static func reportRepeats(_ count: Int) {
    guard count > 0 else { return }
    Counter(label: "messages_repeated_total").increment(by: count)
  }

  /// Within what a timer holds: a sender's clock may be wrong by any amount, and ours may be a fast one.
  private static func record(_ seconds: Double, in timer: Timer) {
    timer.recordNanoseconds(Int64(min(max(seconds, 0), 9_000_000_000) * 1_000_000_000))
  }

  /// A label must come from a closed set, and an outside sender may write any type.
  private static func known(_ type: String?) -> String {
    type.flatMap { Catalogue.entry(of: $0)?.type } ?? "unknown"
  }
}
