import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import WorkCalendar

/// What is known of people goes when its time has passed.
extension IntakeHandler {
  func anonymise(
    _ message: CaseAnonymised, state: inout IntakeState, effects: inout Effects
  ) throws(Rejected) {
    guard try state.book.complaint(message.complaint).anonymisedAt == nil else { return }
    state.anonymised.append(message)
    effects.record("complaint.anonymised", of: message.complaint.text)
  }

  /// A recording is kept for a shorter time than the rest, but as long as a claim or a lawsuit may need it.
  func recordingKept(
    _ deadline: Deadline, _ position: Int, of number: ComplaintNumber, state: inout IntakeState, now: Date,
    effects: inout Effects
  ) throws(Rejected) {
    let complaint = try state.book.complaint(number)
    guard let evidence = state.evidence.evidence(position, of: number), evidence.removedAt == nil else { return }
    guard complaint.heldAt == nil else {
      // Nobody tells when the hold ends that a recording waits for it.
      let again = self.calendar.due(months: 1, after: now).instant
      return effects.setDeadline(
        IntakeTimer.recording(position, of: number, keptUntil: again, payload: deadline.payload))
    }
    state.removedRecordings.append((number, position))
    var change = AuditChange()
    change.note("position", from: position, to: nil)
    effects.record("evidence.removed", of: number.text, change)
  }
}
