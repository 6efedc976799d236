package import FoundationEssentials
package import Messages
import Messaging

/// What one transaction is going to write, decided in memory, input by input, between its two round trips.
///
/// An input that fails leaves no trace but the note of its failure, so that it costs its neighbours nothing.
package struct BatchDecision<Handler: MessageHandler> {
  private let handler: Handler
  private let service: Service
  /// As the audit names the service.
  private let itself: AuditPerson
  private let retryPolicy: RetryPolicy
  /// By the service's clock.
  private let now: Date
  private var random: any RandomNumberGenerator & Sendable
  package private(set) var state: Handler.State
  package private(set) var outbox: [OutboxRow] = []
  package private(set) var deadlines = DeadlineChanges()
  package private(set) var audit: [AuditEntry] = []
  package private(set) var settlements: [InboxSettlement] = []
  package private(set) var postponed: [PostponedDeadline] = []
  /// For metrics and log, once it is committed.
  private(set) var outcomes: [HandlingOutcome] = []
  /// What an input has changed is undone when it fails.
  private var undoes = true
  /// An input has failed whose changes could not be undone.
  private var isSpoilt = false

  /// - Parameter random: draws identifiers and the jitter of delays.
  package init(
    handler: Handler, service: Service, retryPolicy: RetryPolicy, now: Date, state: Handler.State,
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    self.handler = handler
    self.service = service
    self.itself = .service(service)
    self.retryPolicy = retryPolicy
    self.now = now
    self.state = state
    self.random = random
  }

  var lanes: LaneSet { LaneSet(self.outbox.map { LaneSet(lane: $0.lane) }) }

  /// Handles the messages of a batch in order of arrival.
  ///
  /// - Parameter blocked: the subjects of which something waits already.
  /// - Parameter fault: the database has refused what handling the only message wrote; it is not handled again.
  /// - Parameter isStored: the inbox has the messages' bytes.
  package mutating func decide(
    _ candidates: [InboxCandidate], blocked: Set<WaitingSubject>, condemnedFor fault: Fault?, isStored: Bool
  ) throws {
    // To be able to undo one input, the state before it is kept, and so the next input that changes something copies all
    // that the batch knows. Nearly every batch goes without: one that fails is begun again, once, with care.
    let before = self
    self.undoes = false
    try self.settle(candidates, blocked: blocked, condemnedFor: fault, isStored: isStored)
    guard self.isSpoilt else {
      self.undoes = true
      return
    }
    self = before
    try self.settle(candidates, blocked: blocked, condemnedFor: fault, isStored: isStored)
  }

  /// Ends early when it is spoilt.
  private mutating func settle(
    _ candidates: [InboxCandidate], blocked: Set<WaitingSubject>, condemnedFor fault: Fault?, isStored: Bool
  ) throws {
    var blocked = blocked
    for candidate in candidates {
      var settlement: InboxSettlement
      if let fault {
        settlement = self.quarantine(candidate, [fault], attempts: candidate.attempts + 1)
      } else if blocked.contains(candidate.waitingSubject) {
        settlement = InboxSettlement(id: candidate.id, state: .parked, attempts: candidate.attempts)
      } else {
        settlement = self.handle(candidate)
        if self.isSpoilt { return }
      }
      if settlement.state == .retrying { blocked.insert(candidate.waitingSubject) }
      self.outcomes.append(HandlingOutcome(candidate, settlement))
      // A new message has been entered as processed already.
      if settlement.state == .processed && !isStored { continue }
      if settlement.state != .processed && !isStored {
        settlement.envelope = try StoredMessage.bytes(of: candidate.arrival.transport)
      }
      self.settlements.append(settlement)
    }
  }

  /// Fires deadlines, in the order in which they passed.
  package mutating func decide(_ deadlines: [StoredDeadline], condemnedFor fault: Fault?) {
    for stored in deadlines {
      let key = stored.deadline.key
      do throws(HandlingFailure) {
        if let fault { throw .rejected(Rejected([fault])) }
        // Before the handler speaks, so that it may set the deadline again.
        let before = self.deadlines
        self.deadlines.cancel(key)
        do throws(HandlingFailure) {
          _ = try self.attempt(.deadline(stored.deadline), cause: Cause(correlationID: stored.correlationID))
        } catch {
          self.deadlines = before
          throw error
        }
        self.outcomes.append(HandlingOutcome(stored, failure: nil, now: self.now))
      } catch {
        let delay = self.retryPolicy.cappedDelay(afterAttempt: stored.attempts + 1, using: &self.random)
        self.postponed.append(PostponedDeadline(key: key, delay: delay, reason: error.code))
        self.outcomes.append(HandlingOutcome(stored, failure: error, now: self.now))
      }
    }
  }

  /// Does what a person asks for; `person` is who, for the audit. One who waits for another's transaction is to be named: the
  /// task that runs it is that of somebody else.
  package mutating func decide(
    _ action: Handler.Action, by person: AuditPerson? = AuditPerson.acting
  ) throws(HandlingFailure) -> Handler.Reply {
    try self.attempt(.action(action), cause: .none, by: person)
  }

  /// Does what several people ask for, in their order.
  mutating func decide(_ actions: [AskedAction<Handler.Action>]) -> [Result<Handler.Reply, HandlingFailure>] {
    // As with messages: the state is kept for each only where one fails, and not for one that is alone.
    guard actions.count > 1 else { return self.answers(to: actions) }
    let before = self
    self.undoes = false
    let answers = self.answers(to: actions)
    guard self.isSpoilt else {
      self.undoes = true
      return answers
    }
    self = before
    return self.answers(to: actions)
  }

  /// Ends early when it is spoilt.
  private mutating func answers(
    to actions: [AskedAction<Handler.Action>]
  ) -> [Result<Handler.Reply, HandlingFailure>] {
    var answers: [Result<Handler.Reply, HandlingFailure>] = []
    for asked in actions {
      do throws(HandlingFailure) {
        // The version that those before it in the transaction have made: they came first.
        do throws(Rejected) {
          try asked.precondition.check(self.handler.version(for: asked.action, in: self.state))
        } catch {
          throw .rejected(error)
        }
        answers.append(.success(try self.decide(asked.action, by: asked.person)))
      } catch {
        answers.append(.failure(error))
        if self.isSpoilt { break }
      }
    }
    return answers
  }

  private mutating func handle(_ candidate: InboxCandidate) -> InboxSettlement {
    let attempts = candidate.attempts + 1
    do throws(HandlingFailure) {
      let envelope: Envelope
      switch candidate.arrival.envelope {
      case .success(let readable): envelope = readable
      case .failure(let rejected): throw .rejected(rejected)
      }
      _ = try self.attempt(.message(candidate.arrival, envelope), cause: Cause(candidate.arrival, envelope))
      return InboxSettlement(id: candidate.id, state: .processed, attempts: attempts)
    } catch {
      switch error {
      case .rejected(let rejected):
        return self.quarantine(candidate, rejected.faults, attempts: attempts)
      case .retry(let reason):
        if let delay = self.retryPolicy.delay(afterAttempt: attempts, using: &self.random) {
          return InboxSettlement(
            id: candidate.id, state: .retrying, attempts: attempts, delay: delay, lastError: error.code)
        }
        let fault = Fault("", .gaveUp, "Not possible after \(attempts) attempts: \(reason).")
        return self.quarantine(candidate, [fault], attempts: attempts, lastError: error.code)
      }
    }
  }

  /// Lets the handler decide, and undoes what it has changed if it fails.
  private mutating func attempt(
    _ input: Input<Handler.Action>, cause: Cause, by person: AuditPerson? = nil
  ) throws(HandlingFailure) -> Handler.Reply {
    let before = self.undoes ? self.state : nil
    do throws(HandlingFailure) {
      var effects = Effects()
      let reply = try self.handler.handle(input, state: &self.state, now: self.now, effects: &effects)
      try self.add(effects, cause, because: input.trigger, by: person)
      return reply
    } catch {
      if let before { self.state = before } else { self.isSpoilt = true }
      throw error
    }
  }

  private mutating func quarantine(
    _ candidate: InboxCandidate, _ faults: [Fault], attempts: Int, lastError: String? = nil
  ) -> InboxSettlement {
    var effects = Effects()
    self.handler.refuse(candidate.arrival, faults: faults, now: self.now, effects: &effects)
    let cause = (try? candidate.arrival.envelope.get()).map { Cause(candidate.arrival, $0) } ?? .none
    var faults = faults
    do throws(HandlingFailure) {
      try self.add(effects, cause, because: nil)
    } catch {
      // The answer itself cannot be sent: whoever looks into the quarantine should know.
      if case .rejected(let rejected) = error { faults += rejected.faults }
    }
    return InboxSettlement(
      id: candidate.id, state: .quarantined, attempts: attempts, lastError: lastError ?? faults.first?.code.rawValue,
      faults: faults)
  }

  /// All effects, or none.
  ///
  /// - Parameters:
  ///   - trigger: why the service acts by itself, where a record of the audit gives no reason.
  ///   - person: who acts; nil where the service does by itself.
  private mutating func add(
    _ effects: Effects, _ cause: Cause, because trigger: String?, by person: AuditPerson? = nil
  ) throws(HandlingFailure) {
    var rows: [OutboxRow] = []
    do throws(Rejected) {
      for publication in effects.publications {
        rows.append(
          try OutboxRow(publication, by: self.service, at: self.now, cause: cause, random: &self.random))
      }
    } catch {
      throw .rejected(error)
    }
    self.outbox += rows
    self.deadlines.add(effects, correlationID: cause.correlationID)
    let origin = AuditOrigin(
      person: person ?? self.itself, trigger: trigger, time: self.now, correlationID: cause.correlationID)
    self.audit += effects.audit.map { AuditEntry($0, origin) }
    let recorded = Set(effects.audit.map(\.subject))
    // An event of an aggregate is a change of its state; a message without a version only answers somebody. Of what was
    // recorded by itself the record says more.
    for (row, publication) in zip(rows, effects.publications)
    where row.version != nil && !recorded.contains(row.subject) {
      self.audit.append(AuditEntry(row, type: type(of: publication.message).type, origin))
    }
  }
}

extension HandlingFailure {
  /// For the column `last_error`, and the log: a code, without data.
  var code: String {
    switch self {
    case .rejected(let rejected): rejected.faults.first?.code.rawValue ?? "rejected"
    case .retry(let reason): reason
    }
  }
}

extension Input {
  /// What made the service act, for the audit: the type of a message, the name of a deadline; nil of a person, who has
  /// reasons of his own.
  fileprivate var trigger: String? {
    switch self {
    case .message(_, let envelope): envelope.type
    case .deadline(let deadline): deadline.name
    case .action: nil
    }
  }
}
