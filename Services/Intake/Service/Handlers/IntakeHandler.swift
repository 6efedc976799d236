package import DurableMessaging
package import Foundation
import IntakeDomain
package import Messages
import Messaging
package import WorkCalendar

/// Registers what customers say, once and numbered, and answers what cannot be registered; keeps the property register.
package struct IntakeHandler: MessageHandler {
  let calendar: WorkCalendar

  package init(calendar: WorkCalendar) {
    self.calendar = calendar
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
        }
      case .action(let action):
        return try self.perform(action, state: &state, now: now, effects: &effects)
      case .deadline:
        throw Rejected("", .notSupported, "Intake sets no deadlines.")
      }
    } catch {
      throw .rejected(error)
    }
  }

  /// Tells the sender what is wrong; the original waits in quarantine.
  package func refuse(_ arrival: Arrival, faults: [Fault], now: Date, effects: inout Effects) {
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
    case .register(let project):
      return try self.register(project, state: &state, now: now, effects: &effects)
    case .importProperty(let table, let isDryRun):
      let (events, outcome) = try table.apply(to: &state.property, isDryRun: isDryRun, now: now)
      self.publish(events, &effects)
      return .imported(outcome)
    }
  }

  private func submit(
    _ submission: Submission, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> IntakeReply {
    switch try state.register.register(submission, now: now) {
    case .registered(let complaint):
      effects.publish(complaint.registered, version: 1)
      return .registered(complaint)
    case .repeated(let number):
      return .repeated(number)
    }
  }
}
