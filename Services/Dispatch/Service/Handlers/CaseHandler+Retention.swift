import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import WorkCalendar

/// What a case says of people goes when its time has passed.
extension CaseHandler {
  static let retentionDeadline = "retention"

  /// The row follows the case: there while it has ended and nobody holds it.
  func setRetention(from before: Case?, to after: Case, _ effects: inout Effects) {
    let (known, until) = (before.flatMap(self.process.keptUntil), self.process.keptUntil(after))
    guard known != until else { return }
    guard let until else { return effects.cancelDeadline(Self.retentionDeadline, of: after.number.text) }
    self.look(at: after, on: until, &effects)
  }

  /// - Parameter warrantyEnds: the last day of any warranty of its part.
  func retentionPassed(
    of state: Case, warrantyEnds: CalendarDay?, _ book: inout CaseBook, now: Date,
    effects: inout Effects
  ) -> Case {
    var after = state
    let (events, again) = self.process.retentionPassed(&after, warrantyEnds: warrantyEnds, now: now)
    if let again { self.look(at: state, on: again, &effects) }
    return self.apply(events, from: state, to: after, &book, &effects)
  }

  private func look(at state: Case, on time: Date, _ effects: inout Effects) {
    effects.setDeadline(
      Deadline(
        subject: state.number.text, name: Self.retentionDeadline, dueAt: time, payload: self.process.timerPayload))
  }
}
