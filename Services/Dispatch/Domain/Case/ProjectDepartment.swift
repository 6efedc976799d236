package import Foundation
package import Messages
package import WorkCalendar

/// Whether a project's department is still on the site: who answers for engineering quality.
package struct ProjectDepartment: Sendable, Equatable {
  package let project: ProjectCode
  /// Customer service answers from this day on; nil while no withdrawal is agreed.
  package let withdrawnOn: CalendarDay?
  /// When the property register said so; an older word changes nothing.
  package let changedAt: Date
  /// When its open cases were handed over for this withdrawal. From then on nothing goes to it any more, also where the
  /// clock of another instance has not reached the day yet.
  package private(set) var handedOverAt: Date?

  package init(project: ProjectCode, withdrawnOn: CalendarDay?, changedAt: Date, handedOverAt: Date? = nil) {
    self.project = project
    self.withdrawnOn = withdrawnOn
    self.changedAt = changedAt
    self.handedOverAt = handedOverAt
  }

  package init(_ message: ProjectChanged) {
    self.init(project: message.project, withdrawnOn: message.departmentWithdrawnOn, changedAt: message.changedAt)
  }

  package func isWithdrawn(at now: Date, calendar: WorkCalendar) -> Bool {
    self.handedOverAt != nil || self.withdrawnOn.map { $0 <= calendar.day(of: now) } ?? false
  }

  /// When the open cases are to be handed over: as the day of the withdrawal begins. Nil where that was before, and
  /// they are handed over at once.
  package func handsOverAt(after now: Date, calendar: WorkCalendar) -> Date? {
    self.withdrawnOn.flatMap { $0 > calendar.day(of: now) ? calendar.start(of: $0) : nil }
  }

  package mutating func handOver(at now: Date) { self.handedOverAt = now }
}
