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

  package init(project: ProjectCode, withdrawnOn: CalendarDay?, changedAt: Date) {
    self.project = project
    self.withdrawnOn = withdrawnOn
    self.changedAt = changedAt
  }

  package init(_ message: ProjectChanged) {
    self.init(project: message.project, withdrawnOn: message.departmentWithdrawnOn, changedAt: message.changedAt)
  }

  package func isWithdrawn(at now: Date, calendar: WorkCalendar) -> Bool {
    self.withdrawnOn.map { $0 <= calendar.day(of: now) } ?? false
  }

  /// When the open cases are to be handed over: as the day of the withdrawal begins; for one that is told later, at
  /// the end of the day on which it is told, for the complaints that were being registered meanwhile.
  package func handsOverAt(after now: Date, calendar: WorkCalendar) -> Date? {
    guard let withdrawnOn else { return nil }
    let today = calendar.day(of: now)
    return withdrawnOn > today ? calendar.start(of: withdrawnOn) : calendar.end(of: today)
  }
}
