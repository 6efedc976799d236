package import FoundationEssentials
package import Messages
package import Messaging
package import Postgres

/// A service's process: what it does when a message arrives, a deadline passes or a person acts.
///
/// One batch of inputs, of messages, of deadlines or of what several people ask for, is one transaction of two round trips:
/// `load` adds the statements of the first, `handle` decides in memory, `store` adds the statements of the second. `handle`
/// must be pure: one input that it refuses must leave no trace on its neighbours, and a batch may be handled a second time
/// after a conflict in the database.
package protocol MessageHandler: Sendable {
  /// The aggregates of a batch, and what else is needed to decide.
  associatedtype State: Sendable
  /// What people (over HTTP) can ask this service to do.
  associatedtype Action: Sendable
  /// What a person is told when the action has been committed.
  associatedtype Reply: Sendable

  /// Adds the statements that load and lock what the inputs need. Rows are locked in the order of their keys, so that two
  /// batches cannot wait for each other. Returns how to read the answers.
  func load(
    _ inputs: [Input<Action>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> State

  /// Decides about one input. Inputs come in order of arrival and see the changes of those before them.
  /// - Throws: `.rejected` when the input can never be handled, `.retry` when it may be later. Changes that were made to
  ///   `state` and `effects` before throwing are undone by the caller.
  func handle(
    _ input: Input<Action>, state: inout State, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Reply

  /// The version of what the action changes, as it was loaded: compared with what the caller has seen. Nil, which is the
  /// default, where there is nothing, or nothing that has versions.
  func version(for action: Action, in state: State) -> Int64?

  /// Adds the statements that write what has changed.
  func store(_ state: State, into pipeline: inout Pipeline)

  /// Answers the sender of a message that is going into quarantine; publishes nothing by default.
  func refuse(_ arrival: Arrival, faults: [Fault], now: Date, effects: inout Effects)
}

extension MessageHandler {
  package func version(for action: Action, in state: State) -> Int64? { nil }

  package func refuse(_ arrival: Arrival, faults: [Fault], now: Date, effects: inout Effects) {}
}

/// One thing to decide about.
package enum Input<Action: Sendable>: Sendable {
  case message(Arrival, Envelope)
  case deadline(Deadline)
  case action(Action)
}

/// A message that has arrived at a consumer, readable or not.
package struct Arrival: Sendable {
  /// The inbox key: the same for every delivery of the same message.
  package let key: UUID
  /// The queue's name.
  package let consumer: String
  package let transport: TransportMessage
  /// The event, or why the bytes are none.
  package let envelope: Result<Envelope, Rejected>
  /// The broker has delivered it before and did not hear what became of it: nobody has sent it a second time.
  package let isRedelivered: Bool

  package init(
    key: UUID, consumer: String, transport: TransportMessage, envelope: Result<Envelope, Rejected>,
    isRedelivered: Bool = false
  ) {
    self.key = key
    self.consumer = consumer
    self.transport = transport
    self.envelope = envelope
    self.isRedelivered = isRedelivered
  }
}

/// Why an input was not handled.
package enum HandlingFailure: Error, Sendable, Equatable {
  /// Never: a message goes into quarantine with its faults, a person gets them as the answer.
  case rejected(Rejected)
  /// Not yet: what it refers to is not known so far. A message is tried again with growing delays, and what arrives for
  /// the same subject waits behind it. `reason` is a code, without data.
  case retry(reason: String)
}

/// A point in time by which something should have happened; fires once, in the transaction of its effect.
package struct Deadline: Sendable, Equatable {
  package let subject: String
  package let name: String
  package let dueAt: Date
  /// JSON that whoever set the deadline wants back: the policy version, for example.
  package let payload: [UInt8]

  package init(subject: String, name: String, dueAt: Date, payload: [UInt8]) {
    self.subject = subject
    self.name = name
    self.dueAt = dueAt
    self.payload = payload
  }
}
