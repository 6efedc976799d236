import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Policy
import WorkCalendar

/// What a case says of people goes when its time has passed.
extension CaseHandler {
  static let retentionDeadline = "retention"

  /// The row follows the case: there while it has ended and nobody holds it.
  func setRetention(from before: Case?, to after: Case, _ effects: inout Effects) {
    let (known, until) = (before.flatMap(self.process.keptUntil), self.process.keptUntil(after))
    guard known != until else { return }
    guard let until else { return effects.cancelDeadline(Self.retentionDeadline, of: after.number.text) }
    self.look(at: after.number, on: until, payload: self.process.timerPayload, &effects)
  }

  /// - Parameter warrantyEnds: the last day of any warranty of its part.
  func retentionPassed(
    _ deadline: Deadline, of state: Case, warrantyEnds: CalendarDay?, _ book: inout CaseBook, now: Date,
    effects: inout Effects
  ) -> Case {
    var after = state
    let (events, again) = self.process.retentionPassed(
      &after, warrantyEnds: warrantyEnds, version: PolicyReference(json: deadline.payload), now: now)
    if let again { self.look(at: state.number, on: again, payload: deadline.payload, &effects) }
    return self.apply(events, from: state, to: after, &book, &effects)
  }

  private func look(at number: ComplaintNumber, on time: Date, payload: [UInt8], _ effects: inout Effects) {
    effects.setDeadline(
      Deadline(subject: number.text, name: Self.retentionDeadline, dueAt: time, payload: payload))
  }
}
