package import DurableMessaging
package import Foundation
import IntakeDomain
package import Messages
import Messaging
package import Policy
package import WorkCalendar

/// Registers what customers say, once and numbered, and answers what cannot be registered; keeps the property register.
/// What is loaded and written stands in `IntakeHandler+Loading.swift`, what people do in the other files of that name.
package struct IntakeHandler: MessageHandler {
  let calendar: WorkCalendar
  private let receipts: AssignedRules<ReceiptRules>
  let triage: KnownTriage

  /// - Parameter day: today, by the service's clock.
  /// - Throws: `noLimit` when a policy that is in force, or will be, leaves out a limit of receiving.
  package init(
    policies: PolicyRegister, from day: CalendarDay, calendar: WorkCalendar, triage: KnownTriage = KnownTriage()
  ) throws(PolicyError) {
    self.calendar = calendar
    self.receipts = try AssignedRules(policies, from: day) { policy throws(PolicyError) in
      try ReceiptRules(policy: policy, calendar: calendar)
    }
    self.triage = triage
  }

  /// The limits of what begins now in a project: by its own policy, or its company's.
  func receipt(in project: ProjectCode, _ state: IntakeState, now: Date) -> ReceiptRules {
    self.receipts.of(
      project, company: state.property.projects[project]?.particulars.company, on: self.calendar.day(of: now))
  }

  package func handle(
    _ input: Input<IntakeAction>, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> IntakeReply {
    do throws(Rejected) {
      switch input {
      case .message(let arrival, _):
        guard let reading = state.readings[arrival.key] else {
          throw Rejected("type", .unknownType, "Intake does not take messages of this type.")
        }
        switch try reading.get() {
        case .submission(let submission):
          return try self.submit(submission, state: &state, now: now, effects: &effects)
        case .fact(let fact):
          try self.take(fact, state: &state, now: now, effects: &effects)
          return .nothing
        case .raised(let message):
          try self.raise(message, state: &state, now: now, effects: &effects)
          return .nothing
        case .held(let message):
          try state.book.hold(message.complaint, since: message.isHeld ? message.changedAt : nil)
          return .nothing
        case .anonymised(let message):
          try self.anonymise(message, state: &state, effects: &effects)
          return .nothing
        }
      case .action(let action):
        return try self.perform(action, state: &state, now: now, effects: &effects)
      case .deadline(let deadline):
        try self.fire(deadline, state: &state, now: now, effects: &effects)
        return .nothing
      }
    } catch {
      throw .rejected(error)
    }
  }

  package func version(for action: IntakeAction, in state: IntakeState) -> Int64? {
    switch action {
    case .regrade(let number, _), .convert(let number, _, _, _): (try? state.book.complaint(number))?.version
    case .save(let draft): state.drafts[draft.id]?.version
    case .write(let entry): state.guide[entry.key]?.version
    default: nil
    }
  }

  /// Tells the sender what is wrong; the original waits in quarantine.
  package func refuse(_ arrival: Arrival, faults: [Fault], now: Date, effects: inout Effects) {
    // Of a sibling service nobody outside is to be answered.
    guard arrival.transport.exchange == Service.outside.exchange else { return }
    let envelope = try? arrival.envelope.get()
    let reference = ComplaintReported.reference(in: envelope?.data ?? arrival.transport.body)
    switch envelope?.type {
    case UnitUpserted.type, UnitDelivered.type, ProjectCompleted.type, ProjectDepartmentWithdrawn.type:
      effects.publish(
        PropertyRejected(
          source: envelope?.source, reference: reference, messageID: arrival.name, faults: faults, rejectedAt: now),
        version: nil)
    default:
      effects.publish(
        ComplaintRejected(
          source: envelope?.source, reference: reference, messageID: arrival.name, faults: faults, rejectedAt: now),
        version: nil)
    }
  }

  private func perform(
    _ action: IntakeAction, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> IntakeReply {
    switch action {
    case .submit(let submission):
      return try self.submit(submission, state: &state, now: now, effects: &effects)
    case .submitTogether(let contact):
      return .contact(try self.submit(contact, state: &state, now: now, effects: &effects))
    case .submitDraft(let draft, let submission):
      return try self.submit(draft, submission, state: &state, now: now, effects: &effects)
    case .save(let draft):
      return .draft(try self.save(draft, state: &state, effects: &effects))
    case .regrade(let number, let regrading):
      return .changed(try self.regrade(number, regrading, state: &state, now: now, effects: &effects))
    case .convert(let number, let kind, let remark, let author):
      return .changed(
        try self.convert(number, to: kind, remark: remark, by: author, state: &state, now: now, effects: &effects))
    case .acknowledge(let acknowledgement):
      return .changed(try self.acknowledge(acknowledgement, state: &state, effects: &effects))
    case .add(let evidence):
      return try self.add(evidence, state: &state, now: now, effects: &effects)
    case .report(let report):
      return try self.report(report, state: &state, effects: &effects)
    case .note(let note):
      return .prospect(try self.record(note, state: &state, now: now, effects: &effects))
    case .followUp(let number, let author):
      let taken = try state.prospects.take(number, by: author, now: now)
      effects.record("prospect.taken-over", of: number.text)
      return .prospect(taken)
    case .register(let project):
      return try self.register(project, state: &state, now: now, effects: &effects)
    case .importProperty(let table, let isDryRun):
      let before = state.property
      let (events, outcome) = try table.apply(to: &state.property, isDryRun: isDryRun, now: now)
      self.publish(events, &effects)
      self.record(from: before, to: state.property, &effects)
      return .imported(outcome)
    case .propose(let rules, let author):
      return self.propose(rules, by: author, state: &state, now: now, effects: &effects)
    case .activate(let version):
      return try self.activate(version, state: &state, now: now, effects: &effects)
    case .write(let entry):
      return .guide(self.write(entry, state: &state, effects: &effects))
    }
  }
}
