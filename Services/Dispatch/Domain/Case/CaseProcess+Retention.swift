package import Foundation
package import Messages
package import WorkCalendar

/// How long what a case says of people is kept: the warranty of the part and three years, longer only for claims and lawsuits
///
extension CaseProcess {
  /// When to look whether its time has passed; nil while it is open or held, and once it is anonymised. The warranty, which may
  /// run longer, is looked at then: dates of the home may become known, or be corrected, in all these years.
  package func keptUntil(_ state: Case) -> Date? {
    guard let closedAt = state.closedAt, state.course.hold == nil, state.course.anonymisedAt == nil else { return nil }
    return self.rules.keptUntil(closedAt, version: state.course.endedUnder)
  }

  /// The time has come to look.
  ///
  /// - Parameter warrantyEnds: the last day of any warranty of the part; nil where none is laid down.
  /// - Returns: what is to be told, and when to look again; neither where nobody is to be forgotten yet.
  package func retentionPassed(
    _ state: inout Case, warrantyEnds: CalendarDay?, now: Date
  ) -> (events: [any Message], again: Date?) {
    guard let closedAt = state.closedAt, self.keptUntil(state) != nil else { return ([], nil) }
    let warrantyEnd = warrantyEnds.map { self.rules.calendar.start(of: $0) }
    let until = self.rules.keptUntil(max(closedAt, warrantyEnd ?? closedAt), version: state.course.endedUnder)
    guard until <= now else { return ([], until) }
    state.anonymise(at: now)
    return ([CaseAnonymised(complaint: state.number, anonymisedAt: now)], nil)
  }

  func hold(_ state: inout Case, by person: String, now: Date) throws(Rejected) -> [any Message] {
    guard state.course.anonymisedAt == nil else { throw Self.isAnonymised }
    guard state.course.hold == nil else { throw self.wrongState(state, "it is held already.") }
    state.course.hold = Hold(since: now, by: person)
    return [CaseHeld(complaint: state.number, isHeld: true, changedAt: now)]
  }

  func release(_ state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    guard state.course.hold != nil else { throw self.wrongState(state, "it is not held.") }
    state.course.hold = nil
    return [CaseHeld(complaint: state.number, isHeld: false, changedAt: now)]
  }

  /// A claim, and what a court has to do with, is kept until somebody says that it is over.
  func holdByRule(_ state: inout Case, now: Date) -> [any Message] {
    guard state.course.hold == nil else { return [] }
    state.course.hold = Hold(since: now, by: nil)
    return [CaseHeld(complaint: state.number, isHeld: true, changedAt: now)]
  }

  private static var isAnonymised: Rejected {
    Rejected("state", .wrongState, "Its time has passed; nothing of it is left to be held (R-333).")
  }
}
